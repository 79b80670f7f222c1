"""Everything that waits between units has a clock: told once and in order across holidays, midnight and outages."""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import drafting, receiving
from collaboration.deadlines import driving
from collaboration.deadlines.clock import last_day
from collaboration.deadlines.models import CalendarOverride, Deadline
from collaboration.letters.workflow import outside
from collaboration.letters.workflow.outside import Happened
from collaboration.notifications.models import Notification
from collaboration.transfers.models import Filing
from collaboration.transfers.workflow import filing
from tenants.audit.models import Record
from tests.factories import requests
from tests.factories import transfers as make
from tests.factories.deadlines import at
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner, as_system

pytestmark = pytest.mark.django_db
PROVE = bool(os.environ.get("PORTAL_PROVE"))
RHYTHM = timedelta(hours=1) if PROVE else timedelta(days=3, hours=5)
REPORTED = range(4) if PROVE else (0, 2)
BEGUN, OVER = "2026-09-28 23:59", "2027-02-01 00:00"  # a minute before midnight; then the week of the national day
FESTIVAL, WORKING_SATURDAY = date(2026, 10, 9), date(2026, 10, 10)  # off by the alliance's own calendar; made up for
CODES = ("320100", "340100", "320102", "320000", "340000")
PAPER = b"%PDF-1.7 sample scan"
TOLD = ["deadline_warned", "deadline_missed", "deadline_escalated", "deadline_escalated"]
DUE = {  # the last day of each step, with the unit it waits for
    ("340100", "receive"): "2026-09-30", ("340100", "accept"): "2026-10-12", ("320100", "decide_level"): "2026-10-12",
    ("340100", "reply"): "2026-10-28", ("320100", "hand_over"): "2026-10-12", ("340100", "take_over"): "2026-10-12",
    ("340100", "report_verified"): "2026-10-26", ("340100", "report_decided"): "2026-10-12",
    ("340100", "report_handled"): "2026-12-28", ("340100", "report_closed"): "2026-11-16",
    ("320000", "acknowledge"): "2026-10-12", ("340000", "acknowledge"): "2026-10-12",
    ("320100", "answer_query"): "2026-10-12", ("340100", "state"): "2026-10-08", ("320100", "carry_on"): "2026-10-08",
    ("320100", "designate"): "2026-10-14", ("320000", "state"): "2026-10-14", ("340000", "refer"): "2026-10-08",
    ("320000", "register_decision"): "2026-10-26", ("340000", "register_decision"): "2026-10-26",
    ("340100", "outside_answer"): "2026-10-28", ("340100", "outside_hand_over"): "2026-09-29",
    ("340100", "outside_decision"): "2026-10-01",
}  # fmt: skip
JUDICIAL = {"cause": "样例案由", "facts": "样例事实。", "offence": "样例罪名", "decided_on": "2026-09-28",
            "copy_to": "样例检察院", "file": "样例目录", "investigation": {"without": "样例理由"}}  # fmt: skip


@pytest.fixture
def people():
    return {code: make_actor(code) for code in CODES}


def request_of(people, kind="evidence", **changed) -> AssistanceRequest:
    sender, receiver = people["320100"], people["340100"]
    return requests.send(sender, requests.make_request(sender, receiver.unit, kind, **changed))


