"""What the acting unit is asked for on a matter, the chain that precedes it, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from collaboration.approval.models import Chain, Run
from collaboration.approval.models.chains import chosen
from collaboration.approval.words import Space, Subject, Word, space_of
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor


@dataclass(frozen=True)
class Asked:
    """One word of the unit that a chain precedes: the row that asks for it, the subject, and the run, if begun."""

    word: str
    label: str
    waiting: Waiting | None
    chain: Chain | None
    subject: Subject
    run: Run | None
    is_timely: bool  # the unit can say it now

    @property
    def has_changed(self) -> bool:
        """Whether what was submitted is no longer what would be said."""
        return self.run is not None and self.run.digest != self.subject.digest

    @property
    def is_clear(self) -> bool:
        """Whether the unit may say the word."""
        return self.run is not None and self.run.state == Run.State.APPROVED and not self.has_changed


def asked(actor: Actor, matter: Matter, words: Iterable[str]) -> list[Asked]:
    """Those of the words that a chain precedes. Costs one query where the unit has set none."""
    space = space_of(matter.kind)
    if space is None:
        return []
    wanted = {word: space.words[word] for word in words if word in space.words}
    chains = list(Chain.objects.of(actor.unit, matter.kind).filter(word__in=wanted)) if wanted else []
    if not chains:
        return []
    rows = list(Waiting.objects.visible_to(actor).open().filter(matter=matter, unit=actor.unit).order_by("-pk"))
    runs = list(Run.objects.live().filter(unit_id=actor.unit.pk, matter=matter.public_id, word__in=wanted))
    own = (_asked(actor, matter, space, (name, word), chains, rows, runs) for name, word in wanted.items())
    return [one for one in own if one is not None]


def _asked(
    actor: Actor,
    matter: Matter,
    space: Space,
    wanted: tuple[str, Word],
    chains: list[Chain],
    rows: list[Waiting],
    runs: list[Run],
) -> Asked | None:
    name, word = wanted
    if not any(chain.word == name for chain in chains):
        return None
    row = next((row for row in rows if row.step in word.steps), None)
    run = next((run for run in runs if run.word == name and run.waiting == (row.pk if row else None)), None)
    subject = space.subject(actor, matter, name)
    at = row.opened_at if row else timezone.now()
    chain = next((one for one in chains if run and one.pk == run.chain_id), None) or chosen(
        chains, word=name, variant=subject.variant, is_normative=subject.is_normative, at=at
    )
    is_timely = row is not None or not word.steps
    return Asked(name, str(word.label), row, chain, subject, run, is_timely) if chain else None
