"""How people hear of things outside the desk, in both languages, on a desk and on a phone."""

import pytest

from collaboration.documents.models import Status
from collaboration.notifications.models import Category
from collaboration.outgoing import unsubscribing
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.browser.looking import LOOKS, faults
from tests.browser.visitors import LIVE, Audience
from tests.factories.documents import make_document
from tests.factories.people import make_actor, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("/mail/", "/mail/outbox/", "/mail/ways/sms/", "/mail/ways/sms/confirm/")


def reader_of_a_round() -> Actor:
    author = make_actor("310000")
    reader = make_actor("320000", user=make_user(email="reader@agency.example", name="王晓琳"))
    make_document(Status.SOLICITING, author, reader)
    return reader


def test_a_letter_reaches_the_outbox_and_leads_back(audience: Audience) -> None:
    reader, administrator = reader_of_a_round(), make_actor("320000", Role.UNIT_ADMINISTRATOR)
    audience.portal.start_worker("person")
    visitor = audience.visitor(reader)
    visitor.go("/mail/")
    visitor.page.select_option("[name=progress]", "at_once")
    visitor.press("Save")
    for _try in range(LIVE // 1000):
        visitor.go("/mail/outbox/")
        if mails := visitor.page.locator(".list a.title").all():
            break
        visitor.page.wait_for_timeout(1000)
    letter = mails[0].get_attribute("href")
    visitor.go("/mail/ways/sms/")
    visitor.page.fill("[name=address]", "13800138000")
    visitor.press("Save")
    visitor.page.wait_for_url("**/confirm/")
    stop = unsubscribing.address(reader.user, [Category.ACTION, Category.PROGRESS]).partition("localhost:8000")[2]

    found = []
    for turn, look in enumerate(LOOKS):
        found += faults(audience.visitor(reader, **look), [*PAGES, letter, stop], turn)
        found += faults(audience.visitor(administrator, **look), ["/mail/unit/"], turn)
    visitor.go(letter)
    visitor.page.locator('.card a[href*="/follow/"]').first.click()
    visitor.page.wait_for_url("**/documents/**")

    assert found == []
