from providers.directory.models.provider import Provider

__all__ = ["Provider"]
