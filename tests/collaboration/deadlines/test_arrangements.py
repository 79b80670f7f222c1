"""Who changed the steps of escalation and the duty roster is in the record, and their pages tell it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.deadlines.models import DutyShift, EscalationStep
from collaboration.outgoing.models import Discretion
from tenants.audit.models import Record
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def recorded(actor: Actor, kind: str) -> list[tuple[str, int, dict]]:
    """Act, person and detail of everything of this kind on the unit's chain."""
    with as_owner():
        rows = Record.objects.filter(chain=actor.unit.public_id, kind=kind).order_by("number")
        return [(row.act, row.user_id, json.loads(row.detail)) for row in rows]


def test_every_change_of_the_steps_is_recorded_and_shown():
    leader = make_actor("320100")
    browser = at_desk(leader)
    browser.post("/deadlines/escalation/", {"after": "2", "to": "superior"})
    with leader.acting():
        step = EscalationStep.objects.get()

    browser.post(f"/deadlines/escalation/{step.pk}/drop/")

    detail = {"to": "superior", "after": 2}
    me = leader.user.pk
    assert recorded(leader, "line") == [("step_added", me, detail), ("step_removed", me, detail)]
    colleague = at_desk(make_actor("320100", Role.HANDLER)).get("/deadlines/escalation/")
    assert [entry.act for entry, _words in colleague.context["changes"]] == ["step_removed", "step_added"]
    assert leader.user.name in colleague.content.decode()
    assert at_desk(make_actor("330000")).get("/deadlines/escalation/").context["changes"] == []


def test_every_change_of_the_roster_is_recorded_without_the_telephone():
    keeper, now = make_actor("320100"), timezone.now()
    tomorrow = now + timedelta(days=1)
    with keeper.acting():
        shift = DutyShift.objects.create(
            unit=keeper.unit, person=keeper.user, telephone="13800000000", starts_at=now, ends_at=tomorrow
        )

    at_desk(keeper).post(f"/deadlines/duty/{shift.pk}/drop/")

    (added, by, detail), (removed, _by, _detail) = recorded(keeper, "line")
    assert (added, removed, by, detail["person"]) == ("shift_added", "shift_removed", keeper.user.pk, keeper.user.pk)
    assert "13800000000" not in json.dumps(detail)
    page = at_desk(keeper).get("/deadlines/duty/")
    assert [entry.act for entry, _words in page.context["changes"]] == ["shift_removed", "shift_added"]


def test_what_a_unit_lets_out_is_recorded_once_for_each_decision():
    administrator = make_actor("320100", Role.UNIT_ADMINISTRATOR)
    browser, nothing = at_desk(administrator), Discretion.Tells.NOTHING
    for _again in range(2):
        assert browser.post("/mail/unit/", {"tells": nothing}).status_code == 302

    assert recorded(administrator, "outgoing") == [("discretion_decided", administrator.user.pk, {"tells": nothing})]
    changes = browser.get("/mail/unit/").context["changes"]
    assert [(entry.act, words) for entry, words in changes] == [("discretion_decided", str(nothing.label))]
    assert browser.get("/members/history/").context["history"] == []
