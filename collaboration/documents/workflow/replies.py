"""A unit whose opinion was not adopted has the last word: it agrees, or maintains its opinion to those who sign."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from collaboration.documents import notifications, rules
from collaboration.documents.models import Disposition, JointDocument, Opinion, Reply
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.worklist import waiting
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

STEP = "reply"


def unreplied(document: JointDocument) -> QuerySet[Opinion]:
    """Opinions that were not adopted and on which their unit has not said its last word."""
    current = Reply.objects.current().filter(disposition__opinion=OuterRef("pk"))
    declined = Opinion.objects.filter(round__document=document, disposition__outcome=Disposition.Outcome.DECLINED)
    return declined.filter(~Exists(current))


def ask(document: JointDocument) -> None:
    """Let exactly those units that take part wait for a reply whose opinions were not adopted, as part of a step."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_owing_reply(%s)", [document.pk])
        wanted = {unit for (unit,) in cursor.fetchall()}
    rows = Waiting.objects.open().filter(matter=document.pk, step=STEP)
    asked = set(rows.values_list("unit", flat=True))
    for unit in Unit.objects.filter(pk__in=asked - wanted):
        waiting.done(document.matter, step=STEP, unit=unit)
    for unit in Unit.objects.filter(pk__in=wanted - asked):
        waiting.open_step(document.matter, unit=unit, role=Role.HANDLER, step=STEP)


@transaction.atomic
def reply(actor: Actor, document: JointDocument, opinion: Opinion, *, stance: str, reason: str = "") -> Reply:
    """Agree that the unit's opinion is not adopted, or maintain it with a reason that the signatories will read."""
    document = take_up(actor, document, rules.REPLY)
    found = unreplied(document).filter(pk=opinion.pk, unit=actor.unit).select_related("disposition").first()
    if found is None:
        raise WrongState(_("This decision has been changed or replied to in the meantime."))
    if stance == Reply.Stance.MAINTAINED and not reason.strip():
        raise WorkflowError(_("Give the reason why your unit maintains its opinion."))
    given = Reply.objects.create(
        disposition=found.disposition, stance=Reply.Stance(stance), reason=reason.strip(), user=actor.user
    )
    ask(document)
    move(document)
    act = "opinion_maintained" if stance == Reply.Stance.MAINTAINED else "opinion_confirmed"
    texts = {"reason": reason.strip()} if reason.strip() else {}
    record(document.matter, act, texts=texts, opinion=str(found.public_id))
    notifications.opinion_replied(document, act)
    return given
