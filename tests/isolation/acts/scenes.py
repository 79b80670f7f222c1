"""Everything that can be tried, scene by scene; and the addresses of the desk at which something can be done at all."""

from collections.abc import Callable
from contextlib import suppress
from itertools import product
from uuid import UUID

from django.test import Client
from django.urls import Resolver404, resolve

from tests.isolation.acts import (
    across_levels,
    in_approval,
    in_the_house,
    of_oneself,
    of_units,
    on_cases,
    on_dispatches,
    on_documents,
    on_files,
    on_letters,
    on_numbers,
    on_publications,
    on_requests,
    on_services,
)
from tests.isolation.acts.cast import ALONE, CITY, Cast
from tests.isolation.acts.trying import Attempt, posted
from tests.isolation.addresses import Address, all_addresses

ACCOUNT = ("/accounts/", "/demo/", "/display/")
Scene = Callable[[Cast], list[Attempt]]
SCENES_OF_WORK: list[Scene] = [
    on_documents.draft, on_documents.asked, on_documents.answered, on_documents.consulted,
    on_documents.agreed, on_documents.countersigned,
    on_numbers.ledger, on_documents.signing, on_documents.sealing, on_documents.registered,
    on_dispatches.issued, on_dispatches.archived, across_levels.asked,
    on_publications.prepared, on_publications.planned, on_publications.published,
    on_files.on_request, on_files.files_kept,
    on_letters.letters, on_letters.replies,
    on_cases.handed_over, on_cases.filed, on_cases.negotiated,
    on_requests.begun, on_requests.received, on_requests.accepted, on_requests.agreed,
    on_services.serving, on_services.finished,
    in_the_house.received, in_the_house.given, in_the_house.timed, in_the_house.delayed,
    in_approval.approving, in_approval.thinking, in_approval.normative_documents,
    of_units.people, of_units.people_below, of_units.seal, of_units.outside, of_units.arranged, of_units.purged,
    of_units.directory, of_units.templates, of_oneself.notices, of_oneself.wishes, of_oneself.account,
]  # fmt: skip
STAND_INS = ("1", str(UUID(int=0)), "email")


def pages_of_the_account(cast: Cast) -> list[Attempt]:
    """What allauth and we let people do with their own sign-in: whoever gets there acts on themselves alone."""
    tried = {attempt.address for attempt in of_oneself.account(cast)}
    taken = take_posts(cast.browser(cast.worker(CITY)))
    own = [(name, path) for name, path in taken.items() if path.startswith(ACCOUNT) and name not in tried]
    return [Attempt(name, path, sides=ALONE, is_reached=True) for name, path in own]


def take_posts(browser: Client) -> dict[str, str]:
    """Every address of the desk that does not answer 405 to a POST, with a path of it."""
    paths = {one.name or one.route: _path(one) for one in all_addresses() if one.host == "desk"}
    return {name: path for name, path in paths.items() if path and posted(browser, path).status_code != 405}


def _path(address: Address) -> str:
    """Some path that leads there; empty where an earlier address takes all of them."""
    is_known = False
    for values in product(STAND_INS, repeat=len(address.parameters)):
        path = address.prefix + address.template % dict(zip(map(str, address.parameters), values, strict=True))
        with suppress(Resolver404):
            found = resolve(path, "portal.urls.desk").route
            is_known = True
            if found == address.route:
                return path
    assert is_known, f"{address.route} needs another value for its parameters"
    return ""


SCENES: list[Scene] = [*SCENES_OF_WORK, pages_of_the_account]
