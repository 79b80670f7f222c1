"""What letters mean for the steps of their request: what has to be signed first, and what goes out with a step."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import handling
from collaboration.errors import WorkflowError
from collaboration.letters import house, notifications, rules, terms
from collaboration.letters.models import Letter, Sort, State
from collaboration.letters.models.letter import FINISHED, REPLIES
from collaboration.letters.practice import way_of
from collaboration.letters.workflow import outside
from collaboration.letters.workflow.taking import move, take_up
from collaboration.matters import confidences
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role


def ready(actor: Actor, request: AssistanceRequest, sorts: tuple[Sort, ...]) -> Letter | None:
    """The newest finished letter of the unit that has not gone out yet."""
    own = Letter.objects.filter(request=request, matter__drafting_unit=actor.unit, delivered_at=None)
    return own.filter(sort__in=sorts, matter__state__in=FINISHED).with_units().last()


def before_sending(actor: Actor, request: AssistanceRequest) -> None:
    """The unit's own approval, and its letter where it goes by letter."""
    clearance.require(actor, request.matter, house.SEND)
    if request.kind_version.kind_id == terms.JUDICIAL and not request.outside:
        raise WorkflowError(_("Name the police organ as the department outside the portal."))
    if way_of(actor.unit, request.kind_version).by_letter and ready(actor, request, (Sort.REQUEST,)) is None:
        raise WorkflowError(_("In your unit requests of this kind go out by letter: have it written and signed first."))


def before_readdressing(actor: Actor, request: AssistanceRequest) -> None:
    """A letter that was signed for one unit does not go to another."""
    if ready(actor, request, (Sort.REQUEST,)) is not None:
        raise WorkflowError(
            _("A letter to this unit has been signed; the request stays addressed to it."), field="addressee"
        )


def before_declining(actor: Actor, request: AssistanceRequest) -> None:
    """Where the unit goes by letter, declining is the signatory's, or what the unit's own chain let pass."""
    clearance.require(actor, request.matter, house.DECLINE)
    if actor.has(Role.SIGNATORY) or house.has_chain(actor, request, house.DECLINE):
        return
    if way_of(actor.unit, request.kind_version).by_letter:
        raise WorkflowError(_("In your unit the signatory declines requests of this kind."))


def before_replying(actor: Actor, request: AssistanceRequest) -> None:
    """The unit's own approval, and its letter of reply where it goes by letter."""
    clearance.require(actor, request.matter, house.REPLY)
    if lacking := terms.missing(request, request.outside_steps.all()):
        raise WorkflowError(_("Record first: %(steps)s.") % {"steps": _(", ").join(lacking)})
    if way_of(actor.unit, request.kind_version).by_letter and ready(actor, request, REPLIES) is None:
        raise WorkflowError(_("In your unit replies of this kind go out by letter: have it written and signed first."))


def after_sending(actor: Actor, request: AssistanceRequest) -> None:
    """The letter goes out with the request; across levels the other side reads it once that is decided."""
    _hand_over(ready(actor, request, (Sort.REQUEST,)))


def follow(actor: Actor, request: AssistanceRequest) -> None:
    """Let whoever is asked now read the letters that went out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_follow(%s)", [request.pk])


def after_replying(actor: Actor, request: AssistanceRequest) -> None:
    """The letter goes out with the reply."""
    _hand_over(ready(actor, request, REPLIES))


def _hand_over(letter: Letter | None) -> None:
    if letter is None:
        return
    letter.delivered_at = timezone.now()
    letter.save(update_fields=["delivered_at"])
    waiting.close_all(letter.matter)
    move(letter, State.ISSUED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT letters_follow(%s)", [letter.request_id])
    record(letter.matter, "handed_over", number=letter.number)


@transaction.atomic
def hand_over(actor: Actor, letter: Letter) -> Letter:
    """Send out a finished letter: a reply with its answers as the reply, any other by itself."""
    letter = take_up(actor, letter, rules.HAND_OVER)
    if letter.sort == Sort.REQUEST:
        raise WorkflowError(_("This letter goes out when the request is sent."))
    if letter.sort in REPLIES:
        personal = confidences.reveal(letter.request.matter, letter.confidences)
        handling.reply(actor, letter.request, {**letter.answers, **personal})
        return letter
    _hand_over(letter)
    if letter.sort == Sort.OUTSIDE:
        outside.letter_sent(actor, letter.request, number=letter.number)
    if letter.sort == Sort.ACKNOWLEDGEMENT:
        record(letter.request.matter, "acknowledged")
        notifications.acknowledged(letter)
    return letter
