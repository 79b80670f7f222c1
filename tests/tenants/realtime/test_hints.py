import json
import time
from contextlib import ExitStack
from datetime import timedelta

import httpx
import pytest
from django.db import transaction
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect as websocket

from collaboration.matters.record import record
from collaboration.notifications import marking
from collaboration.notifications.models import Notification
from collaboration.notifications.notify import Audience, notify
from tenants.identity import presence as presence_limits
from tenants.identity.models import Membership, Session
from tenants.identity.roles import Role
from tenants.identity.sessions import SessionStore
from tenants.realtime import groups, presence
from tests.factories import requests
from tests.factories.matters import make_matter
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner

pytestmark = pytest.mark.one_portal


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


def hints(socket, *, timeout=5):
    """The topics of the next message."""
    return json.loads(socket.recv(timeout=timeout))["changed"]


def greeting(socket):
    return json.loads(socket.recv(timeout=5))


def heard(socket):
    """Everything that came until the line answers now; what was sent to the server before has been read by then."""
    socket.send('{"ping": true}')
    came = []
    while (message := json.loads(socket.recv(timeout=5))) != {"pong": True}:
        came.append(message)
    return came


def test_open_pages_hear_that_something_changed_and_strangers_hear_nothing(served):
    author, reader, stranger = make_actor("310000"), make_actor("320000"), make_actor("330000")
    matter = make_matter(author, "320000")
    topic = f"matter:{matter.public_id}"
    with connect(served, author) as mine, connect(served, reader) as theirs, connect(served, stranger) as foreign:
        for socket in (mine, theirs, foreign):
            assert greeting(socket) == {"notices": 0}
            socket.send(json.dumps({"watch": str(matter.public_id)}))
            assert heard(socket) == []
        tell(author, matter, reader)
        assert sorted(hints(theirs)) == [topic, "notices"]
        assert hints(mine) == [topic]
        assert heard(foreign) == []
    with connect(served, reader) as later:
        assert greeting(later) == {"notices": 1}


def test_of_a_request_its_two_sides_hear_and_nobody_around_them(served):
    asking, asked = make_actor("320100"), make_actor("340100")
    former, *around = (
        make_actor("340100"), make_actor("320102"), make_actor("330000"), make_actor("320000"), make_actor("office"),
        make_actor("320100", Role.AUDITOR), make_actor("340100", Role.UNIT_ADMINISTRATOR),
    )  # fmt: skip
    lose(former, "membership")
    with pytest.raises(InvalidStatus):
        connect(served, former)
    request = requests.make_request(asking, asked.unit)
    topic = f"matter:{request.public_id}"
    with ExitStack() as stack:
        mine, theirs, *foreign = (stack.enter_context(connect(served, one)) for one in (asking, asked, *around))
        for socket in (mine, theirs, *foreign):
            greeting(socket)
            for watched in (request.public_id, request.form_key, request.pk):
                socket.send(json.dumps({"watch": str(watched), "since": "2000-01-01T00:00:00Z"}))
            socket.send(json.dumps({"list": True}))
        assert [heard(socket) for socket in (theirs, *foreign)] == [[]] * (1 + len(around))  # a draft is its unit's
        requests.send(asking, request)
        assert sorted(hints(theirs)) == ["matter", "notices"]
        theirs.send(json.dumps({"watch": str(request.public_id)}))
        heard(mine), heard(theirs)
        requests.reply(asked, requests.accept(asked, request))
        for socket in (mine, theirs):
            assert topic in hints(socket)
        author, readers = make_actor("310000"), around[:3]
        other = make_matter(author, *(one.unit.code for one in readers))
        with author.acting(), transaction.atomic():
            record(other, "opened")
            notify(other, "opened", [Audience(one.unit, [Role.HANDLER]) for one in readers])
        assert [sorted(hints(socket)) for socket in foreign[:3]] == [["matter", "notices"]] * 3  # nothing before it
        assert [heard(socket) for socket in foreign] == [[]] * len(around)


