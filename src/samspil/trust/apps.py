"""Trust starts last of the apps' readiness: every model is known, so every one can be checked."""

from __future__ import annotations

from django.apps import AppConfig, apps


class TrustConfig(AppConfig):
    name = "samspil.trust"
    label = "trust"

    def ready(self) -> None:
        from samspil.trust import privacy

        privacy.verify(apps.get_models(include_auto_created=True))
