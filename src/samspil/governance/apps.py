from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "samspil.governance"
    label = "governance"

    def import_models(self) -> None:
        """Every file of `models/` holds tables: each is read, since a room's folder itself stays empty."""
        super().import_models()
        for one in iter_modules(import_module(f"{self.name}.models").__path__):
            import_module(f"{self.name}.models.{one.name}")