def test_guessed_names_of_groups_are_silent(served):
    author, reader, stranger = make_actor("310000"), make_actor("320000"), make_actor("330000")
    matter = make_matter(author, "320000")
    tenant, unit = reader.unit.tenant.schema_name, reader.unit.pk
    guesses = [
        groups.person(reader.user.pk),
        groups.chain(matter.public_id, tenant=tenant, unit=unit),
        groups.matters(tenant=tenant, unit=unit),
        f"matter:{matter.public_id}",
    ]
    with connect(served, reader) as theirs, connect(served, stranger) as foreign:
        greeting(theirs), greeting(foreign)
        for guess in guesses:
            for field in ("watch", "group", "join", "type"):
                foreign.send(json.dumps({field: guess}))
        foreign.send(json.dumps({"list": True, "unit": unit, "tenant": tenant}))
        foreign.send(json.dumps({"watch": str(matter.public_id), "since": "2000-01-01T00:00:00Z"}))
        assert heard(theirs) == heard(foreign) == []
        tell(author, matter, reader)
        assert hints(theirs) == ["notices"]
        assert heard(foreign) == []


def test_page_hears_of_what_happened_while_it_was_made(served):
    author, reader = make_actor("310000"), make_actor("320000")
    matter = make_matter(author, "320000")
    before = timezone.now()
    tell(author, matter, reader)
    with connect(served, reader) as late, connect(served, reader) as fresh:
        greeting(late), greeting(fresh)
        fresh.send(json.dumps({"watch": str(matter.public_id), "since": (before + timedelta(1)).isoformat()}))
        assert heard(fresh) == []
        late.send(json.dumps({"watch": str(matter.public_id), "since": before.isoformat()}))
        assert hints(late) == [f"matter:{matter.public_id}"]
        assert heard(fresh) == []


def test_page_finds_out_whether_its_line_is_alive(served):
    with connect(served, make_actor("310000")) as socket:
        greeting(socket)
        for nonsense in (
            '{"watch": "00000000-0000-4000-8000-000000000000", "since": 5}',
            "[]",
            "1",
            '{"watch": 1}',
            '{"watch": []}',
            "null",
        ):
            socket.send(nonsense)
        socket.send('{"ping": true}')
        assert json.loads(socket.recv(timeout=5)) == {"pong": True}


def test_tabs_of_one_person_stay_in_step_whatever_unit_each_acts_as(served):
    author, person = make_actor("310000"), make_user()
    one, two = make_actor("320000", Role.HANDLER, user=person), make_actor("330000", Role.HANDLER, user=person)
    tell(author, make_matter(author, "320000"), one)
    with connect(served, one) as here, connect(served, two) as there:
        assert greeting(here) == greeting(there) == {"notices": 1}
        with one.acting():
            marking.read(Notification.objects.visible_to(person))
        assert hints(here) == hints(there) == ["notices"]


def test_colleagues_learn_who_else_looks_and_other_units_do_not(served):
    one, two, guest = make_actor("310000"), make_actor("310000"), make_actor("320000")
    matter = make_matter(one, "320000")
    watch = json.dumps({"watch": str(matter.public_id)})
    with connect(served, one) as mine, connect(served, guest) as foreign:
        greeting(mine), greeting(foreign)
        mine.send(watch)
        foreign.send(watch)
        assert heard(mine) == heard(foreign) == []
        with connect(served, two) as theirs:
            greeting(theirs)
            theirs.send(watch)
            assert hints(mine) == [f"presence:{matter.public_id}"]
            assert names_at(one, matter) == [two.user.name]
            assert names_at(guest, matter) == []
        assert hints(mine) == [f"presence:{matter.public_id}"]
        assert names_at(one, matter) == []
        assert heard(foreign) == []


def names_at(actor, matter):
    with actor.acting():
        return [person.name for person in presence.others_at(actor, matter.public_id)]


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


