"""The demo's network group between its meetings: experiences, tools, and a question with answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from samspil.governance.actions import knowledge
from samspil.governance.actions.knowledge import Sharing
from samspil.governance.terms.knowledge import KnowledgeKind, WithdrawnBecause
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.programme import queries as programme
from samspil.trust.scope import scope

LIBRARY = (
    "Vi lod mentoren og den unge mødes på biblioteket. Det gav ro, og ingen skulle forklare, hvor de var."
)
BEFORE = "Et skema på én side: hvad er aftalt, hvem gør hvad, og hvornår taler vi sammen igen?"
AFTER = f"{BEFORE} Skriv det sammen, og lad den unge beholde arket."
QUESTION = (
    "Skolerne vil gerne have besøg, men kun om morgenen. Hvordan får I rollemodeller til at komme så tidligt?"
)


class Network:
    """Fills the knowledge of the network group."""

    def __init__(self, *, slug: str, today: date, actor: Callable[[str], Actor]) -> None:
        self.today, self.actor = today, actor
        concept = programme.latest(slug).concept
        self.kinds = [str(one.slug) for one in concept.interventions]
        self.methods = [str(one.slug) for one in concept.intervention("mentor").practice.methods]

    def fill(self) -> None:
        """Through actions alone."""
        told: dict[str, Any] = {"interventions": self.kinds[:1], "methods": self.methods[:1]}
        self._share(
            "coordinator-odense",
            60,
            KnowledgeKind.EXPERIENCE,
            Sharing(LIBRARY, "Samtaler på biblioteket", **told),
        )
        tool = self._share(
            "coordinator-aarhus", 40, KnowledgeKind.TOOL, Sharing(BEFORE, "Aftaler på én side", **told)
        )
        by, on = self.actor("coordinator-aarhus"), self._day(30)
        with scope(by):
            better = Sharing(AFTER, "Aftaler på én side", **told)
            knowledge.correct(by=by, at=nine(on), on=on, contribution_id=tool.id, sharing=better)
        asked = Sharing(QUESTION, "Besøg tidligt om morgenen", interventions=self.kinds[1:2])
        question = self._share("coordinator-hoeje-taastrup", 12, KnowledgeKind.QUESTION, asked)
        for cast, days, words in (
            ("coordinator-odense", 9, "Vi lægger to besøg samme dag, så turen kan betale sig."),
            ("lead-aarhus", 4, "Vi har aftalt en fast ugedag med skolerne et halvt år frem."),
        ):
            self._share(cast, days, KnowledgeKind.ANSWER, Sharing(words), question.id)
        old = self._share(
            "coordinator-odense",
            90,
            KnowledgeKind.TOOL,
            Sharing("Skema fra første halvår.", "Det gamle skema"),
        )
        by, on = self.actor("coordinator-odense"), self._day(41)
        with scope(by):
            because = WithdrawnBecause.OUTDATED
            knowledge.withdraw(by=by, at=nine(on), on=on, contribution_id=old.id, because=because)

    def _day(self, before: int) -> date:
        return self.today - timedelta(days=before)

    def _share(self, cast: str, before: int, kind: str, sharing: Sharing, answers: Any = None) -> Any:
        by, on = self.actor(cast), self._day(before)
        with scope(by):
            return knowledge.share(
                by=by, at=nine(on), on=on, key=uuid7(), kind=kind, sharing=sharing, answers_id=answers
            )
