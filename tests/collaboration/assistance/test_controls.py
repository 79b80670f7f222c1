"""What a page offers is what the person may do now, in every state and for every role."""

import os
import re

import pytest

from collaboration.assistance.models import Status
from collaboration.assistance.views.detail import ACTIONS
from collaboration.assistance.workflow import handling, receiving, sending
from tenants.identity.roles import Role
from tests.factories import requests as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
FULL = "PORTAL_PROVE" in os.environ
ROLES = (Role.HANDLER, Role.APPROVER, *((Role.SIGNATORY, Role.LIAISON, Role.MEMBER) if FULL else ()))
PATHS = {"decide_level": "level", "hand_over": "hand-over", "open_confidences": "personal"}
BY_POST = {"receive", "accept", "confirm", "open_confidences"}


def every_state(asking, asked):
    """A request in each state of its life, by its state."""
    made = {Status.DRAFT: make.make_request(asking, asked.unit)}
    made[Status.SENT] = make.send(asking, make.make_request(asking, asked.unit))
    steps = {
        Status.DECLINED: lambda one: receiving.decline(asked, one, why="other", reason="样例"),
        Status.RETURNED: lambda one: receiving.return_for_completion(asked, one, text="样例"),
    }
    for status in (Status.RECEIVED, *steps):
        made[status] = make.send(asking, make.make_request(asking, asked.unit))
        with at_home(asked):
            receiving.receive(asked, made[status])
            steps.get(status, lambda one: None)(made[status])
    for status in (Status.ACCEPTED, Status.ENDED):
        made[status] = make.accept(asked, make.send(asking, make.make_request(asking, asked.unit)))
    for status in (Status.ANSWERED, Status.CLOSED):
        made[status] = make.reply(asked, make.accept(asked, make.send(asking, make.make_request(asking, asked.unit))))
    made[Status.WITHDRAWN] = make.send(asking, make.make_request(asking, asked.unit))
    with at_home(asking):
        sending.end(asking, made[Status.ENDED], reason="样例")
        handling.confirm(asking, made[Status.CLOSED])
        sending.withdraw(asking, made[Status.WITHDRAWN], reason="样例")
    return made


def offered(page, one):
    """The steps that a page leads to, by links and by buttons."""
    here = re.escape(f"/assistance/{one.public_id}/")
    found = set(re.findall(rf'(?:href|action)="{here}([a-z-]+)/"', page))
    named = {PATHS.get(name, name): name for name in ACTIONS}
    return {named[path] for path in found if path in named}


def test_in_every_state_each_role_is_offered_what_it_may_do():
    asking, asked = make_actor("320000"), make_actor("330000")
    made = every_state(asking, asked)
    county = make_actor("320102")
    made[Status.LEVEL_DECISION] = make.send(county, make.make_request(county, make_actor("340100").unit))
    assert set(made) == set(Status) - {Status.PURGED}
    tried: set[object] = set()
    for role in ROLES:
        for code in ("320000", "330000", "320102", "320100"):
            actor = make_actor(code, role)
            browser = at_desk(actor)
            for status, one in made.items():
                answer = browser.get(one.get_absolute_url())
                if answer.status_code == 404:
                    continue
                shown = offered(answer.content.decode(), one)
                with at_home(actor):
                    now = make.again(actor, one)
                    allowed = {name for name, rule in ACTIONS.items() if rule.is_open(actor, now)}
                assert shown <= allowed and allowed - shown <= {"open_confidences"}, (role, code, status)
                for name in shown - BY_POST - (set() if FULL else tried):
                    opened = browser.get(f"{one.get_absolute_url()}{PATHS.get(name, name)}/")
                    assert opened.status_code == 200, (role, code, status, name)
                    tried.add(name)
    assert ACTIONS.keys() - BY_POST - tried == set()


def test_what_never_goes_for_a_kind_is_not_offered():
    asking, asked = make_actor("320000"), make_actor("330000")
    service = make.accept(asked, make.send(asking, make.make_request(asking, asked.unit, "service")))
    page = at_desk(asked).get(service.get_absolute_url()).content.decode()
    assert offered(page, service) == {"report", "ask", "open_confidences"}
    assert "送达回证" in page
