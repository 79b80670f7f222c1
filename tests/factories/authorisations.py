"""Standing authorisations to release a seal."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from collaboration.sealing import workflow
from collaboration.sealing.models import StandingAuthorisation
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Proof, Subject

TITLE = "关于样例文件用印的授权书"


def proof(subject: Subject) -> Proof:
    """Stands in for a signatory's second factor."""
    return Proof("test", {"hash": subject.content_hash})


def instrument(**changes: object) -> workflow.Instrument:
    """What the paper says."""
    today = timezone.localdate()
    said = {
        "public_id": uuid4(), "kinds": ["agreement"], "drafting_units": [], "title": TITLE, "number": "样授〔2026〕1号",
        "dated_on": today, "valid_from": today, "valid_until": today + timedelta(days=30),
    }  # fmt: skip
    return workflow.Instrument(**(said | changes))


def enter(actor: Actor, **changes: object) -> StandingAuthorisation:
    """Entered, and waiting for a signatory."""
    with actor.acting():
        return workflow.enter(actor, instrument(**changes))


def authorise(signatory: Actor, **changes: object) -> StandingAuthorisation:
    """Entered and confirmed by the same signatory."""
    entered = enter(signatory, **changes)
    with signatory.acting():
        workflow.grant(signatory, entered, prove=proof)
        return StandingAuthorisation.objects.get(pk=entered.pk)


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)
