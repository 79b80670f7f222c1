"""Rows outlive the kind of their matter: whoever meets one still reads their lists."""

import pytest

from collaboration.matters import kinds
from collaboration.matters.record import record
from collaboration.notifications.notify import Audience, notify
from collaboration.worklist import waiting
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.matters import KIND, make_matter
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


def test_one_old_row_breaks_no_page(monkeypatch):
    author, other = make_actor("310000"), make_actor("320000", Role.HANDLER, Role.SIGNATORY)
    matter = make_matter(author, "320000")
    with author.acting():
        step = waiting.open_step(matter, unit=other.unit, role=Role.HANDLER, step="reply")
        record(matter, "opened")
        notify(matter, "opened", [Audience(other.unit, roles=[Role.HANDLER])])
    with as_owner():
        type(matter).objects.filter(pk=matter.pk).update(state="sent")
    monkeypatch.delitem(kinds._kinds, KIND)

    browser, notes = at_desk(other), f"/internal/{matter.public_id}/notes/"
    lists = ["/", "/?group=matter", "/?tab=closed", "/notices/", "/incoming/", "/supervision/", "/worklist/export/"]
    pages = [*lists, notes, f"/worklist/steps/{step.pk}/", f"/supervision/register/{matter.public_id}/"]
    answers = {path: browser.get(path).status_code for path in pages}
    answers["as its author"] = at_desk(author).get("/?tab=sent").status_code

    assert answers == dict.fromkeys(answers, 200)
    assert notes in browser.get("/").text
