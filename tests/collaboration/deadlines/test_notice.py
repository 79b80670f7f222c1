"""The yearly notice, pasted by the alliance office: read, checked in both directions, taken over or not."""

from datetime import date

import pytest

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.models import CalendarOverride
from collaboration.deadlines.overrides import check, take_over
from collaboration.errors import NotAllowed
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db

NOTICE = """试验用通知（2027年）
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（周四）放假调休，共7天。1月30日（周六）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（星期六）至5日（星期三）放假调休，共5天。5月8日（星期六）上班。
五、端午节：6月9日（周三）放假1天，不调休。
六、中秋节：9月15日（周三）放假1天，不调休。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
2026年11月10日
"""


@pytest.fixture
def keeper():
    return make_actor("office", Role.UNIT_ADMINISTRATOR)


def test_a_notice_is_read_in_both_directions():
    checked = check(NOTICE, 2027)

    assert checked.problems == []
    days = checked.notice.days
    assert sorted(day for day, worked in days.items() if worked) == [
        date(2027, 1, 30), date(2027, 2, 14), date(2027, 5, 8), date(2027, 10, 9)]  # fmt: skip
    assert sum(not worked for worked in days.values()) == 27
    assert checked.notice.names[date(2027, 2, 14)] == "春节"


def test_a_notice_taken_over_makes_its_year_official(keeper):
    before = WorkingDays.load()
    with keeper.acting():
        take_over(keeper, text=NOTICE, year=2027, reference="试验〔2026〕1号")

    after = WorkingDays.load()
    assert before.is_estimated(date(2027, 7, 1))
    assert not after.is_estimated(date(2027, 7, 1))
    assert not after.is_working_day(date(2027, 10, 7))
    assert after.is_working_day(date(2027, 10, 9))
    assert after.after(date(2027, 9, 30), 1) == date(2027, 10, 8)
    with as_owner():
        assert Record.objects.filter(kind="calendar").values_list("act", "user_id").get() == (
            "days_set",
            keeper.user.pk,
        )


@pytest.mark.parametrize(
    ("wrong", "right", "line", "word"),
    [
        ("2月30日（周六）", "1月30日（周六）", 3, "2月30日"),
        ("1月30日（周日）", "1月30日（周六）", 3, "2027"),
        ("共4天", "共3天", 2, "4"),
        ("1月l日（周五）至3日", "1月1日（周五）至3日", 2, "3日"),
        ("10月8日（周五）上班", "10月9日（周六）上班", 8, "2027"),
        ("5月5日（星期三）至1日", "5月1日（星期六）至5日", 5, "2027"),
        ("10月7日（周四）上班", "10月9日（周六）上班", 8, "2027"),
        ("6月9日（周三）休", "6月9日（周三）放假1天，不调休", 6, "放假"),
        ("13月1日（周五）至3日", "1月1日（周五）至3日", 2, "13月"),
        ("1月30（周六）、", "1月30日（周六）、", 3, "1月"),
        ("2072年1月1日（周五）至3日", "1月1日（周五）至3日", 2, "2072"),
        ("元旦：放假。", "元旦：1月1日（周五）至3日（周日）放假，共3天。", 0, ""),
    ],
)
def test_a_typo_is_told_beside_its_line_and_nothing_is_taken_over(keeper, wrong, right, line, word):
    assert right in NOTICE
    text = NOTICE.replace(right, wrong)

    answer = at_desk(keeper).post(
        "/deadlines/calendar/notice/", {"year": "2027", "reference": "一", "text": text, "take": ""}
    )

    assert answer.status_code == 422
    problems = answer.context["checked"].problems
    assert problems
    assert problems[0].line == line
    assert word in problems[0].text
    assert text.splitlines()[max(line - 1, 0)] in answer.content.decode()
    assert CalendarOverride.objects.count() == 0


def test_half_a_notice_does_not_make_a_year_official():
    problems = check(NOTICE.replace("端午节", "某节"), 2027).problems

    assert [(problem.line, "端午" in problem.text) for problem in problems] == [(0, True)]


def test_days_that_do_not_balance_are_doubted():
    assert check(NOTICE, 2027).doubts == []
    assert len(check(NOTICE.replace("10月9日（周六）上班", "10月9日（周六）、10月10日（周日）上班"), 2027).doubts) == 1


def test_a_notice_is_shown_before_it_counts(keeper):
    browser = at_desk(keeper)
    form = {"year": "2027", "reference": "一", "text": NOTICE}

    shown = browser.post("/deadlines/calendar/notice/", form)
    assert shown.status_code == 200
    assert CalendarOverride.objects.count() == 0
    assert (date(2027, 10, 9), True, "国庆") in shown.context["checked"].changes

    assert browser.post("/deadlines/calendar/notice/", {**form, "take": ""}).status_code == 302
    assert browser.post("/deadlines/calendar/notice/", {**form, "take": ""}).status_code == 302
    assert CalendarOverride.objects.count() == 31


def test_one_day_is_decided_and_given_back(keeper):
    browser = at_desk(keeper)
    wrong = browser.post("/deadlines/calendar/day/", {"day": "2999-01-01", "works": "", "note": ""})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"day", "works", "note"})

    browser.post("/deadlines/calendar/day/", {"day": "2026-12-01", "works": "off", "note": "试验"})
    assert CalendarOverride.objects.values_list("day", "is_working_day", "note").get() == (
        date(2026, 12, 1), False, "试验")  # fmt: skip
    browser.post("/deadlines/calendar/2026-12-01/drop/")

    assert CalendarOverride.objects.count() == 0
    assert browser.post("/deadlines/calendar/someday/drop/").status_code == 404


@pytest.mark.parametrize(("code", "role"), [("310000", Role.UNIT_ADMINISTRATOR), ("office", Role.HANDLER)])
def test_nobody_else_keeps_the_calendar(code, role):
    other = make_actor(code, role)
    browser = at_desk(other)

    assert browser.get("/deadlines/calendar/?year=2027").status_code == 200
    assert browser.get("/deadlines/calendar/notice/").status_code == 403
    assert (
        browser.post("/deadlines/calendar/day/", {"day": "2026-12-01", "works": "off", "note": "一"}).status_code == 403
    )
    assert browser.post("/deadlines/calendar/2026-12-01/drop/").status_code == 403
    with other.acting(), pytest.raises(NotAllowed):
        take_over(other, text=NOTICE, year=2027, reference="一")
