"""The inbox over HTTP: shelves, filters in the address, what one does with notices and with whole matters."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.matters.record import record
from collaboration.notifications import inbox
from collaboration.notifications.models import Notification, Subscription
from collaboration.notifications.notify import Audience, notify
from tenants.identity.roles import Role
from tenants.realtime.models import Wakeup
from tests.factories.desk import at_desk
from tests.factories.matters import make_matter
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def reader():
    return make_actor("320000", Role.HANDLER)


def tell(author, matter, *readers, **options):
    with author.acting():
        record(matter, "opened")
        notify(matter, "opened", [Audience(one.unit, users=[one.user]) for one in readers], **options)


def shelf(actor, name="open"):
    """The numbers on a shelf of the inbox, as its page shows them."""
    page = at_desk(actor).get(f"/notices/?show={name}")
    return [notice.number for notice in page.context["notices"]]


def post(actor, path, **fields):
    answer = at_desk(actor).post(path, fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer


def row(actor, number):
    with actor.acting():
        return Notification.objects.get(user=actor.user, number=number)


def test_page_says_what_happened_where_and_why(author, reader):
    tell(author, make_matter(author, "320000"), reader)

    browser = at_desk(reader)
    browser.cookies["language"] = "en"
    page = browser.get("/notices/").content.decode()

    for words in ("Example", reader.unit.name_en, "because you were named", "Notices, 1 unread"):
        assert words in page


def test_opening_reads_the_notice_and_switches_the_unit(author):
    person = make_user()
    here, there = make_actor("320000", Role.HANDLER, user=person), make_actor("330000", Role.HANDLER, user=person)
    matter = make_matter(author, "320000", "330000")
    tell(author, matter, there)
    browser = at_desk(here)

    answer = browser.post("/notices/1/open/")

    assert answer.url == f"/matters/{matter.public_id}/presence/"
    assert browser.get("/notices/").context["actor"].unit == there.unit
    assert row(there, 1).read_at is not None


def test_notices_go_from_shelf_to_shelf(author, reader):
    for _ in range(4):
        tell(author, make_matter(author, "320000"), reader)

    post(reader, "/notices/1/", do="done")
    post(reader, "/notices/2/", do="read")
    post(reader, "/notices/3/later/", until="tomorrow")

    assert shelf(reader) == [4, 2]
    assert shelf(reader, "unread") == [4]
    assert shelf(reader, "snoozed") == [3]
    assert shelf(reader, "done") == [1]
    post(reader, "/notices/1/", do="back")
    post(reader, "/notices/2/", do="unread")
    post(reader, "/notices/3/", do="back")
    assert shelf(reader) == [4, 3, 2, 1]
    assert shelf(reader, "unread") == [4, 2]


def test_put_off_notice_comes_back_on_top_unread_and_once(author, reader):
    for _ in range(3):
        tell(author, make_matter(author, "320000"), reader)
    post(reader, "/notices/1/later/", until="soon")
    with as_owner():
        past = {"snoozed_until": timezone.now() - timedelta(1), "read_at": timezone.now() - timedelta(2)}
        Notification.objects.filter(number=1).update(**past)
        with connection.cursor() as cursor:
            woken = []
            for _ in range(2):
                cursor.execute("SELECT notices_wake()")
                woken.append(cursor.fetchone()[0])

    assert woken == [1, 0]
    assert shelf(reader) == [1, 3, 2]
    with reader.acting():
        assert inbox.bell(reader.user) == inbox.Bell(unread=3, last=3)
    post(reader, "/notices/1/open/")
    assert shelf(reader) == [3, 2, 1]


@pytest.mark.parametrize(
    "fields",
    [{}, {"until": "never"}, {"until": "day"}, {"until": "day", "day": "2020-01-01"}, {"until": "day", "day": "x"}],
)
def test_moment_that_is_none_is_refused_next_to_its_field(author, reader, fields):
    tell(author, make_matter(author, "320000"), reader)

    answer = at_desk(reader).post("/notices/1/later/", fields)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert row(reader, 1).snoozed_until is None


def test_all_of_a_matter_is_done_in_every_unit(author):
    person = make_user()
    one, two = make_actor("320000", Role.HANDLER, user=person), make_actor("330000", Role.HANDLER, user=person)
    matter, other = make_matter(author, "320000", "330000"), make_matter(author, "320000")
    tell(author, matter, one, two)
    tell(author, other, one)

    post(one, f"/notices/matter/{matter.public_id}/", do="done")

    assert shelf(one) == [3]


def test_matter_is_followed_muted_and_neither(author, reader):
    matter = make_matter(author, "320000")
    address = f"/notices/matter/{matter.public_id}/"

    def wish():
        with reader.acting():
            return list(Subscription.objects.visible_to(reader).values_list("wish", flat=True))

    for act, kept in [("follow", ["follow"]), ("mute", ["mute"]), ("forget", [])]:
        post(reader, address, do=act)
        assert wish() == kept


def test_row_of_another_unit_follows_its_matter_there(author):
    person = make_user()
    here, there = make_actor("320000", user=person), make_actor("330000", user=person)
    matter = make_matter(author, "330000")

    post(here, f"/notices/matter/{matter.public_id}/?unit={there.unit.public_id}", do="follow")

    with there.acting():
        assert Subscription.objects.get().unit_id == there.unit.pk


def test_matter_of_others_can_be_neither_followed_nor_marked(author, reader):
    matter = make_matter(author)

    for act in ("follow", "mute", "forget", "done"):
        assert at_desk(reader).post(f"/notices/matter/{matter.public_id}/", {"do": act}).status_code == 404
    assert at_desk(reader).post(f"/notices/matter/{matter.public_id}/", {"do": "nonsense"}).status_code == 404


@pytest.mark.parametrize("path", ["/notices/9/", "/notices/9/open/", "/notices/9/later/", "/notices/all/"])
def test_what_is_not_there_is_not_found(reader, path):
    assert at_desk(reader).post(path, {"do": "done"}).status_code == 404


def test_all_is_marked_up_to_what_the_page_showed(author, reader):
    for _ in range(3):
        tell(author, make_matter(author, "320000"), reader)

    post(reader, "/notices/all/", do="read", upto="2")
    assert shelf(reader, "unread") == [3]
    post(reader, "/notices/all/?category=action", do="done", upto="3")
    assert shelf(reader) == [3, 2, 1]
    post(reader, "/notices/all/?space=example&category=nonsense", do="done", upto="3")
    assert shelf(reader) == []


def test_filters_stand_in_the_address(author):
    person = make_user()
    one, two = make_actor("320000", Role.HANDLER, user=person), make_actor("330000", Role.HANDLER, user=person)
    matter = make_matter(author, "320000", "330000")
    tell(author, matter, one, category="action")
    tell(author, matter, two)
    tell(author, make_matter(author, "320000"), one)
    browser = at_desk(one)

    def found(query):
        return [notice.number for notice in browser.get(f"/notices/?{query}").context["notices"]]

    assert found("category=action") == [1]
    assert found("space=example") == [3, 2, 1]
    assert found(f"unit={two.unit.public_id}") == [2]
    assert found(f"matter={matter.public_id}") == [2, 1]
    assert found("before=3") == [2, 1]
    assert found("space=nonsense&category=nonsense&unit=x&matter=y&before=z") == [3, 2, 1]
    assert browser.get("/notices/?show=nonsense").status_code == 404


def test_news_come_in_order_after_the_last_number(author, reader):
    for _ in range(25):
        tell(author, make_matter(author, "320000"), reader)
    browser = at_desk(reader)

    first = browser.get("/notices/news/?after=2").json()
    rest = browser.get(f"/notices/news/?after={first['last']}").json()

    assert [one["number"] for one in first["notices"] + rest["notices"]] == list(range(3, 26))
    assert (first["more"], rest["more"], rest["last"], rest["unread"]) == (True, False, 25, 25)
    assert browser.get("/notices/news/?after=25").json()["notices"] == []
    assert browser.get("/notices/news/").json()["notices"] == []


def test_what_is_read_here_wakes_the_persons_other_pages(author, reader):
    tell(author, make_matter(author, "320000"), reader)
    with as_owner():
        before = Wakeup.objects.count()

    post(reader, "/notices/1/", do="read")

    with as_owner():
        assert Wakeup.objects.count() == before + 1
        assert Wakeup.objects.latest("pk").users == [reader.user.pk]


def test_page_asks_the_same_number_of_queries_for_one_and_for_fifty(author, reader):
    def queries():
        browser = at_desk(reader)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/notices/").status_code == 200
        return len(asked)

    tell(author, make_matter(author, "320000"), reader)
    one = queries()
    for _ in range(49):
        tell(author, make_matter(author, "320000"), reader)

    assert queries() == one <= 15
