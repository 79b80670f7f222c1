"""Who may take which step: ``roles.csv`` says it for people; what it does not name is refused."""

import csv
from pathlib import Path

import pytest

from collaboration.documents import rules
from collaboration.documents.models import Status
from collaboration.documents.workflow import opinions
from collaboration.matters.steps import Rule
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories.documents import again, make_document
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
RULES = {name: rule for name, rule in vars(rules).items() if isinstance(rule, Rule)}
with Path(__file__).with_name("roles.csv").open(newline="") as lines:
    ALLOWED = {(row["step"], row["unit"], role) for row in csv.DictReader(lines) for role in row["roles"].split()}


OF_EARLIER_DOCUMENTS = {"ANSWER_REGISTRATION"}  # of a unit named under a scan: in ``test_registering``


def test_table_names_every_step():
    assert {step for step, _unit, _role in ALLOWED} | OF_EARLIER_DOCUMENTS == set(RULES)


def test_every_role_of_every_unit_may_do_exactly_what_the_table_says():
    author, invited, declined = (make_actor(code) for code in ("310000", "320000", "330000"))
    document = make_document(Status.SOLICITING, author, invited, declined)
    with declined.acting():
        opinions.decline(declined, document, reason="样例。")
    document = again(author, document)
    outsider = Unit.objects.get(code="340100")
    units = {"drafting": author.unit, "invited": invited.unit, "declined": declined.unit, "outside": outsider}

    found = {
        (step, side, str(role))
        for step, rule in RULES.items()
        for side, unit in units.items()
        for role in Role
        if rule.allows(Actor(Membership(user=author.user, unit=unit, roles=[role])), document)
    }

    assert found == ALLOWED
