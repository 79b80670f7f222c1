"""Every address of the portal, asked for by everybody, must show nobody a word of somebody else's.

Run with both nets, with the database's net off, with the application's net off, and with both off. The last must show
foreign words: it proves that the walk would see a leak. Everybody walks one world.
"""

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from io import BytesIO
from itertools import product
from unittest import mock
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from tenants.identity.actor import Actor
from tests.factories.desk import session_key
from tests.isolation.addresses import Address, all_addresses
from tests.isolation.building import build
from tests.isolation.conftest import set_up_ways
from tests.isolation.fixtures import paths
from tests.isolation.helping import ask_for_help, have_served, rate_help
from tests.isolation.reaching import letters_sent, reach_people
from tests.isolation.staying import come, leave
from tests.isolation.transferring import transfer_a_case
from tests.isolation.world import WORD, World

pytestmark = pytest.mark.slow
DESK, SITES = "desk.portal.localhost", ("portal.localhost", "nanjing.portal.localhost")
LEAVES_THE_PAGE = {"account_logout", "identity:switch", "identity:end_sessions", "identity:hand_over"}
WALKERS = (None, "320102", "340100")
OTHERS = (
    "320102 auditor",
    "310000 unit_administrator",
    "310000",
    "office auditor",
)  # each a part, where not all is proved
STRANGERS = (None, "340100")
AROUND = ("320100", "340100 former")  # who decided whether it may cross the levels; who left the unit that is asked
OF_HELP = ("assistance", "letters", "service", "transfers", "casefiles", "incoming")
OF_EVERYTHING = ("start", "palette", "worklist", "notices", "supervision", "deadlines", "archive")  # lists of any kind
GIVEN_TO = ("office", "310000", "320000", "320100", "320102", "340100", "320102 former", "340100 auditor")
POSTED: set[Address] = set()  # addresses that refuse to show anything before they ask who it is
ALL_WALKERS = bool(os.environ.get("PORTAL_PROVE"))
SCOPED = {
    queryset
    for model in apps.get_models()
    for queryset in type(model._default_manager.get_queryset()).mro()
    if "visible_to" in vars(queryset)
}


