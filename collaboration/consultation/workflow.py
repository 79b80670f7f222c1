"""The public is asked about a text; what it says is handled and the outcome told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.consultation import personal, rules
from collaboration.consultation.models import Comment, Consultation
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.worklist import waiting
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Tenant

STEP = "consult"
KEPT_DAYS = 180  # how long a contact outlives the close
OVER = ("cancelled", "purged")


@transaction.atomic
def open_consultation(
    actor: Actor,
    matter: Matter,
    *,
    title: str,
    blocks: Sequence[Mapping[str, Any]],
    explanation: str,
    closes_on: date,
    tenants: Iterable[Tenant],
) -> Consultation:
    """Put a text before the public on these sites until a day, with an explanation."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if not rules.can_open(actor, matter):
        raise NotAllowed(_("Only a handler of the drafting unit asks the public, and only on an ordinary matter."))
    if matter.state in OVER:
        raise WrongState(_("This matter has ended."))
    if closes_on <= timezone.localdate():
        raise WorkflowError(_("Give people at least until tomorrow."))
    if not explanation.strip():
        raise WorkflowError(_("Explain to the public what the text is for."))
    if Consultation.objects.filter(matter=matter).unreported().exists():
        raise WrongState(_("The public is being asked already, or the outcome has not been published yet."))
    made = Consultation.objects.create(
        matter=matter,
        unit=actor.unit,
        tenants=sorted({tenant.pk for tenant in tenants}),
        title=title,
        blocks=[dict(block) for block in blocks],
        explanation=explanation.strip(),
        opens_on=timezone.localdate(),
        closes_on=closes_on,
        opened_by=actor.user,
    )
    ask(matter)
    record(matter, "consultation_opened", consultation=str(made.public_id), closes_on=closes_on.isoformat())
    return made


def ask(matter: Matter) -> None:
    """Let the drafting unit wait for the outcome of an open consultation, as part of a step."""
    rows = Waiting.objects.open().filter(matter=matter, step=STEP)
    unreported = Consultation.objects.filter(matter=matter).unreported().first()
    if unreported is None:
        waiting.done(matter, step=STEP)
    elif not rows.exists():
        waiting.open_step(matter, unit=matter.drafting_unit, role=Role.HANDLER, step=STEP, due_on=unreported.closes_on)


def receive(consultation: Consultation, *, words: str, block_id: str, contact: personal.Contact) -> UUID | None:
    """Keep what somebody of the public sent in, encrypted; None where it is no longer asked. Nobody is named."""
    given: list[Any] = [consultation.pk, block_id, personal.sealed_words(words), personal.sealed_contact(contact)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT consultation_receive(%s, %s, %s, %s)", given)
        receipt: UUID | None = cursor.fetchone()[0]
        return receipt


def _take_up(actor: Actor, consultation: Consultation) -> Consultation:
    Matter.objects.select_for_update(no_key=True).filter(pk=consultation.matter_id).first()
    fresh = Consultation.objects.select_related("matter__drafting_unit").get(pk=consultation.pk)
    if not rules.can_handle(actor, fresh):
        raise NotAllowed(_("Only a handler of the unit that asks can do this."))
    if fresh.reported_at is not None:
        raise WrongState(_("The outcome has been published already."))
    return fresh


@transaction.atomic
def close(actor: Actor, consultation: Consultation) -> Consultation:
    """End the asking before its day."""
    consultation = _take_up(actor, consultation)
    if not consultation.is_open():
        raise WrongState(_("The public is not being asked any more."))
    consultation.closed_at = timezone.now()
    consultation.save(update_fields=["closed_at"])
    record(consultation.matter, "consultation_closed", consultation=str(consultation.pk))
    return consultation


@transaction.atomic
def handle(actor: Actor, comment: Comment, *, outcome: str, reason: str = "") -> Comment:
    """Say what becomes of one opinion; whatever is not adopted whole needs a reason."""
    consultation = _take_up(actor, comment.consultation)
    if outcome in (Comment.Outcome.PARTLY, Comment.Outcome.DECLINED) and not reason.strip():
        raise WorkflowError(_("Give the reason why the opinion is not adopted, or only partly."))
    comment.outcome, comment.reason = Comment.Outcome(outcome), reason.strip()
    comment.handled_by, comment.handled_at = actor.user, timezone.now()
    comment.save(update_fields=["outcome", "reason", "handled_by", "handled_at"])
    record(consultation.matter, "public_opinion_handled", comment=str(comment.pk), outcome=outcome)
    return comment


@transaction.atomic
def look_at_contact(actor: Actor, comment: Comment) -> personal.Contact:
    """The contact as it was given; that somebody looked at it is recorded, the contact is not."""
    if not rules.can_handle(actor, comment.consultation):
        raise NotAllowed(_("Only a handler of the unit that asks can do this."))
    record(comment.consultation.matter, "public_contact_seen", comment=str(comment.pk))
    return personal.opened_contact(bytes(comment.contact))


@transaction.atomic
def report(actor: Actor, consultation: Consultation, *, summary: str) -> Consultation:
    """Tell the public what came in and what became of it, once everything is handled."""
    consultation = _take_up(actor, consultation)
    if consultation.is_open():
        raise WrongState(_("The public is still being asked."))
    outcomes = Counter(consultation.comments.values_list("outcome", flat=True))
    if outcomes[""]:
        raise WorkflowError(_("Opinions not decided on yet: %(count)s.") % {"count": outcomes[""]})
    if not summary.strip():
        raise WorkflowError(_("Write a summary for the public."))
    consultation.summary, consultation.reported_at = summary.strip(), timezone.now()
    consultation.counts = {"received": outcomes.total(), **{name: outcomes[name] for name in Comment.Outcome.values}}
    consultation.save(update_fields=["summary", "reported_at", "counts"])
    ask(consultation.matter)
    record(consultation.matter, "consultation_reported", consultation=str(consultation.pk), **consultation.counts)
    return consultation


def forget_contacts(today: date | None = None) -> int:
    """Erase the contacts of consultations that ended long enough ago; returns how many. For p_system alone."""
    last = (today or timezone.localdate()) - timedelta(days=KEPT_DAYS)
    return Comment.objects.filter(consultation__closes_on__lt=last).exclude(contact=b"").update(contact=b"")


def end(matter: Matter) -> None:
    """Stop asking because the matter has ended, as part of a step."""
    Consultation.objects.filter(matter=matter, closed_at=None).update(closed_at=timezone.now())
