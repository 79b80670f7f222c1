"""Steps with a unit's ledger of numbers. The database writes; here are the words for what it refuses."""

import json
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.numbering.former_register import Entry
from collaboration.numbering.models import DocumentNumber
from tenants.db import definer
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

REFUSALS: definer.Refusals = {
    "NU001": (WrongState, gettext_lazy("This number is not reserved any more.")),
    "NU002": (WrongState, gettext_lazy("This number is taken already.")),
    "NU003": (WorkflowError, gettext_lazy("This number lies too far ahead; at most 50 may be left out.")),
    "NU004": (WrongState, gettext_lazy("A number is reserved for this already; the ledger shows it.")),
}


taken_over: list[Callable[[], None]] = []  # what spaces do once a former register was taken over; filled in ready()


def keeps_ledger(actor: Actor) -> bool:
    """Handlers of a unit that has documents of its own keep its ledger."""
    return actor.has(Role.HANDLER) and bool(actor.unit.level)


def issue(matter: Matter, *, word: str, chosen: int | None = None, reason: str = "") -> str:
    """Give the signed matter its number, inside the step that seals it: the next one, or one chosen with a reason."""
    year = timezone.localdate().year
    if chosen is not None and not reason.strip():
        raise WorkflowError(_("Give the reason why the number is chosen by hand."))
    number = definer.call(
        "issue_number(%s, %s, %s, %s, %s)", [matter.public_id, word, year, chosen, reason.strip()], REFUSALS
    )
    return f"{word}〔{year}〕{number}号"


@transaction.atomic
def reserve(actor: Actor, *, word: str, purpose: str) -> int:
    """Keep the next number of this year for something that is not signed yet; once for one thing."""
    _refuse_others(actor)
    return int(definer.call("reserve_number(%s, %s, %s)", [word, timezone.localdate().year, purpose.strip()], REFUSALS))


@transaction.atomic
def release(actor: Actor, number: DocumentNumber, *, reason: str) -> None:
    """Let a reserved number go: the next document gets it."""
    _refuse_others(actor)
    if not reason.strip():
        raise WorkflowError(_("Give the reason why the number is released."))
    definer.call("release_number(%s, %s)", [number.pk, reason.strip()], REFUSALS)


@transaction.atomic
def take_over(actor: Actor, entries: Sequence[Entry]) -> int:
    """Take over a former register, whole or not at all."""
    _refuse_others(actor)
    rows = [{"word": e.word, "year": e.year, "number": e.number, "title": e.title, "dated": e.dated} for e in entries]
    amount = int(definer.call("import_numbers(%s::jsonb)", [json.dumps(rows, ensure_ascii=False)], REFUSALS))
    for follow in taken_over:
        follow()
    return amount


def _refuse_others(actor: Actor) -> None:
    if not keeps_ledger(actor):
        raise NotAllowed(_("Only a handler of the unit keeps its ledger of numbers."))
