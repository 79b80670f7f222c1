"""Who hears of each step of a joint document."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from collaboration.deadlines import duty
from collaboration.documents.models import Evidence, JointDocument
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from tenants.identity.roles import Role
from tenants.units.models import Unit

PREPARING = (Role.HANDLER,)
DECIDING = (Role.SIGNATORY, Role.HANDLER)
EVERYBODY = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER, Role.APPROVER, Role.LIAISON)


def invited(document: JointDocument) -> list[Unit]:
    """The invited units that have not declined."""
    return [one.unit for one in document.invitations.all() if one.declined_at is None]


def round_opened(document: JointDocument, units: Sequence[Unit], *, most_urgent: bool = False) -> None:
    on_duty = duty.audience(units, timezone.now()) if most_urgent else []
    notify(document.matter, "round_opened", _each(units, PREPARING) + on_duty, category=Category.ACTION)


def units_invited(document: JointDocument, units: Iterable[Unit]) -> None:
    notify(document.matter, "units_invited", _each(units, PREPARING), category=Category.ACTION)


def answered(document: JointDocument) -> None:
    _tell_drafter(document, "answered")


def declined(document: JointDocument) -> None:
    _tell_drafter(document, "declined")


def round_closed(document: JointDocument, act: str) -> None:
    """Everybody may read the table of opinions from now on."""
    notify(document.matter, act, _each([document.drafting_unit, *invited(document)], PREPARING))


def text_fixed(document: JointDocument) -> None:
    notify(document.matter, "text_fixed", _each(invited(document), DECIDING))


def text_reopened(document: JointDocument) -> None:
    notify(document.matter, "text_reopened", _each(invited(document), DECIDING))


def countersigning_started(document: JointDocument, units: Iterable[Unit], *, most_urgent: bool = False) -> None:
    """Signatories whose turn it is have to act; those of later turns hear when theirs comes."""
    units = list(units)
    on_duty = duty.audience(units, timezone.now()) if most_urgent else []
    signing = _each(units, (Role.SIGNATORY,))
    notify(document.matter, "countersigning_started", signing + on_duty, category=Category.ACTION)


def word_given(document: JointDocument, act: str, *, is_last: bool, asked: Iterable[Unit]) -> None:
    """After the last word everybody hears; in between the drafting unit does, and whoever is asked next."""
    if is_last:
        notify(document.matter, act, _each([document.drafting_unit, *invited(document)], DECIDING))
        return
    turn = {unit.pk: Audience(unit, roles=(Role.SIGNATORY,)) for unit in asked}
    own = turn.pop(document.drafting_unit.pk, None)
    drafter = Audience(
        document.drafting_unit, roles=own.roles if own else PREPARING, secondary=PREPARING if own else ()
    )
    category = Category.ACTION if asked else Category.PROGRESS
    notify(document.matter, act, [drafter, *turn.values()], category=category)


def signature_withdrawn(document: JointDocument) -> None:
    _tell_drafter(document, "signature_withdrawn")


def recalled(document: JointDocument) -> None:
    """Everybody whose signature is void now, and who need not sign any more."""
    notify(document.matter, "recalled", _each([document.drafting_unit, *invited(document)], DECIDING))


def returned(document: JointDocument) -> None:
    notify(
        document.matter,
        "returned",
        _each([document.drafting_unit, *invited(document)], DECIDING),
        category=Category.ACTION,
    )


def cancelled(document: JointDocument) -> None:
    """Everybody who ever had to do with it, in units that declined as well."""
    units = [document.drafting_unit, *(one.unit for one in document.invitations.all())]
    notify(document.matter, "cancelled", _each(units, EVERYBODY))


def opinion_decided(document: JointDocument, unit: Unit, *, wants_reply: bool = False) -> None:
    """The unit whose opinion it was hears what became of it; where it was not adopted, the unit is asked for a word."""
    category = Category.ACTION if wants_reply else Category.PROGRESS
    notify(document.matter, "opinion_decided", _each([unit], PREPARING), category=category)


def opinion_replied(document: JointDocument, act: str) -> None:
    _tell_drafter(document, act)


def sealing_started(document: JointDocument, act: str, units: Mapping[Unit, bool]) -> None:
    """Handlers hear that it has its number; the seal keepers of units that have to be asked hear that it is theirs."""
    told = [
        Audience(unit, roles=(Role.SEAL_KEEPER,) if is_asked else (), secondary=PREPARING)
        for unit, is_asked in units.items()
    ]
    notify(document.matter, act, told, category=Category.ACTION)


def registered(document: JointDocument, act: str) -> None:
    """Signatories of the registering unit have to compare and confirm it."""
    notify(document.matter, act, _each([document.drafting_unit], (Role.SIGNATORY,)), category=Category.ACTION)


def registration_confirmed(document: JointDocument) -> None:
    """Whoever stands under it hears that it was registered, and may confirm or object."""
    notify(document.matter, "registration_confirmed", _each([document.drafting_unit, *invited(document)], DECIDING))


def registration_answered(document: JointDocument, act: str) -> None:
    notify(document.matter, act, _each([document.drafting_unit], DECIDING))


def seal_released(document: JointDocument) -> None:
    _tell_drafter(document, "seal_released")


def seal_released_as_authorised(document: JointDocument, unit: Unit) -> None:
    """Those who keep the seal and those who authorised it hear of every use they were not asked for."""
    notify(document.matter, "seal_released_as_authorised", _each([unit], (Role.SEAL_KEEPER, Role.SIGNATORY)))


def sealing_stopped(document: JointDocument) -> None:
    _tell_drafter(document, "sealing_stopped", category=Category.ACTION)


def sealed(document: JointDocument) -> None:
    """The drafting unit publishes it; the others hear that their seals are on it."""
    told = [Audience(unit, secondary=PREPARING) for unit in invited(document)]
    notify(document.matter, "sealed", [Audience(document.drafting_unit, roles=PREPARING), *told])


def reviewed(document: JointDocument, act: str) -> None:
    """Those who prepare and decide in the drafting unit; the others read it in the timeline."""
    notify(document.matter, act, _each([document.drafting_unit], DECIDING), followers=False)


def publication_planned(document: JointDocument, asked: Iterable[Unit]) -> None:
    """Signatories of the units that are asked have to answer; handlers of all units hear of it."""
    asked = list(asked)
    told = [Audience(unit, roles=(Role.SIGNATORY,), secondary=PREPARING) for unit in asked]
    rest = [Audience(unit, secondary=PREPARING) for unit in invited(document) if unit not in asked]
    category = Category.ACTION if asked else Category.PROGRESS
    notify(document.matter, "publication_planned", [*told, *rest], category=category)


def publication_plan_ended(document: JointDocument, act: str) -> None:
    notify(document.matter, act, _each([document.drafting_unit, *invited(document)], DECIDING))


def publication_agreed(document: JointDocument, act: str) -> None:
    _tell_drafter(document, act)


def after_publication(document: JointDocument, act: str) -> None:
    """What became of a published document concerns all who signed it."""
    notify(document.matter, act, _each([document.drafting_unit, *invited(document)], DECIDING))


def published(document: JointDocument) -> None:
    notify(document.matter, "published", _each([document.drafting_unit, *invited(document)], EVERYBODY))


def evidence_signed(made: Evidence) -> None:
    """Whoever asked for the bundle can take it along."""
    notify(made.document.matter, "evidence_signed", [Audience(made.unit, users=[made.user])], followers=False)


def _tell_drafter(document: JointDocument, act: str, *, category: Category = Category.PROGRESS) -> None:
    notify(document.matter, act, [Audience(document.drafting_unit, roles=PREPARING)], category=category)


def _each(units: Iterable[Unit], roles: tuple[Role, ...]) -> list[Audience]:
    return [Audience(unit, roles=roles) for unit in units]
