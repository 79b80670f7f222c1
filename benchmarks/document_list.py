"""The list of joint documents, as an ordinary member of a small tenant sees it: 1 and 50 rows, few and many tenants."""

from benchmarks.crowd import stamp_crowd
from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of, say

MANY = 30 if QUICK else 400
TIMES = 5 if QUICK else 20


def run() -> list[Figure]:
    """Count queries for 1 and 50 rows, among 7 tenants and among many; time the page of 50 rows."""
    with database():
        from django.test.utils import override_settings

        from tenants.identity.roles import Role
        from tenants.units.models import Tenant
        from tests.factories import documents as make
        from tests.factories.desk import at_desk
        from tests.factories.people import make_actor

        as_application()
        with override_settings(DEMO=True):
            author, member = make_actor("320102"), make_actor("320102", Role.MEMBER)
            browser = at_desk(member)
            make.make_draft(author, title="样例文件一")

            def ask() -> None:
                assert browser.get("/documents/").status_code == 200

            ask()
            for_one = queries_of(ask)
            say("Writing 49 more documents …")
            for number in range(49):
                make.make_draft(author, title=f"样例文件{number}")
            for_fifty, among_few = queries_of(ask), median_ms(ask, TIMES)
            stamp_crowd(0, MANY - Tenant.objects.count())
            ask()
            for_fifty_among_many, among_many = queries_of(ask), median_ms(ask, TIMES)
    return [
        Figure("document list of 50 rows, queries", for_fifty, "queries", 15),
        Figure("document list, queries more than for 1 row", for_fifty - for_one, "queries", 0),
        Figure(f"document list, queries more among {MANY} tenants", for_fifty_among_many - for_fifty, "queries", 0),
        Figure("document list of 50 rows", among_few, "ms", 200),
        Figure(f"document list of 50 rows among {MANY} tenants", among_many, "ms", 200),
        Figure("the same, times its cost among 7", round(among_many / among_few, 2), "×", 1.2),
    ]
