"""Tenant and person belong to the context, whatever connections, transactions, threads and coroutines do."""

import asyncio
import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from collaboration.matters.models import Matter
from tenants.db.context import NOBODY, Acting, act_as, acting, bind_stream
from tests.factories.matters import make_matter
from tests.factories.people import make_actor
from tests.ownership import as_owner

FULL = "PORTAL_PROVE" in os.environ
HISTORIES, READS = (400, 40) if FULL else (40, 10)
SCHEMAS = ("u310000", "u320100", "alliance")


@pytest.fixture
def people(own_database: str) -> Iterator[dict[Acting, int]]:
    """People, and how many matters each of them sees; every tenant holds one group that bears its name."""
    with as_owner():
        for schema in SCHEMAS:
            with schema_context(schema):
                Group.objects.create(name=f"mark {schema}")
    first, second, third = (make_actor(code) for code in ("310000", "320000", "330000"))
    make_matter(first, "320000")
    make_matter(first)
    seen = {Acting(each.user.pk, each.unit.pk): count for each, count in ((first, 2), (second, 1), (third, 0))}
    yield {**seen, NOBODY: 0, Acting(second.user.pk, first.unit.pk): 0}


def marks() -> list[str]:
    """The tenants that a query reads just now."""
    return [
        name.removeprefix("mark ")
        for name in Group.objects.filter(name__startswith="mark ").values_list("name", flat=True)
    ]


def test_any_history_of_a_connection_shows_what_the_context_says(people: dict[Acting, int]) -> None:
    checks = []

    class History(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.blocks: list[transaction.Atomic] = []
            self.schema, self.person = SCHEMAS[0], NOBODY
            connection.set_schema(self.schema)

        @rule(person=st.sampled_from(list(people)))
        def act(self, person: Acting) -> None:
            self.person = person

        @rule(schema=st.sampled_from(SCHEMAS))
        def move(self, schema: str) -> None:
            connection.set_schema(schema)
            self.schema = schema

        @precondition(lambda self: len(self.blocks) < 4)
        @rule()
        def enter(self) -> None:
            block = transaction.atomic()
            block.__enter__()
            self.blocks.append(block)

        @precondition(lambda self: self.blocks)
        @rule(fails=st.booleans())
        def leave(self, fails: bool) -> None:
            self.blocks.pop().__exit__(*((ValueError, ValueError(), None) if fails else (None, None, None)))

        @rule()
        def break_a_statement(self) -> None:
            with pytest.raises(DatabaseError), transaction.atomic(), act_as(self.person):
                connection.cursor().execute("SELECT 1 / 0")

        @precondition(lambda self: not self.blocks)
        @rule()
        def reconnect(self) -> None:
            connection.close()

        @invariant()
        def the_context_decides(self) -> None:
            with act_as(self.person):
                assert marks() == [self.schema]
                assert Matter.objects.count() == people[self.person]
            checks.append(1)

        def teardown(self) -> None:
            while self.blocks:
                self.blocks.pop().__exit__(ValueError, ValueError(), None)

    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=25,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert len(checks) > HISTORIES


def read(schema: str, person: Acting) -> tuple[list[str], int]:
    with schema_context(schema), act_as(person):
        return marks(), Matter.objects.count()


def test_threads_do_not_lend_each_other_tenant_or_person(people: dict[Acting, int]) -> None:
    def work(seed: int) -> list[tuple[object, object]]:
        chance, wrong = random.Random(seed), []
        try:
            for _ in range(READS * 3):
                schema, person = chance.choice(SCHEMAS), chance.choice(list(people))
                if (found := read(schema, person)) != ([schema], people[person]):
                    wrong.append(((schema, person), found))
        finally:
            connection.close()
        return wrong

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert [wrong for found in pool.map(work, range(8)) for wrong in found] == []


@pytest.mark.parametrize("sensitive", [True, False], ids=["one thread for all", "any thread"])
def test_coroutines_that_share_threads_keep_their_own_tenant(people: dict[Acting, int], sensitive: bool) -> None:
    async def visit(schema: str) -> set[str]:
        found: set[str] = set()
        await sync_to_async(connection.set_schema, thread_sensitive=sensitive)(schema)
        for _ in range(READS):
            await asyncio.sleep(0)
            found.update(await sync_to_async(marks, thread_sensitive=sensitive)())
        return found

    async def everybody() -> list[set[str]]:
        return await asyncio.gather(*(visit(schema) for schema in SCHEMAS * 5))

    assert asyncio.run(everybody()) == [{schema} for schema in SCHEMAS * 5]


def test_a_streamed_answer_keeps_the_person_it_was_asked_by(people: dict[Acting, int]) -> None:
    person = max(people, key=lambda each: people[each])
    with act_as(person):
        stream = bind_stream(str(Matter.objects.count()) for _ in range(2))
        unbound = (str(Matter.objects.count()) for _ in range(2))

    assert list(stream) == [str(people[person])] * 2
    assert list(unbound) == ["0", "0"]
    assert acting() == NOBODY
