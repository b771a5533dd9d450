"""What was promised: programmes, and every version of their concept file as it was loaded."""

from __future__ import annotations

from django.db import models

from samspil.trust.models import Guarded
from samspil.trust.privacy import PUBLIC, Keep, NotPersonal

_KEEP = Keep("programme end", 120, "what was measured under a version must stay readable")


class Programme(Guarded):
    """One programme, known by its slug. All that it says lies in its concept versions."""

    slug = models.SlugField(unique=True)

    class Privacy:
        tenant = NotPersonal("one programme serves many organisations")
        subject = NotPersonal("definitions")
        fields = {"id": PUBLIC, "slug": PUBLIC}
        keep = _KEEP


class ConceptVersion(Guarded):
    """One version of a concept file, whole and unchangeable. Courses keep the version they began under."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="sha256 of the document as stored")
    document = models.JSONField()
    loaded_at = models.DateTimeField()

    class Meta(Guarded.Meta):
        constraints = [
            models.UniqueConstraint(fields=("programme", "number"), name="programme_one_version"),
        ]

    class Privacy:
        tenant = NotPersonal("one concept serves many organisations")
        subject = NotPersonal("definitions")
        fields = dict.fromkeys(("id", "programme_id", "number", "digest", "document", "loaded_at"), PUBLIC)
        keep = _KEEP
        grants = "SELECT, INSERT"
