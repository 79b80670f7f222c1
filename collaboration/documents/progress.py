"""How far a document has come, as its page shows it: the bar of stages and a card for every unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Countersignature, Countersigning, JointDocument, Round, Status
from tenants.identity.actor import Actor

STAGES: Sequence[tuple[Status, str | Promise]] = (
    (Status.DRAFT, pgettext_lazy("stage", "Drafting")),
    (Status.SOLICITING, pgettext_lazy("stage", "Opinions")),
    (Status.FINAL, pgettext_lazy("stage", "Final text")),
    (Status.COUNTERSIGNING, pgettext_lazy("stage", "Countersigning")),
    (Status.SIGNED, pgettext_lazy("stage", "Signed")),
    (Status.SEALED, pgettext_lazy("stage", "Sealing")),
    (Status.PUBLISHED, pgettext_lazy("stage", "Publication")),
)
NOW = {Status.SEALING: Status.SEALED, Status.ISSUED: Status.SEALED}


@dataclass(frozen=True)
class Stage:
    """One stage of the bar: ``done``, ``now``, ``stopped`` or still to come."""

    label: str
    state: str = ""
    note: str = ""


def stages(document: JointDocument) -> list[Stage]:
    """The whole way, with where the document stands on it."""
    if document.status is Status.CANCELLED:
        reached, state = _stopped_at(document), "stopped"
    else:
        reached, state = NOW.get(document.status, document.status), "now"
    if document.status in (Status.SIGNED, Status.SEALED, Status.ISSUED, Status.PUBLISHED):
        state = "done"
    order = [status for status, _label in STAGES]
    place = order.index(reached)
    bar = []
    for index, (status, label) in enumerate(STAGES):
        bar.append(
            Stage(str(label), "done" if index < place else state if index == place else "", _note(document, status))
        )
    return bar


def _stopped_at(document: JointDocument) -> Status:
    """Where a cancelled document stood, by the rows it left behind."""
    if document.issued_on:
        return Status.SIGNED
    if any(attempt.outcome == Countersigning.Outcome.CANCELLED for attempt in document.countersignings.all()):
        return Status.COUNTERSIGNING
    return Status.SOLICITING if document.rounds.all() else Status.DRAFT


def _note(document: JointDocument, status: Status) -> str:
    if status is Status.SIGNED and document.issued_on:
        return date_format(document.issued_on, "SHORT_DATE_FORMAT")
    if status is Status.COUNTERSIGNING and document.status is Status.COUNTERSIGNING:
        attempt = newest(document.countersignings.all())
        if attempt:
            return f"{len(attempt.signatures.all())} / {len(attempt.version.issuers)}"
    return ""


def newest(attempts: Iterable[Countersigning]) -> Countersigning | None:
    """The last attempt, closed or not."""
    return max(attempts, key=lambda attempt: attempt.number, default=None)


@dataclass(frozen=True)
class Card:
    """One unit and where it stands: ``done``, ``now``, ``returned`` or waiting."""

    unit: str
    state: str
    words: str
    colour: str
    person: str = ""
    at: datetime | None = None
    is_mine: bool = False
    since: datetime | None = None  # from when it has been waiting


def signers(attempt: Countersigning, actor: Actor) -> list[Card]:
    """A card for every unit of an attempt, in the order of the text; signatures of a returned attempt are void."""
    signatures = {signature.unit.code: signature for signature in attempt.signatures.all()}
    return [_signer(attempt, issuer, signatures.get(issuer["code"]), actor) for issuer in attempt.version.issuers]


def own_clock(document: JointDocument, actor: Actor) -> Deadline | None:
    """Until when the acting unit has to take its step; None where nothing waits for it."""
    mine = Deadline.objects.visible_to(actor).filter(waiting__unit=actor.unit, waiting__done_at=None)
    return mine.filter(waiting__matter=document.pk).first()


def _signer(
    attempt: Countersigning, issuer: Mapping[str, str], signature: Countersignature | None, actor: Actor
) -> Card:
    name, is_mine = _name(issuer), issuer["code"] == actor.unit.code
    if attempt.returned_by and issuer["code"] == attempt.returned_by.code:
        return Card(name, "returned", _("Returned"), "red", at=attempt.closed_at, is_mine=is_mine)
    if signature:
        is_void = attempt.outcome in (Countersigning.Outcome.RETURNED, Countersigning.Outcome.CANCELLED)
        state, words, colour = ("", _("Signed, now void"), "grey") if is_void else ("done", _("Signed"), "green")
        return Card(name, state, words, colour, signature.user_name, signature.signed_at, is_mine)
    if attempt.closed_at is None:
        return _waiting(name, is_mine, since=attempt.opened_at)
    return Card(name, "", _("Not signed"), "grey", is_mine=is_mine)


def _waiting(name: str, is_mine: bool, since: datetime | None = None) -> Card:
    if is_mine:
        return Card(name, "now", _("Waiting for your unit"), "amber", since=since, is_mine=True)
    return Card(name, "now", _("Waiting"), "blue", since=since)


def _name(issuer: Mapping[str, str]) -> str:
    is_english = (get_language() or "").startswith("en")
    return (is_english and issuer.get("name_en")) or issuer["name"]


def answers(document: JointDocument, held: Round, actor: Actor) -> list[Card]:
    """A card for every invited unit. While the round is open, what a unit answered is its own affair."""
    given = {answer.unit_id: answer for answer in held.answers.all()}
    cards = []
    for invitation in document.invitations.all():
        unit, answer = invitation.unit, given.get(invitation.unit_id)
        if not held.asks(unit):
            continue
        is_mine = unit == actor.unit
        is_hidden = held.stays_with_drafter and not is_mine and document.drafting_unit != actor.unit
        if invitation.declined_at:
            card = Card(unit.display_name, "returned", _("Declined to take part"), "grey", at=invitation.declined_at)
        elif answer:
            is_told = is_mine or held.closed_at is not None
            words = answer.get_outcome_display() if is_told else _("Answered")
            card = Card(unit.display_name, "done", words, "green", at=answer.answered_at, is_mine=is_mine)
        elif held.closed_at and not is_hidden:
            card = Card(unit.display_name, "", _("No answer"), "amber", is_mine=is_mine)
        elif (is_mine or document.drafting_unit == actor.unit) and not held.closed_at:
            card = _waiting(unit.display_name, is_mine, since=held.opened_at)
        else:
            card = Card(unit.display_name, "", _("Asked"), "grey")
        cards.append(card)
    return cards
