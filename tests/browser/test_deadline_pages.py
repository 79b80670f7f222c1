"""Pages about deadlines, urging and supervision, in English on a phone and in Chinese on a desk."""

import pytest

from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Status
from collaboration.supervision import workflow
from tenants.identity.roles import Role
from tests.browser.test_key_pages import DESK, LOOKS, faults
from tests.browser.visitors import Audience
from tests.factories.documents import in_a_week, make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_everybody_can_use_the_pages_about_deadlines(audience: Audience) -> None:
    author, city, superior = make_actor("340100"), make_actor("320100"), make_actor("320000")
    keeper = make_actor("office", Role.UNIT_ADMINISTRATOR)
    document, draft = make_document(Status.SOLICITING, author, city), make_document(Status.DRAFT, author, city)
    final = make_document(Status.FINAL, author, city)
    with superior.acting():
        slip = workflow.issue(
            superior, about=document.public_id, unit=city.unit, demand="限期办理样例事项。", due_on=in_a_week()
        )
    with city.acting():
        deadline = Deadline.objects.get(waiting__matter=document.pk)
    of, clock = f"/supervision/of/{document.public_id}/", f"/deadlines/{deadline.public_id}/"
    pages = {
        author: [of, f"{of}320100/call/", clock, f"{clock}extend/", f"/documents/{document.public_id}/",
                 f"/documents/{draft.public_id}/round/", f"/documents/{final.public_id}/countersigning/"],
        city: [clock, f"{clock}propose/", "/deadlines/duty/", "/deadlines/escalation/", "/deadlines/feed/",
               f"/supervision/slips/{slip.matter.public_id}/", "/supervision/?tab=slips"],
        superior: ["/supervision/", f"/supervision/register/{document.public_id}/"],
        keeper: ["/deadlines/calendar/", "/deadlines/calendar/notice/"],
    }  # fmt: skip

    found = []
    for width, language in LOOKS:
        for person, paths in pages.items():
            found += faults(audience.visitor(person, width=width, language=language), paths, DESK)

    assert found == []
