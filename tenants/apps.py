from celery import current_app
from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        # Every process must know every task by name, not the workers alone: the outbox hands over by name.
        current_app.loader.import_default_modules()
