"""How far a document has come, as its page shows it: the bar of stages and a card for every unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Countersignature, Countersigning, JointDocument, Round, Status
from tenants.identity.actor import Actor
from tenants.units.models import Unit

STAGES: Sequence[tuple[Status, str | Promise]] = (
    (Status.DRAFT, pgettext_lazy("stage", "Drafting")),
    (Status.SOLICITING, pgettext_lazy("stage", "Opinions")),
    (Status.FINAL, pgettext_lazy("stage", "Final text")),
    (Status.COUNTERSIGNING, pgettext_lazy("stage", "Countersigning")),
    (Status.SIGNED, pgettext_lazy("stage", "Signed")),
    (Status.SEALED, pgettext_lazy("stage", "Sealing")),
    (Status.PUBLISHED, pgettext_lazy("stage", "Publication")),
)
EARLIER_STAGES: Sequence[tuple[Status, str | Promise]] = (
    (Status.REGISTERING, pgettext_lazy("stage", "Registration")),
    (Status.SEALED, pgettext_lazy("stage", "Confirmation")),
    (Status.PUBLISHED, pgettext_lazy("stage", "Publication")),
)
NOW = {Status.SEALING: Status.SEALED, Status.ISSUED: Status.SEALED}

VOID = (Countersigning.Outcome.RETURNED, Countersigning.Outcome.RECALLED, Countersigning.Outcome.CANCELLED)


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
    way = EARLIER_STAGES if document.is_earlier else STAGES
    order = [status for status, _label in way]
    place = order.index(reached)
    bar = []
    for index, (status, label) in enumerate(way):
        bar.append(
            Stage(str(label), "done" if index < place else state if index == place else "", _note(document, status))
        )
    return bar


def _stopped_at(document: JointDocument) -> Status:
    """Where a cancelled document stood, by the rows it left behind."""
    if document.is_earlier:
        return Status.REGISTERING
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
            given = len(attempt.signatures.all()) + len(attempt.abstentions.all())
            return f"{given} / {len(attempt.version.issuers)}"
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
    turn: int = 0  # its place in the order of signing; none where all sign at once
    is_on_paper: bool = False


def signers(attempt: Countersigning, actor: Actor) -> list[Card]:
    """A card for every unit of an attempt, in the order of the text; signatures of a returned attempt are void."""
    signatures = {signature.unit.code: signature for signature in attempt.signatures.all()}
    positions = {turn.unit.code: turn.position for turn in attempt.turns.all()}
    is_ordered = max(positions.values(), default=1) > 1
    cards = []
    for issuer in attempt.version.issuers:
        card = _signer(attempt, issuer, signatures.get(issuer["code"]), actor)
        cards.append(replace(card, turn=positions.get(issuer["code"], 0) if is_ordered else 0))
    return sorted(cards, key=lambda card: card.turn)


def registered(document: JointDocument, attempt: Countersigning, actor: Actor) -> list[Card]:
    """A card for every unit under a document signed before the portal: whether it stands by the registration."""
    confirmed = {one.unit.code: one for one in attempt.signatures.all()}
    objections = {one.unit.code: one for one in document.objections.select_related("unit")}
    cards = []
    for issuer in attempt.version.issuers:
        name, is_mine = _name(issuer), issuer["code"] == actor.unit.code
        if one := confirmed.get(issuer["code"]):
            words = _("Confirmed the registration")
            card = Card(name, "done", words, "green", one.signer, one.signed_at, is_mine, is_on_paper=True)
        elif told := objections.get(issuer["code"]):
            card = Card(name, "returned", _("Objects to the registration"), "red", told.user_name, told.at, is_mine)
        else:
            card = Card(name, "", _("Has not confirmed the registration"), "grey", is_mine=is_mine, is_on_paper=True)
        cards.append(card)
    return cards


def current_turn(attempt: Countersigning) -> int | None:
    """The position that is asked now, by the rows that were read with the attempt; as the database reckons it."""
    given = {one.unit_id for one in (*attempt.signatures.all(), *attempt.abstentions.all())}
    return min((turn.position for turn in attempt.turns.all() if turn.unit_id not in given), default=None)


def is_current(attempt: Countersigning, unit: Unit) -> bool:
    """Whether the unit belongs to those whose turn it is, its word given or not."""
    now = current_turn(attempt)
    return any(turn.unit_id == unit.pk and turn.position == now for turn in attempt.turns.all())


def is_asked(attempt: Countersigning, unit: Unit) -> bool:
    """Whether the unit's word is wanted now."""
    given = {one.unit_id for one in (*attempt.signatures.all(), *attempt.abstentions.all())}
    return attempt.closed_at is None and is_current(attempt, unit) and unit.pk not in given


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
        return _signed(attempt, name, signature, is_mine)
    abstention = next((one for one in attempt.abstentions.all() if one.unit.code == issuer["code"]), None)
    if abstention:
        return Card(name, "done", _("Abstained"), "grey", abstention.user_name, abstention.given_at, is_mine)
    if attempt.closed_at is None:
        now = current_turn(attempt)
        if any(turn.unit.code == issuer["code"] and turn.position != now for turn in attempt.turns.all()):
            return Card(name, "", _("Its turn comes later"), "grey", is_mine=is_mine)
        return _waiting(name, is_mine, since=attempt.opened_at)
    return Card(name, "", _("Not signed"), "grey", is_mine=is_mine)


def _signed(attempt: Countersigning, name: str, signature: Countersignature, is_mine: bool) -> Card:
    if attempt.outcome in VOID:
        state, words, colour = "", _("Signed, now void"), "grey"
    else:
        state, words, colour = "done", _("Signed on paper") if signature.is_on_paper else _("Signed"), "green"
    return Card(
        name, state, words, colour, signature.signer, signature.signed_at, is_mine, is_on_paper=signature.is_on_paper
    )


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
