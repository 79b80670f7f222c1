"""The table of opinions of a large round: 40 units, 400 opinions, read by the drafting unit and by an invited one."""

from functools import partial

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of, say

UNITS = 40
EACH = 10
TIMES = 3 if QUICK else 10


def run() -> list[Figure]:
    """Count the queries of the pages and time them; whole table, and the page on which is decided."""
    with database():
        from django.test.utils import override_settings

        from collaboration.documents.models import Answer, Status
        from collaboration.documents.workflow import opinions
        from tenants.units.models import Tenant, Unit
        from tests.factories.desk import at_desk
        from tests.factories.documents import again, make_document
        from tests.factories.people import make_actor

        tenant = Tenant.objects.get(schema_name="u320000")
        Unit.objects.bulk_create(
            Unit(
                code=f"9{number:05}",
                name=f"样例单位{number}",
                short_name=f"样例{number}",
                region=f"样例{number}",
                level=1,
                tenant=tenant,
            )
            for number in range(UNITS)
        )
        as_application()
        with override_settings(DEMO=True):
            author, *others = [make_actor("310000"), *(make_actor(f"9{number:05}") for number in range(UNITS))]
            say("Asking 40 units …")
            document = make_document(Status.SOLICITING, author, *others)
            for other in others:
                with other.acting():
                    current = again(other, document)
                    blocks = current.rounds.get().version.blocks
                    for number in range(EACH):
                        block = blocks[number % len(blocks)]["id"]
                        opinions.note_opinion(other, current, block_id=block, proposed_text=f"样例措辞{number}。")
                    opinions.answer(other, current, outcome=Answer.Outcome.OPINIONS)
            desk, guest = at_desk(author), at_desk(others[0])

            def ask(browser: object, page: str) -> None:
                assert browser.get(f"/documents/{document.public_id}/{page}/").status_code == 200

            for browser, page in ((desk, "table"), (desk, "decisions"), (guest, "table")):
                ask(browser, page)
            found = {
                "read by the drafting unit": (desk, "table"),
                "to be decided on": (desk, "decisions"),
                "read by an invited unit": (guest, "table"),
            }
            figures = []
            for name, (browser, page) in found.items():
                work = partial(ask, browser, page)
                figures.append(Figure(f"400 opinions {name}, queries", queries_of(work), "queries", 15))
                figures.append(Figure(f"400 opinions {name}", median_ms(work, TIMES), "ms", 600))
    return figures
