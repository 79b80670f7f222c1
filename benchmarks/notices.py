"""The inbox of somebody with 100,000 notices, and what it costs an act to tell 400 people."""

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of, say

MANY = 10_000 if QUICK else 100_000
RECIPIENTS = 400
FILL = """
    INSERT INTO notifications_notification
        (user_id, number, unit_id, matter, kind, act, reason, category, read_at, done_at)
    SELECT %(user)s, n, %(unit)s, m.public_id, m.kind, 'opened', 'handler', (ARRAY['action', 'progress'])[1 + n %% 2],
        CASE WHEN n %% 3 > 0 THEN now() END, CASE WHEN n %% 3 > 1 THEN now() END
    FROM generate_series(1, %(many)s) n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS k FROM matters_matter) m ON m.k = n %% %(matters)s
"""
SHELVES = {
    "inbox": "/notices/",
    "unread": "/notices/?show=unread",
    "done": "/notices/?show=done",
    "of one kind": "/notices/?category=action",
    "far back": f"/notices/?before={MANY // 2}",
    "what came after a number": f"/notices/news/?after={MANY - 10}",
}


def run() -> list[Figure]:
    """Queries and time of each shelf; milliseconds that 400 notices add to an act."""
    with database():
        from django.test.utils import override_settings

        as_application()
        with override_settings(DEMO=True):
            return [*_inbox(), _telling()]


def _inbox() -> list[Figure]:
    from django.db import connection

    from tests.factories import documents as make
    from tests.factories.desk import at_desk
    from tests.factories.people import make_actor
    from tests.ownership import as_owner

    author = make_actor("320102")
    say(f"Writing {MANY} notices …")
    matters = 100
    for number in range(matters):
        make.make_draft(author, title=f"样例文件{number}")
    numbers = {"user": author.user.pk, "unit": author.unit.pk, "many": MANY, "matters": matters}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(FILL, numbers)
        cursor.execute("INSERT INTO notifications_counter VALUES (%(user)s, %(many)s)", numbers)
        cursor.execute("ANALYZE notifications_notification")
    browser = at_desk(author)
    figures = []
    for name, path in SHELVES.items():
        ask = lambda path=path: browser.get(path)  # noqa: E731
        assert ask().status_code == 200
        figures.append(Figure(f"{name} at {MANY} notices, queries", queries_of(ask), "queries", 15))
        figures.append(Figure(f"{name} at {MANY} notices", median_ms(ask, 5 if QUICK else 20), "ms", 200))
    return figures


def _telling() -> Figure:
    from django.db import connection, transaction

    from collaboration.matters.record import record
    from collaboration.notifications.notify import Audience, notify
    from tenants.identity.models import Membership, User
    from tenants.identity.roles import Role
    from tenants.units.models import Unit
    from tests.factories.matters import make_matter
    from tests.factories.people import make_actor
    from tests.ownership import as_owner

    codes = ("320000", "330000", "340000", "320100")
    author = make_actor("310000")
    with as_owner():
        people = User.objects.bulk_create(User(username=f"p{n}", name=f"P{n}", password="!") for n in range(RECIPIENTS))
        units = [Unit.objects.get(code=code) for code in codes]
        Membership.objects.bulk_create(
            Membership(user=person, unit=units[n % len(units)], roles=[Role.HANDLER], source="operator")
            for n, person in enumerate(people)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE identity_user; ANALYZE identity_membership")
    matter = make_matter(author, *codes)
    audience = [Audience(unit, [Role.HANDLER]) for unit in units]

    def act(*, tell: bool) -> None:
        with author.acting(), transaction.atomic():
            record(matter, "opened")
            assert not tell or notify(matter, "opened", audience) == RECIPIENTS

    with_notices = median_ms(lambda: act(tell=True), 20)
    without = median_ms(lambda: act(tell=False), 20)
    return Figure(f"telling {RECIPIENTS} people, on top of the act", round(with_notices - without, 1), "ms", 50)
