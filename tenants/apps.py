from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        # Every process must know every task by name, not the workers alone: the outbox hands over by name.
        autodiscover_modules("tasks")