def left_by(people) -> None:
    """Requests, transfers, filings, disputes and outside replies, each left at another step."""
    nanjing, hefei, county, jiangsu, anhui = (
        people[code] for code in ("320100", "340100", "320102", "320000", "340000")
    )
    request_of(people)
    with at_home(hefei):
        receiving.receive(hefei, request_of(people))
    requests.send(county, requests.make_request(county, hefei.unit))
    make.hand_over(nanjing, make.accepted(nanjing, hefei))
    owed = make.accepted(nanjing, hefei)
    for reported in REPORTED:
        case = make.taken_over(nanjing, hefei)
        for stage in ("verified", "decided", "handled")[:reported]:
            make.report(hefei, case, stage, "filed" if stage == "decided" else "")
    with at_home(jiangsu):
        filing.ask(jiangsu, make.file(owed)[0], text="样例询问？")
    make.dispute(nanjing, hefei)
    make.disagree(make.dispute(nanjing, hefei), nanjing, hefei)
    inside = make.dispute(county, nanjing)
    make.disagree(inside, county, nanjing)
    make.carry_on(inside, county)
    across, referred, decided = (make.dispute(nanjing, hefei) for _dispute in range(3))
    for found in (across, referred, decided):
        make.disagree(found, nanjing, hefei)
        make.carry_on(found, nanjing)
    make.refer(decided, jiangsu, anhui)
    for lead, competent in ((jiangsu, nanjing), (anhui, hefei)):
        make.state_as(lead, referred, competent.unit)
    make.refer(referred, jiangsu)
    asked = requests.accept(hefei, request_of(people, outside="样例自然资源局"))
    with at_home(nanjing):
        wanted = requests.wording(hefei.unit, "evidence", outside="样例公安局", answers=JUDICIAL)
        draft = drafting.create(nanjing, requests.version_of("judicial"), wanted)
    judged = requests.accept(hefei, requests.send(nanjing, draft))
    with at_home(hefei):
        for case, sort in ((asked, "sent"), (judged, "decided"), (judged, "receipt")):
            outside.record_step(hefei, case, Happened(sort, timezone.localdate(), file=PAPER))


def told() -> dict[tuple[str, str, str], list[str]]:
    """What the record says of every clock, in order."""
    found = defaultdict(list)
    for one in Record.objects.filter(act__startswith="deadline").order_by("chain", "number"):
        detail = json.loads(one.detail)
        found[str(one.chain), detail["unit"], detail["step"]].append(one.act)
    return found


def drive_until(moment, end, step: Callable[[], object]) -> None:
    while moment < end:
        with freeze_time(moment), as_owner():
            step()
        moment += RHYTHM


def test_each_reminder_comes_once_and_none_is_lost(people):
    with as_owner():
        CalendarOverride.objects.create(day=FESTIVAL, is_working_day=False, note="试验")
    with freeze_time(at(BEGUN)):
        left_by(people)
    with as_owner():
        clocks = list(Deadline.objects.filter(waiting__done_at=None).select_related("waiting__unit", "waiting__matter"))
        ends = defaultdict(set)
        for clock in clocks:
            ends[clock.waiting.unit.code, clock.waiting.step].add(last_day(clock.due_at).isoformat())
    due = {place: {day} for place, day in DUE.items() if PROVE or place[1] not in ("report_decided", "report_closed")}
    assert {place: days for place, days in ends.items() if place in DUE} == due

    drive_until(at("2026-09-29 00:01"), at(OVER), driving.drive)  # asleep for days, then everything that is due
    with as_owner():
        found = told()
        assert set(found) == {
            (str(one.waiting.matter.public_id), one.waiting.unit.code, one.waiting.step) for one in clocks
        }
        assert {place: acts for place, acts in found.items() if acts != TOLD} == {}
        acts = Counter(Record.objects.filter(act__startswith="deadline").values_list("chain", "act"))
        notices = Counter(Notification.objects.filter(act__startswith="deadline").values_list("user", "matter", "act"))
        assert notices and all(count <= acts[matter, act] for (_user, matter, act), count in notices.items())
        assert driving.drive() == 0


def test_a_case_accepted_before_midnight_is_filed_once_after_the_outage(people):
    nanjing, hefei = people["320100"], people["340100"]
    with freeze_time(at("2026-09-30 23:59")):
        make.accepted(nanjing, hefei)
    with freeze_time(at("2026-10-04 03:00")), as_system():
        assert [filing.catch_up(), filing.catch_up()] == [2, 0]
        assert {one.accepted_on.isoformat() for one in Filing.objects.all()} == {"2026-09-30"}
