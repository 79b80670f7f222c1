"""The person's wishes, the way out of mail, the way back from it, and the demonstration's outbox, over HTTP."""

import re

import pytest
from django.test import Client

from collaboration.notifications.models import Category
from collaboration.outgoing import lines, sending, unsubscribing
from collaboration.outgoing.models import Cursor, Discretion, Rhythm
from collaboration.outgoing.rhythm import wishes
from tenants.identity.roles import Role
from tests.collaboration.outgoing.test_mail import choose, told_person
from tests.factories.desk import DESK, at_desk, visitor
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
ALL_DAILY = {**dict.fromkeys(Category, "daily"), "daily_hour": "17"}


def path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


def test_person_chooses_what_is_mailed_and_when():
    _author, reader, _document = told_person()
    browser = at_desk(reader)

    answer = browser.post("/mail/", ALL_DAILY)

    assert answer.status_code == 302
    with reader.acting():
        assert set(wishes(reader.user).values()) == {Rhythm.DAILY}
        assert Cursor.objects.get(user=reader.user).daily_hour == 17
    assert 'value="17" selected' in browser.get("/mail/").content.decode()


@pytest.mark.parametrize("wrong", [{"daily_hour": "25"}, {"daily_hour": "x"}, {"action": "yearly"}])
def test_wishes_that_do_not_exist_are_refused_beside_the_field(wrong):
    _author, reader, _document = told_person()

    answer = at_desk(reader).post("/mail/", ALL_DAILY | wrong)

    assert re.search(r'class="field [^"]*invalid', answer.content.decode())
    with reader.acting():
        assert not Cursor.objects.filter(user=reader.user).exists()


def test_one_click_stops_the_kinds_of_notice_in_the_mail(postmaster):
    _author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    sending.send_due_letters()
    (message,) = postmaster.taken
    leave = path_of(message["List-Unsubscribe"].strip(" <>"))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mailbox = Client(HTTP_HOST=DESK, enforce_csrf_checks=True)

    assert mailbox.get(leave).status_code == 200
    with reader.acting():
        before = wishes(reader.user)
    answer = mailbox.post(leave, {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.cookies) == (200, {})
    with reader.acting():
        after = wishes(reader.user)
    assert [before[key] for key in before if before[key] != after[key]] == [Rhythm.AT_ONCE]
    assert list(after.values()).count(Rhythm.NEVER) == 1


def test_only_our_own_signature_stops_anything():
    _author, reader, _document = told_person()
    token = unsubscribing.address(reader.user, [Category.ACTION]).rstrip("/").rpartition("/")[2]

    answers = [visitor().post(f"/mail/stop/{forged}/") for forged in ("x", token[:-1] + "_", token.replace(":", ";"))]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_mail_leads_back_to_its_matter_in_its_unit(postmaster):
    author, reader, document = told_person()
    elsewhere = make_actor("330000", user=reader.user)
    choose(reader, Rhythm.AT_ONCE)
    sending.send_due_letters()
    link = path_of(re.search(r"https?://\S+/follow/\d+/", postmaster.taken[0].get_body(("plain",)).get_content())[0])
    browser = at_desk(elsewhere)

    answer = browser.get(link, follow=True)

    assert (answer.status_code, answer.request["PATH_INFO"]) == (200, f"/documents/{document.public_id}/")
    assert at_desk(author).get(link).status_code == 404
    assert visitor().get(link).status_code == 302


def test_shut_address_is_shown_and_opened_again():
    _author, reader, _document = told_person()
    with reader.acting():
        for _letter in range(lines.REFUSALS):
            lines.refused(reader.user, "mail", reader.user.email, "550 no such mailbox")
        assert lines.open_ways(reader.user) == []
    browser = at_desk(reader)
    assert "550 no such mailbox" in browser.get("/mail/").content.decode()

    browser.post("/mail/open/")

    with reader.acting():
        assert lines.open_ways(reader.user) == ["mail"]


def test_administrator_alone_decides_what_mail_contains():
    administrator, handler = make_actor("310000", Role.UNIT_ADMINISTRATOR), make_actor("310000")

    assert at_desk(handler).post("/mail/unit/", {"tells": "1"}).status_code == 403
    assert at_desk(administrator).post("/mail/unit/", {"tells": "1"}).status_code == 302
    assert at_desk(administrator).post("/mail/unit/", {"tells": "-1"}).status_code == 302

    with handler.acting():
        assert [(row.unit, row.tells) for row in Discretion.objects.all()] == [(administrator.unit, -1)]


def test_mail_of_the_demonstration_is_read_by_its_addressee_alone(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    settings.EMAIL_BACKEND = "collaboration.outgoing.outbox.Outbox"
    author, reader, document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    sending.send_due_letters()
    (file,) = (tmp_path / "outbox").glob("*.eml")
    browser, stranger = at_desk(reader), at_desk(author)

    assert document.title in browser.get("/mail/outbox/").content.decode()
    assert document.title in browser.get(f"/mail/outbox/{file.stem}/").content.decode()
    page = browser.get(f"/mail/outbox/{file.stem}/html/")
    assert document.title in page.content.decode()
    assert "sandbox allow-popups" in page.headers["Content-Security-Policy"]
    assert document.title not in stranger.get("/mail/outbox/").content.decode()
    assert stranger.get(f"/mail/outbox/{file.stem}/").status_code == 404
    settings.DEMO = False
    assert browser.get("/mail/outbox/").status_code == 404


def test_telephones_of_the_demonstration_lead_to_the_same_page(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    _author, reader, _document = told_person(email="")
    browser = at_desk(reader)

    assert browser.post("/mail/ways/wecom/", {"address": "wang@x", "categories": ["action"]}).status_code == 302
    (mail,) = browser.get("/mail/outbox/").context["mails"]
    code = re.search(r"\d{6}", mail.text)
    assert browser.post("/mail/ways/wecom/confirm/", {"code": code[0]}).url == "/mail/"

    other = at_desk(make_actor("330000"))
    assert (other.get("/mail/outbox/").context["mails"], other.get(f"/mail/outbox/{mail.id}/").status_code) == ([], 404)
