"""Writing programmes: loading a concept file as a new version."""

from __future__ import annotations

from datetime import datetime

from samspil.kernel.actor import Actor
from samspil.kernel.errors import refuse
from samspil.programme import queries, rules
from samspil.programme.concept.document import as_document
from samspil.programme.concept.model import Concept
from samspil.programme.models import ConceptVersion, Programme
from samspil.programme.terms import Loading
from samspil.trust import audit


def load_concept(*, by: Actor, at: datetime, concept: Concept) -> queries.Outlook:
    """Load a concept as a new version, whole or not at all; loading the same again does nothing.

    Running courses keep the version they began under. Raises Refused when a changed file does
    not raise its version number.
    """
    refuse(rules.may_load(by))
    outlook = queries.outlook(concept)
    refuse(outlook.refusal)
    if outlook.loading == Loading.UNCHANGED:
        return outlook
    with audit.acting("programme.load_concept", by=by, at=at) as act:
        programme = Programme.objects.filter(slug=concept.slug).first()
        if programme is None:
            programme = Programme.objects.create(slug=concept.slug)
        version = ConceptVersion.objects.create(
            programme=programme,
            number=concept.version,
            digest=queries.digest(concept),
            document=as_document(concept),
            loaded_at=at,
        )
        act.about(version)
    return outlook
