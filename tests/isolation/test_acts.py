"""Who may do what at the desk: ``acts.csv`` says it for people; whoever and whatever it does not name is refused.

Every act is tried over HTTP by people of every role in every unit around its thing, and by somebody who is not signed
in. Whether they may is what it changed in the database. The ordinary run tries those whom the table names one by one,
and all content roles together where it names none; with PORTAL_PROVE everybody is tried alone, and on documents in
every state.
"""

import csv
import os
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

from collaboration.documents.models import Status
from tenants.identity.actor import Actor
from tenants.identity.roles import ADMINISTRATIONS, CONTENT_ROLES, Role
from tests.isolation.acts import on_documents
from tests.isolation.acts.cast import CITY, TOGETHER, Cast
from tests.isolation.acts.scenes import SCENES, Scene, take_posts
from tests.isolation.acts.trying import Attempt, changed, reached, taken_back

pytestmark = pytest.mark.django_db
Note = Callable[[str, object], None]
EVERYBODY = bool(os.environ.get("PORTAL_PROVE"))
BY_PEOPLE = (Status.DRAFT, Status.SOLICITING, Status.FINAL, Status.COUNTERSIGNING, Status.SIGNED, Status.CANCELLED)
STRANGER = "anybody"
IN_TURN = cycle(sorted(ADMINISTRATIONS))

WORDS = {"everyone": list(Role), "content": sorted(CONTENT_ROLES)}  # short for many roles
with Path(__file__).with_name("acts.csv").open(newline="") as lines:
    ROWS = [(row["address"], row["act"], row["side"], row["roles"].split()) for row in csv.DictReader(lines)]
ALLOWED = {
    (address, act, side, role)
    for address, act, side, words in ROWS for word in words for role in WORDS.get(word, [word])
}  # fmt: skip


@pytest.fixture
def cast(settings, services: None) -> Cast:
    """Everybody, in a portal where a password confirms an act."""
    settings.DEMO = True
    return Cast()


def who_tries(attempt: Attempt, side: str) -> Iterator[tuple[Role, ...]]:
    """Each role alone; or, in the ordinary run, together those that are to be refused anyway."""
    if EVERYBODY:
        yield from ((role,) for role in Role)
        return
    named = [role for role in Role if (*attempt.name, side, role) in ALLOWED]
    yield from ((role,) for role in named)
    if others := tuple(role for role in TOGETHER if role not in named):
        yield others
    if side == next(iter(attempt.sides)):
        yield from ((role,) for role in (next(IN_TURN),) if role not in named)


def tries(attempt: Attempt, cast: Cast) -> Iterator[tuple[str, str, Actor | None]]:
    """Side, role and person of everybody who tries."""
    for side, code in attempt.sides.items():
        for roles in who_tries(attempt, side) if side != "nobody" else ():
            yield side, "+".join(roles), cast.person(code, *roles)
    yield "nobody", STRANGER, None


def may(attempt: Attempt, cast: Cast, side: str, person: Actor | None) -> bool:
    """Whether the act changed anything; or, on pages about oneself, whether one gets there."""
    owner = cast.worker(CITY) if person is None or (side != "self" and "self" in attempt.sides) else person
    browser = cast.browser(person)  # signed in before anything is taken back
    if attempt.is_reached:
        return reached(browser, attempt)
    with taken_back():
        path = attempt.before(owner) if attempt.before else attempt.path
        return bool(changed(browser, attempt, person or owner, path))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_everybody_may_do_exactly_what_the_table_says(scene: Scene, cast: Cast, record_property: Note):
    tried, found = set(), set()
    for attempt in scene(cast):
        for side, who, person in tries(attempt, cast):
            cell = (*attempt.name, side, who)
            tried.add(cell)
            found |= {cell} if may(attempt, cast, side, person) else set()

    record_property("cells", len(tried))
    acts = {cell[:2] for cell in tried}
    assert found == {cell for cell in ALLOWED if cell[:2] in acts}


@pytest.mark.skipif(not EVERYBODY, reason="only with PORTAL_PROVE: every act in every state")
@pytest.mark.parametrize("status", BY_PEOPLE)
def test_no_state_of_a_document_lets_anybody_else(status: Status, cast: Cast, record_property: Note):
    found, count = set(), 0
    for attempt in on_documents.in_state(cast, status):
        for side, who, person in tries(attempt, cast):
            count += 1
            found |= {(*attempt.name, side, who)} if may(attempt, cast, side, person) else set()

    record_property("cells", count)
    assert found - ALLOWED == set()


def test_every_address_of_the_desk_that_takes_a_post_is_in_the_table(cast: Cast):
    taken = take_posts(cast.browser(cast.worker(CITY)))

    assert {address for address, _act, _side, _roles in ROWS} == set(taken)


def test_every_act_of_the_table_is_tried(cast: Cast):
    tried = set()
    for scene in SCENES:
        with taken_back():
            tried |= {attempt.name for attempt in scene(Cast())}

    assert {(address, act) for address, act, _side, _roles in ROWS} == tried