@pytest.fixture(scope="module")
def world(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The world, in a portal that does not send people away to set up a second factor first."""
    folder = tmp_path_factory.mktemp("world")
    set_up_ways(folder)
    mailing = "collaboration.outgoing.outbox.Outbox"
    with override_settings(DEMO=True, OFD_COPIES=True, DATA_DIR=folder, EMAIL_BACKEND=mailing):
        world = build()
        come(world, "320102", "340100")
        ask_for_help(world, "320102", "340100", decider="320100")
        have_served(world, "320102", "340100", decider="320100")
        rate_help(world, "320100", "340100")
        transfer_a_case(world, "320100", "340100", province="320000")
        reach_people(world)
        leave(world)
        yield world


@contextmanager
def nets(*, application: bool, database: bool) -> Iterator[None]:
    """Switch off what the application filters, or what the database holds back, or both."""
    with ExitStack() as stack:
        if not application:
            for queryset in SCOPED:
                stack.enter_context(mock.patch.object(queryset, "visible_to", lambda self, whoever: self.all()))
        if not database:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE p_owner")
        yield
        if not database:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE p_app")


def client_of(actor: Actor | None) -> Client:
    client = Client(raise_request_exception=False)
    if actor:
        client.cookies[configured.SESSION_COOKIE_NAME] = session_key(actor.user, DESK, actor)
    return client


def hosts_of(address: Address) -> tuple[str, ...]:
    return (DESK,) if address.host == "desk" else SITES


def walked() -> list[Address]:
    """All addresses but those that end the session the walk needs; Wagtail's own pages are walked by ``test_cms``."""
    return [one for one in all_addresses() if one.name not in LEAVES_THE_PAGE and "cms/" not in one.route]


def seen_by(world: World, actor: Actor | None, addresses: Iterable[Address]) -> dict[str, set[str]]:
    """Every word of the world that the person met, with the paths where: in bodies, headers and redirects."""
    client, met = client_of(actor), defaultdict(set)
    for address in (one for one in addresses if one not in POSTED or ALL_WALKERS):
        for host in hosts_of(address):
            for path in paths(world, address, actor):
                response = client.get(path, HTTP_HOST=host)
                for word in words_of(world, text_of(response)):
                    met[word].add(path)
                if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                    POSTED.update([address] if actor is None else [])
                    break  # whatever it is of, nothing is shown
    return met


def words_of(world: World, text: str) -> set[str]:
    """The words of the world in a text."""
    return set(WORD.findall(text)) & world.readers.keys()


def text_of(response: HttpResponse) -> str:
    """Everything that was answered; of a workbook every sheet."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers.get("Content-Type", "").endswith("spreadsheetml.sheet"):
        with ZipFile(BytesIO(body)) as workbook:
            body = b"".join(workbook.read(name) for name in workbook.namelist())
    return body.decode(errors="replace") + str(response.headers)


def leaks(
    world: World,
    walkers: Sequence[str | None],
    *,
    application: bool = True,
    database: bool = True,
    spaces: Collection[str] = (),
    half: slice = slice(None),
) -> dict[str, set[str]]:
    """Foreign words met by these people in these spaces, or anywhere; by everybody where all is proved."""
    addresses = [one for one in walked() if not spaces or one.name.partition(":")[0] in spaces]
    addresses = addresses if ALL_WALKERS else addresses[half]
    found: dict[str, set[str]] = {}
    names = [*world.people, None] if ALL_WALKERS else walkers
    for name in names:
        actor = world.people[name] if name else None
        with nets(application=application, database=database):
            met = seen_by(world, actor, addresses)
        found |= {f"{name}: {word}": met[word] for word in world.foreign_to(actor) & set(met)}
        if application and database and actor and not spaces:
            assert world.own_of(actor) <= set(met) | unreachable(world, actor), f"{name} does not find their own"
    return found


def unreachable(world: World, actor: Actor) -> set[str]:
    """Own words that no page shows: names of uploads that were never read."""
    return {upload.name.removesuffix(".txt") for upload in world.uploads}


def test_every_address_has_a_fixture(world):
    assert [path for address in walked() for path in paths(world, address)]


def test_nobody_meets_a_foreign_word(world):
    assert leaks(world, WALKERS) == {}
    for turn, name in enumerate(OTHERS):
        met = seen_by(world, world.people[name], walked()[turn :: len(OTHERS)])
        assert world.foreign_to(world.people[name]) & set(met) == set(), name


@pytest.mark.skipif(ALL_WALKERS, reason="everybody walks everywhere")
def test_nobody_around_a_request_meets_a_foreign_word(world):
    assert leaks(world, AROUND, spaces=OF_HELP) == {}


def test_the_alliance_office_sees_figures_of_requests_and_nothing_else(world):
    """No title, no side, no address of one, in no list and no table; beyond figures not even that there is one."""
    office, shown = world.people["office"], set()
    client, theirs = client_of(office), (*world.requests, *world.rated, *world.letters, *world.files)
    names = re.compile("|".join(str(one.public_id) for one in theirs))
    for address in walked():
        if address.name.partition(":")[0] not in (*OF_HELP, *OF_EVERYTHING) or address in POSTED:
            continue
        every = list(paths(world, address, office))
        for path in every if ALL_WALKERS or not address.parameters else every[::4]:
            answer = client.get(path, HTTP_HOST=DESK)
            text = text_of(answer).replace(path, "")  # a page that is missing says which
            assert (words_of(world, text), names.findall(text)) == (set(), []), path
            shown |= {path} if answer.status_code == 200 else set()
    assert {"/assistance/", "/assistance/?format=xlsx", "/assistance/figures/", "/worklist/export/"} <= shown


def test_files_are_given_to_their_own_alone(world):
    """Of pictures and papers no words can be searched: whether they are given at all says it."""
    names = world.people if ALL_WALKERS else GIVEN_TO
    people = {name: client_of(world.people[name]) for name in names} | {"nobody": client_of(None)}
    for path, client in product(world.opened_by, people.values()):
        client.post(path, HTTP_HOST=DESK)
    for path, readers in world.papers.items():
        given = {name for name, client in people.items() if client.get(path, HTTP_HOST=DESK).status_code == 200}
        assert given == readers, path


def test_no_mail_tells_a_foreign_word(world):
    """Everybody wants every notice by mail at once, with its title."""
    told = letters_sent(world)
    assert {name: words & world.foreign_to(world.people[name]) for name, words in told.items()} == {
        name: set() for name in world.people
    }
    assert all(told[name] for name in ("320102", "340100", "320100", "320000"))


def test_nobody_meets_a_foreign_word_with_the_databases_net_off(world):
    assert leaks(world, STRANGERS, database=False, half=slice(0, None, 2)) == {}


def test_nobody_meets_a_foreign_word_with_the_applications_net_off(world):
    assert leaks(world, STRANGERS, application=False, half=slice(1, None, 2)) == {}


def test_the_walk_finds_leaks_when_both_nets_are_off(world):
    stranger = world.people["340100"]
    foreign = world.foreign_to(stranger)
    with nets(application=False, database=False):
        assert any(foreign & set(seen_by(world, stranger, [address])) for address in walked())


def test_foreign_and_missing_objects_look_alike(world):
    stranger = client_of(world.people["340100"])
    foreign = world.documents[0].public_id
    for suffix in ("", "edit/", "round/", "countersign/", "release/", "publish/", "cancel/", "file/", "versions/"):
        answers = [
            stranger.get(f"/documents/{public_id}/{suffix}", HTTP_HOST=DESK)
            for public_id in (foreign, "00000000-0000-4000-8000-000000000000")
        ]
        assert [answer.status_code for answer in answers] == [404, 404], suffix
