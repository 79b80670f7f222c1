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