def lose(actor, what):
    with as_owner():
        membership = Membership.objects.filter(pk=actor.membership.pk)
        match what:
            case "membership":
                membership.update(valid_until=timezone.now())
            case "role":
                membership.update(roles=[Role.MEMBER])
            case "clearance":
                membership.update(clearance=0)
            case "account":
                type(actor.user).objects.filter(pk=actor.user.pk).update(is_active=False)
            case "password":
                type(actor.user).objects.filter(pk=actor.user.pk).update(password="!")
            case "session":
                Session.objects.filter(user=actor.user).delete()
            case "activity":
                Session.objects.filter(user=actor.user).update(seen_at=timezone.now() - presence_limits.IDLE)


def test_sockets_are_closed_within_five_seconds_of_losing_anything_they_rely_on(served):
    losses = ["membership", "role", "clearance", "account", "password", "session", "activity"]
    with ExitStack() as stack:
        open_ones = []
        for what in losses:
            actor = make_actor("310000")
            open_ones.append((what, actor, stack.enter_context(connect(served, actor))))
            greeting(open_ones[-1][2])
        spared = stack.enter_context(connect(served, make_actor("310000")))
        greeting(spared)
        start = time.monotonic()
        for what, actor, _ in open_ones:
            lose(actor, what)
        for what, _, socket in open_ones:
            with pytest.raises(ConnectionClosed) as closing:
                socket.recv(timeout=10)
            assert closing.value.rcvd.code == 4401, what
            assert time.monotonic() - start <= 5, what
        spared.send('{"ping": true}')
        assert json.loads(spared.recv(timeout=5)) == {"pong": True}


def test_revoked_person_gets_no_hint_after_the_revocation(served):
    author, reader = make_actor("310000"), make_actor("320000")
    matter = make_matter(author, "320000")
    with connect(served, reader) as socket:
        greeting(socket)
        socket.send(json.dumps({"watch": str(matter.public_id)}))
        assert heard(socket) == []
        lose(reader, "membership")
        tell(author, matter, reader)
        with pytest.raises(ConnectionClosed) as closing:
            socket.recv(timeout=5)
        assert closing.value.rcvd.code == 4401


def test_socket_stays_while_the_session_is_merely_written(served):
    actor = make_actor("310000")
    with connect(served, actor) as socket:
        greeting(socket)
        with as_owner():
            session = Session.objects.get(user=actor.user)
            store = SessionStore()
            session.session_data = store.encode(store.decode(session.session_data) | {"note": "x"})
            session.save()
        with pytest.raises(TimeoutError):
            socket.recv(timeout=4)
        socket.send('{"ping": true}')
        assert json.loads(socket.recv(timeout=5)) == {"pong": True}


def test_health_tells_what_is_down_without_secrets(served):
    answer = httpx.get(f"http://127.0.0.1:{served.port}/healthz")
    assert answer.status_code == 503
    assert answer.json()["down"] == ["worker"]
    assert set(answer.json()) == {"database", "worker", "bus", "down", "version"}


def test_lists_hear_of_every_act_on_matters_of_the_unit_without_its_name(served):
    author, reader, stranger = make_actor("310000"), make_actor("320000", Role.MEMBER), make_actor("330000")
    administrator = make_actor("320000", Role.UNIT_ADMINISTRATOR)
    matter = make_matter(author, "320000")
    with ExitStack() as stack:
        sockets = [stack.enter_context(connect(served, one)) for one in (reader, stranger, administrator)]
        for socket in sockets:
            greeting(socket)
            socket.send(json.dumps({"list": True, "since": "no moment"}))
            assert heard(socket) == []
        with author.acting(), transaction.atomic():
            record(matter, "opened")

        assert hints(sockets[0]) == ["matter"]
        assert [heard(socket) for socket in sockets] == [[], [], []]


def test_a_list_made_before_the_act_is_told_when_it_arrives(served):
    author, reader = make_actor("310000"), make_actor("320000", Role.MEMBER)
    matter, before = make_matter(author, "320000"), timezone.now()
    with author.acting(), transaction.atomic():
        record(matter, "opened")

    with connect(served, reader) as fresh, connect(served, reader) as late:
        for socket, since in ((fresh, timezone.now() + timedelta(minutes=1)), (late, before)):
            greeting(socket)
            socket.send(json.dumps({"list": True, "since": since.isoformat()}))
        assert hints(late) == ["matter"]
        assert heard(fresh) == []
