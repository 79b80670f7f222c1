import json
import time

import httpx
import pytest
from django.db import transaction
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as websocket

from collaboration.matters.record import record
from collaboration.notifications.notify import Audience, notify
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tests.factories.matters import make_matter
from tests.factories.people import make_actor
from tests.ownership import as_owner


def connect(server, actor=None, *, host=None, origin=None):
    headers = {"Host": host or server.desk}
    if actor:
        headers["Cookie"] = f"__Host-sid={server.sign_in(actor)}"
    return websocket(
        f"ws://127.0.0.1:{server.port}/ws/",
        additional_headers=headers,
        origin=origin or f"http://{server.desk}",
        proxy=None,
    )


def tell(author, matter, reader):
    with author.acting(), transaction.atomic():
        record(matter, "opened")
        notify(matter, "opened", [Audience(reader.unit, [Role.HANDLER])])


def test_open_pages_hear_that_something_changed_and_strangers_hear_nothing(served):
    author, reader, stranger = make_actor("310000"), make_actor("320000"), make_actor("330000")
    matter = make_matter(author, "320000")
    with connect(served, author) as mine, connect(served, reader) as theirs, connect(served, stranger) as foreign:
        for socket in (mine, theirs, foreign):
            socket.send(json.dumps({"watch": str(matter.public_id)}))
        time.sleep(1)
        tell(author, matter, reader)
        heard = {json.loads(theirs.recv(timeout=5))["changed"][0] for _ in range(2)}
        assert heard == {f"matter:{matter.public_id}", "notices"}
        assert json.loads(mine.recv(timeout=5)) == {"changed": [f"matter:{matter.public_id}"]}
        with pytest.raises(TimeoutError):
            foreign.recv(timeout=1)


def test_sockets_are_refused(served):
    actor = make_actor("310000")
    cases = {
        "anonymous": {},
        "foreign origin": {"actor": actor, "origin": "http://sh.portal.localhost"},
        "public host": {"actor": actor, "host": f"portal.localhost:{served.port}"},
        "unknown host": {"actor": actor, "host": f"desk.elsewhere.localhost:{served.port}"},
    }
    for case, options in cases.items():
        with pytest.raises(InvalidStatus) as refusal:
            connect(served, **options)
        assert refusal.value.response.status_code == 403, case


def test_socket_of_a_removed_member_is_closed_within_five_seconds(served):
    actor = make_actor("310000")
    with connect(served, actor) as socket:
        with as_owner():
            Membership.objects.filter(pk=actor.membership.pk).update(valid_until=timezone.now())
        start = time.monotonic()
        with pytest.raises(ConnectionClosed) as closing:
            socket.recv(timeout=10)
        assert closing.value.rcvd.code == 4401
        assert time.monotonic() - start <= 5


def test_health_tells_what_is_down_without_secrets(served):
    answer = httpx.get(f"http://127.0.0.1:{served.port}/healthz")
    assert answer.status_code == 503
    assert answer.json()["down"] == ["worker"]
    assert set(answer.json()) == {"database", "worker", "bus", "down", "version"}
