"""The list of joint documents, as an ordinary member of a small tenant sees it: one row, then fifty."""

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of, say


def run() -> list[Figure]:
    """Count queries for 1 and 50 rows; time the page of 50."""
    with database():
        from django.test.utils import override_settings

        from tenants.identity.roles import Role
        from tests.factories import documents as make
        from tests.factories.desk import at_desk
        from tests.factories.people import make_actor

        as_application()
        with override_settings(DEMO=True):
            author, member = make_actor("320102"), make_actor("320102", Role.MEMBER)
            browser = at_desk(member)
            make.make_draft(author, title="样例文件一")
            ask = lambda: browser.get("/documents/")  # noqa: E731
            ask()
            for_one = queries_of(ask)
            say("Writing 49 more documents …")
            for number in range(49):
                make.make_draft(author, title=f"样例文件{number}")
            for_fifty = queries_of(ask)
            spent = median_ms(ask, 5 if QUICK else 20)
    return [
        Figure("document list of 50 rows, queries", for_fifty, "queries", 15),
        Figure("document list, queries more than for 1 row", for_fifty - for_one, "queries", 0),
        Figure("document list of 50 rows", spent, "ms", 200),
    ]
