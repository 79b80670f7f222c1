"""One countersignature over HTTP, from the act to the answer, and what it asks of the database."""

from benchmarks.harness import QUICK, Figure, as_application, database, queries_of, say, timed


def run() -> list[Figure]:
    """Sign several documents for one unit of four; the PDF work is outside the request."""
    with database():
        from django.test.utils import override_settings, setup_test_environment

        from collaboration.documents.models import Status
        from tests.factories import documents as make
        from tests.factories.desk import at_desk
        from tests.factories.people import PASSWORD, make_actor

        setup_test_environment()
        as_application()
        with override_settings(DEMO=True):
            people = [make_actor(code) for code in ("310000", "320000", "330000", "340000")]
            browser = at_desk(people[1])
            say("Bringing documents to countersigning …")
            documents = [make.make_document(Status.COUNTERSIGNING, *people) for _ in range(3 if QUICK else 12)]
            spent, asked = [], 0
            for document in documents:
                page = browser.get(f"/documents/{document.public_id}/countersign/")
                form = page.context["form"]
                data = {
                    "content_hash": form.initial["content_hash"],
                    "proof_nonce": form.confirmation.nonce,
                    "proof_password": PASSWORD,
                }
                sign = lambda data=data, document=document: browser.post(  # noqa: E731
                    f"/documents/{document.public_id}/countersign/", data
                )
                if document is documents[-1]:
                    asked = queries_of(sign)
                else:
                    spent.append(timed(sign))
    return [
        Figure("one countersign step, queries", asked, "queries", 30),
        Figure("one countersign step", round(sorted(spent)[len(spent) // 2] * 1000, 1), "ms", 500),
    ]
