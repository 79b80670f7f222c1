"""Steps that wait with a clock, on matters of the example kind."""

from datetime import datetime

from django.utils import timezone

from collaboration.deadlines.acts import DEADLINE_ACTS
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins, CountedIn, Deadline
from collaboration.deadlines.setting import set_deadline
from collaboration.worklist import waiting
from tenants.audit.models import ActKind
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories.matters import KIND, make_matter
from tests.ownership import as_owner

FIVE_DAYS = Term(CountedIn.WORKING_DAYS, 5)


def at(text: str) -> datetime:
    """A moment in Shanghai."""
    return timezone.make_aware(datetime.fromisoformat(text))


def make_deadline(asking: Actor, code: str, term: Term = FIVE_DAYS, *, begins: str = Begins.RECEIPT) -> Deadline:
    """The unit with this code has to answer; its handlers are waited for."""
    matter = make_matter(asking, code)
    with as_owner():
        for act in DEADLINE_ACTS:
            ActKind.objects.get_or_create(kind=KIND, act=act, defaults={"task": ""})
    with asking.acting():
        row = waiting.open_step(matter, unit=Unit.objects.get(code=code), role=Role.HANDLER, step="answer")
        return set_deadline(row, term, begins=begins)
