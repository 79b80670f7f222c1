"""The start page of a handler whose unit took part in very much: 100,000 steps, some open, most of them taken."""

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of, say

MANY = 10_000 if QUICK else 100_000
OPEN = 0.1  # of all steps
TIMES = 5 if QUICK else 20
TABLES = ("matters_matter", "documents_jointdocument", "worklist_waiting")
FILL = [
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES),  # the rows are complete as they are written
    """INSERT INTO matters_matter (kind, drafting_unit_id, parties, classification, state)
       SELECT kind, drafting_unit_id, parties, classification, state FROM matters_matter, generate_series(1, %(many)s)
       WHERE id = %(like)s""",
    """INSERT INTO documents_jointdocument (matter_id, parties, kind, title, topic, code_word, revision)
       SELECT m.id, m.parties, d.kind, d.title || m.id, '', '', 0 FROM matters_matter m, documents_jointdocument d
       WHERE d.matter_id = %(like)s AND m.id > %(like)s""",
    """INSERT INTO worklist_waiting
           (matter_id, parties, classification, unit_id, role, step, urgency, due_on, opened_at, done_at, done_by_id)
       SELECT m.id, m.parties, 0, w.unit_id, w.role, w.step, m.id %% 3,
           current_date + (m.id %% 40)::int, now() - interval '50 days',
           CASE WHEN m.id %% 1000 >= %(open)s THEN now() - interval '1 minute' * m.id END,
           CASE WHEN m.id %% 1000 >= %(open)s THEN %(user)s END
       FROM matters_matter m, worklist_waiting w WHERE w.matter_id = %(like)s AND m.id > %(like)s""",
    *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES),
    *(f"ANALYZE {table}" for table in TABLES),
]
PAGES = {
    "to do": "/",
    "to do, most urgent by deadline": "/?urgency=2&order=deadline",
    "overdue": "/?mark=red",
    "sent by the other unit": "/?tab=sent",
    "done": "/?tab=done&who=unit",
}


def run() -> list[Figure]:
    """Queries and time of each list of the start page."""
    with database():
        from django.test.utils import override_settings

        as_application()
        with override_settings(DEMO=True):
            return _lists()


def _lists() -> list[Figure]:
    from django.db import connection

    from tests.factories import documents as make
    from tests.factories.desk import at_desk
    from tests.factories.people import make_actor
    from tests.ownership import as_owner

    author, guest = make_actor("310000"), make_actor("320102")
    like = make.solicit(author, make.make_draft(author, guest, title="样例文件")).pk
    say(f"Writing {MANY} steps …")
    numbers = {"like": like, "many": MANY, "open": int(OPEN * 1000), "user": guest.user.pk}
    with as_owner(), connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, numbers if "%(" in statement else None)
    figures = []
    for name, path in PAGES.items():
        browser = at_desk(author if "tab=sent" in path else guest)

        def ask(browser=browser, path=path) -> None:
            assert browser.get(path).status_code == 200

        figures.append(Figure(f"worklist among {MANY} steps, {name}, queries", queries_of(ask), "queries", 15))
        figures.append(Figure(f"worklist among {MANY} steps, {name}", median_ms(ask, TIMES), "ms", 200))
    return figures
