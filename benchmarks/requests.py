"""Assistance: the ledger of a unit with 100,000 requests, and sending one to its addressee."""

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of, say

MANY = 10_000 if QUICK else 100_000
TIMES = 5 if QUICK else 20
TABLES = ("matters_matter", "assistance_assistancerequest", "worklist_waiting", "assistance_ledgerline")
FILL = [
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES),  # the rows are complete as they are written
    """INSERT INTO matters_matter (kind, drafting_unit_id, parties, classification, state, opened_at, changed_at)
       SELECT kind, drafting_unit_id, parties, classification, state, now() - interval '1 minute' * n,
           now() - interval '1 minute' * n FROM matters_matter, generate_series(1, %(many)s) n WHERE id = %(like)s""",
    """INSERT INTO assistance_assistancerequest (matter_id, parties, kind_version_id, addressee_id, outside, area,
           title, case_number, answers, confidences, contact, contact_phone, wanted_on, decline_reason, form_key,
           revision)
       SELECT m.id, m.parties, r.kind_version_id, r.addressee_id, '', '', r.title || m.id, m.id::text, r.answers, '',
           r.contact, r.contact_phone, r.wanted_on, '', gen_random_uuid(), 0
       FROM matters_matter m, assistance_assistancerequest r WHERE r.matter_id = %(like)s AND m.id > %(like)s""",
    """INSERT INTO worklist_waiting
           (matter_id, parties, classification, unit_id, role, step, urgency, due_on, opened_at)
       SELECT m.id, m.parties, 0, w.unit_id, w.role, w.step, 0, current_date - 20 + (m.id %% 40)::int, now()
       FROM matters_matter m, worklist_waiting w
       WHERE w.matter_id = %(like)s AND w.done_at IS NULL AND m.id > %(like)s AND m.id %% 10 = 0""",
    """INSERT INTO assistance_ledgerline (unit_id, request_id, asking_id, addressee_id, kind_id, state, classification,
           title, case_number, opened_at, changed_at, due_on)
       SELECT l.unit_id, m.id, l.asking_id, l.addressee_id, l.kind_id, m.state, 0, r.title, r.case_number,
           m.opened_at, m.changed_at, w.due_on
       FROM matters_matter m JOIN assistance_assistancerequest r ON r.matter_id = m.id
           LEFT JOIN worklist_waiting w ON w.matter_id = m.id AND w.done_at IS NULL, assistance_ledgerline l
       WHERE l.request_id = %(like)s AND m.id > %(like)s""",
    *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES),
    *(f"ANALYZE {table}" for table in TABLES),
]
PAGES = {
    "all": "/assistance/",
    "asked of us, one kind": "/assistance/?tab=received&kind=evidence",
    "overdue": "/assistance/?late=yes",
    "far back": "/assistance/?page=900",
    "by words in the title": "/assistance/?q=9999",
    "words that nothing has": "/assistance/?q=%E6%B2%A1%E6%9C%89",
    "by unit": "/assistance/?unit=%E5%8D%97%E4%BA%AC",
    "asked by us": "/assistance/?tab=sent",
    "decided or forwarded": "/assistance/?tab=others",
    "one state": "/assistance/?state=closed",
    "drafted in a time": "/assistance/?since=2020-01-01&until=2099-01-01",
    "next deadline first": "/assistance/?order=due&page=900",
    "everything at once": "/assistance/?tab=received&q=9&unit=320100&kind=evidence&state=sent&order=due",
}


def run() -> list[Figure]:
    """Queries and time of the ledger, few rows and very many; queries of one sending."""
    with database():
        from django.test.utils import override_settings

        as_application()
        with override_settings(DEMO=True):
            return _measured()


def _measured() -> list[Figure]:
    from django.db import connection

    from collaboration.assistance.workflow import sending
    from tests.factories import requests as make
    from tests.factories.desk import at_desk
    from tests.factories.people import at_home, make_actor
    from tests.ownership import as_owner

    asking, asked = make_actor("320100"), make_actor("340100")
    drafts = [make.make_request(asking, asked.unit) for _draft in range(3)]
    with at_home(asking):
        for_sending = queries_of(lambda: sending.send(asking, drafts.pop()))
        times = median_ms(lambda: sending.send(asking, drafts.pop()), 1)
    like = make.send(asking, make.make_request(asking, asked.unit)).pk
    browser = at_desk(asked)

    def ask(path: str) -> None:
        assert browser.get(path).status_code == 200

    ask("/assistance/")
    for_few = {name: queries_of(lambda path=path: ask(path)) for name, path in PAGES.items()}
    say(f"Writing {MANY} requests …")
    with as_owner(), connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, {"like": like, "many": MANY} if "%(" in statement else None)
    figures = [
        Figure("sending one request, queries", for_sending, "queries", 40),
        Figure("sending one request", times, "ms", 200),
    ]
    for name, path in PAGES.items():
        asks = queries_of(lambda path=path: ask(path))
        figures.append(Figure(f"ledger of 50 among {MANY} requests, {name}, queries", asks, "queries", 15))
        figures.append(Figure("the same, queries more than for 4 rows", max(asks - for_few[name], 0), "queries", 0))
        figures.append(
            Figure(
                f"ledger of 50 among {MANY} requests, {name}", median_ms(lambda path=path: ask(path), TIMES), "ms", 300
            )
        )
    return figures
