from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samspil.people"
    label = "people"

    def import_models(self) -> None:
        """Every file of `models/` holds tables: each is read, since a room's folder itself stays empty.

        The types of the account are looked for in the module Django names as the app's own.
        """
        super().import_models()
        for one in iter_modules(import_module(f"{self.name}.models").__path__):
            import_module(f"{self.name}.models.{one.name}")
        self.models_module = import_module(f"{self.name}.models.people")
