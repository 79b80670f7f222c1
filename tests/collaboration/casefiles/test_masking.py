"""What names persons is masked for every role in every state; whoever needs it opens it, and that is recorded."""

import os
import secrets

import pytest

from collaboration.assistance.workflow import handling
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories import requests
from tests.factories import services as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WORD = "canary" + secrets.token_hex(6)
SIDES = ("320100", "340100")
PERSONAL = {
    "evidence": {"party": WORD, "party_id": WORD, "party_phone": WORD},
    "service": {"recipient": WORD, "recipient_phone": WORD, "address": WORD},
}
OPENERS = {"assistance": {Role.HANDLER, Role.SIGNATORY}, "service": {Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER}}
EVERYTHING = bool(os.environ.get("PORTAL_PROVE"))
SHARE = 1 if EVERYTHING else 11  # of the cells that are tried


def every_state() -> dict[str, tuple[str, object]]:
    """Where the pages of a request lie in each of its states, and those of a service."""
    asking, asked = (make_actor(code) for code in SIDES)
    made = lambda: requests.make_request(  # noqa: E731
        asking, asked.unit, answers={**requests.ANSWERS["evidence"], **PERSONAL["evidence"]}
    )
    found = {"draft": made(), "sent": requests.send(asking, made())}
    found["accepted"] = requests.accept(asked, requests.send(asking, made()))
    found["answered"] = requests.reply(asked, requests.accept(asked, requests.send(asking, made())))
    found["closed"] = requests.reply(asked, requests.accept(asked, requests.send(asking, made())))
    with at_home(asking):
        handling.confirm(asking, found["closed"])
    places = {state: ("assistance", one.public_id) for state, one in found.items()}
    for state in ("serving", "sealing"):
        service = make.begin(asking, asked, **PERSONAL["service"])
        make.tell(asked, service, receiver=WORD)
        places[state] = ("service", (make.finish(asked, service) if state == "sealing" else service).public_id)
    return places


def may_open(space: str, state: str, role: Role, unit: str) -> bool:
    return role in OPENERS[space] and (state != "draft" or unit == SIDES[0])


def test_no_role_in_no_state_meets_a_word_that_it_has_not_opened():
    places = every_state()
    cells = [(state, role, unit) for state in places for role in Role for unit in SIDES]
    people = {(role, unit): make_actor(unit, role) for role in Role for unit in SIDES}
    tried = cells[::SHARE] if EVERYTHING else [*cells[::SHARE], ("sent", Role.SIGNATORY, SIDES[1])]
    opened = 0
    for state, role, unit in tried:
        space, thing = places[state]
        browser, path = at_desk(people[role, unit]), f"/{space}/{thing}/"
        assert WORD not in browser.get(path).content.decode(), (state, role, unit)
        answer = browser.post(f"{path}personal/", follow=True)
        is_shown = WORD in answer.content.decode()
        assert is_shown == may_open(space, state, role, unit), (state, role, unit, answer.status_code)
        opened += is_shown
    for role, unit in people if EVERYTHING else [(Role.HANDLER, SIDES[0]), (Role.HANDLER, SIDES[1])]:
        browser = at_desk(people[role, unit])
        for page in ("/", "/assistance/", "/notices/", f"/search/?q={WORD}"):
            assert WORD not in browser.get(page).content.decode().replace(f"q={WORD}", "").replace(f'"{WORD}"', "")
    with as_owner():
        assert Record.objects.filter(act="opened_confidences").count() == opened > 2


def opened(thing) -> int:
    with as_owner():
        return Record.objects.filter(chain=thing.public_id, act="opened_confidences").count()


def test_a_form_that_shows_them_records_it_once_and_not_to_who_wrote_them():
    asking, asked, colleague = make_actor(SIDES[0]), make_actor(SIDES[1]), make_actor(SIDES[1])
    answers = {**requests.ANSWERS["evidence"], **PERSONAL["evidence"]}
    request = requests.make_request(asking, asked.unit, answers=answers)
    assert WORD in at_desk(asking).get(f"/assistance/{request.public_id}/send/").content.decode()
    request = requests.accept(asked, requests.send(asking, request))
    assert opened(request) == 0
    part = {"title": "样例分项", "unit": "340000", "wanted_on": "2099-01-01"}
    draft = at_desk(asked).post(f"/assistance/{request.public_id}/split/", part, follow=True)
    assert WORD in draft.content.decode() and opened(request) == 1
    made = draft.context["asked"]
    assert opened(made) == 0
    for _each in range(2):
        assert WORD in at_desk(colleague).get(f"/assistance/{made.public_id}/edit/").content.decode()
    assert opened(made) == 1
