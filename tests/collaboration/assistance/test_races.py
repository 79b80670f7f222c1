"""Several people at one request at the same moment: one legal history every time."""

import os
import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import handling, receiving, sending
from collaboration.errors import WorkflowError
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.models import Record
from tests.collaboration.documents.test_at_once import at_once
from tests.factories import requests as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

ROUNDS = 500 if os.environ.get("PORTAL_PROVE") else 6
SENT, WITHDRAWN = ["created", "sent", "received"], "withdrawn"
SPLIT = ["accepted", "opened_confidences", "split"]  # what the parts say of persons is read by who splits


def of_the_house(step):
    """The step in the schema of the person's tenant, as on the desk."""

    def taken(actor):
        with tenant_context(actor.unit.tenant):
            return step(actor)

    return taken


def received(asking, asked):
    request = make.send(asking, make.make_request(asking, asked.unit))
    with at_home(asked):
        receiving.receive(asked, request)
    return request


def taken(*steps):
    """Whether each of them happened; they start together, in any order."""
    mixed = random.sample(list(enumerate(steps)), len(steps))
    results = at_once(*((actor, of_the_house(step)) for _place, (actor, step) in mixed))
    happened = {place: not isinstance(one, WorkflowError) for (place, _step), one in zip(mixed, results, strict=True)}
    return [happened[place] for place in range(len(steps))]


def history(request):
    with as_owner():
        acts = Record.objects.filter(chain=request.public_id).order_by("number").values_list("act", flat=True)
        waits = Waiting.objects.open().filter(matter=request.pk).values_list("step", flat=True)
        return list(acts), set(waits)


@pytest.mark.usefixtures("own_database")
def test_accepting_against_withdrawing_and_splitting_against_forwarding_leave_one_history():
    asking, asked, clerk, other = (make_actor(code) for code in ("320000", "330000", "330000", "340000"))
    part = make.wording(make_actor("310000").unit)
    for _round in range(ROUNDS):
        request = received(asking, asked)
        accepts, withdraws, again = taken(
            (asked, lambda actor, it=request: receiving.accept(actor, it)),
            (asking, lambda actor, it=request: sending.withdraw(actor, it, reason="样例。")),
            (clerk, lambda actor, it=request: receiving.accept(actor, it)),
        )
        assert accepts + withdraws + again == 1
        ended = ([*SENT, WITHDRAWN], set()) if withdraws else ([*SENT, "accepted"], {"reply"})
        assert history(request) == ended

        request = received(asking, asked)

        def take_and_split(actor, it=request):
            receiving.accept(actor, it)
            return handling.split(actor, it, [part])

        splits, forwards = taken(
            (asked, take_and_split),
            (clerk, lambda actor, it=request: receiving.forward(actor, it, other.unit, reason="样例。")),
        )
        assert splits != forwards
        acts, waits = (SPLIT, {"reply"}) if splits else (["forwarded"], {"receive"})
        assert history(request) == ([*SENT, *acts], waits)
    with as_owner():
        assert list(verification.breaks()) == []


def thrice(actor, path, typed):
    """What three clicks on the same button answer, at the same moment."""
    browsers = [at_desk(actor) for _click in range(3)]
    clicks = ((actor, lambda _actor, it=browser: it.post(path, typed)) for browser in browsers)
    return [(one.status_code, one["Location"]) for one in at_once(*clicks)]


@pytest.mark.usefixtures("own_database")
@pytest.mark.urls("portal.urls.desk")
def test_a_form_that_is_sent_thrice_at_once_makes_one_request_and_sends_it_once():
    asking, asked = make_actor("320100"), make_actor("340100")
    answers = {f"answer-{name}": value for name, value in make.ANSWERS["evidence"].items()}
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    head = {"title": "样例事项", "wanted_on": day, "contact": "样例", "contact_phone": "1", "revision": "0"}
    for _round in range(ROUNDS // 6):
        typed = {**head, **answers, "form_key": str(uuid4())}
        saved = thrice(asking, f"/assistance/new/evidence/{asked.unit.code}/", typed)
        assert {status for status, _to in saved} == {302} and len({to for _status, to in saved}) == 1
        with as_owner():
            made = AssistanceRequest.objects.with_units().get(form_key=typed["form_key"])
        assert {status for status, _to in thrice(asking, f"/assistance/{made.public_id}/send/", {"also": ""})} == {302}
        assert history(made) == (["created", "sent"], {"receive"})
