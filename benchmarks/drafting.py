"""The drafting editor: one save of a paragraph in a text of 500, alone and over another person's save; the page."""

import json

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of

BLOCKS = 500
TIMES = 5 if QUICK else 20


def run() -> list[Figure]:
    """Count queries and time of a save, of one that has to be merged, and of opening the page."""
    with database():
        from django.test.utils import override_settings

        from collaboration.documents.models import Kind
        from collaboration.documents.workflow import drafting
        from collaboration.documents.workflow.working import draft_of
        from tests.factories.desk import at_desk
        from tests.factories.documents import TITLE, paragraphs
        from tests.factories.people import make_actor

        as_application()
        with override_settings(DEMO=True):
            author = make_actor("310000")
            text = paragraphs(
                *(f"第{number}段：各方约定每季度互通一次样例情况，并记录在案。" * 3 for number in range(BLOCKS))
            )
            with author.acting():
                document = drafting.create_document(author, kind=Kind.AGREEMENT, title=TITLE, blocks=text)
                address = f"/documents/{document.public_id}/write/"
                draft = draft_of(document)
            browser, order = at_desk(author), [line["id"] for line in draft.blocks]
            now = {"revision": 0, "lines": {line["id"]: line for line in draft.blocks}}

            def save(behind: int = 0) -> None:
                """Change one paragraph, as somebody would who last heard of the text so many saves ago."""
                line = now["lines"][order[now["revision"] % BLOCKS]]
                changed = {**line, "text": f"第{now['revision']}次改写的样例。"}
                change = {
                    "revision": now["revision"] - behind, "order": order, "orders": [order], "was": [line],
                    "changed": [changed], "metadata": {}, "metadata_was": {},
                }  # fmt: skip
                answer = browser.post(f"{address}save/", json.dumps(change), content_type="application/json")
                assert answer.status_code == 200
                now["revision"] = answer.json()["revision"]
                now["lines"][line["id"]] = changed

            def page() -> None:
                assert browser.get(address).status_code == 200

            save()
            return [
                Figure("editor save, text of 500 blocks, queries", queries_of(save), "queries", 30),
                Figure("editor save, text of 500 blocks", median_ms(save, TIMES), "ms", 100),
                Figure("the same, merged into another's", median_ms(lambda: save(1), TIMES), "ms", 100),
                Figure("editor page of 500 blocks, queries", queries_of(page), "queries", 30),
                Figure("editor page of 500 blocks", median_ms(page, TIMES), "ms", 400),
            ]
