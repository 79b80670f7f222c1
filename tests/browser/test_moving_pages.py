"""Every open page about a joint document moves by itself when somebody else acts: two people, several windows."""

import pytest
from django.utils.translation import override

from collaboration.deadlines import agreeing
from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Answer, Disposition, JointDocument, Opinion, Status
from collaboration.documents.workflow import deciding, opinions, rounds
from tests.browser.visitors import Audience, Visitor
from tests.factories.documents import in_a_week, make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_portal]
LOOKS = [(1440, "zh-hans"), (390, "en")]


def shows(visitor: Visitor, selector: str, words: str) -> None:
    """Wait until this part of the page says so, without anybody touching it."""
    visitor.page.wait_for_function(
        "([selector, words]) => [...document.querySelectorAll(selector)].some((one) => one.innerText.includes(words))",
        arg=[selector, words],
        timeout=10_000,
    )


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_open_pages_move_when_somebody_else_acts(audience: Audience, width: int, language: str) -> None:
    host, guest = make_actor("310000"), make_actor("320000")
    document: JointDocument = make_document(Status.SOLICITING, host, guest)
    with guest.acting():
        clock = Deadline.objects.get(waiting__matter=document.pk, waiting__unit=guest.unit)
    paths = {
        "page": (host, f"/documents/{document.public_id}/"),
        "list": (host, "/documents/"),
        "start": (guest, "/"),
        "clock": (host, f"/deadlines/{clock.public_id}/"),
    }
    windows = {name: audience.visitor(who, width=width, language=language) for name, (who, _path) in paths.items()}
    for name, (_who, path) in paths.items():
        windows[name].go(path)
        windows[name].page.wait_for_load_state("networkidle")
    said = windows["page"].say

    with guest.acting():
        agreeing.propose(guest, clock, until=clock.due_at.replace(year=clock.due_at.year + 1), reason="附件较多。")
    shows(windows["clock"], "#deadline", "附件较多。")
    with guest.acting():
        opinions.note_opinion(guest, document, text="建议写明周期。")
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    shows(windows["page"], "#opinions", "建议写明周期。")
    shows(windows["page"], "#progress", said("Opinions given"))
    shows(windows["clock"], "#deadline", said("Over"))
    with host.acting():
        opinion = Opinion.objects.get(round__document=document)
        deciding.decide(host, document, opinion, outcome=Disposition.Outcome.ADOPTED)
    shows(windows["page"], "#opinions", said("Adopted"))
    with host.acting():
        rounds.open_round(host, document, due_on=in_a_week())
    shows(windows["start"], "#worklist", document.title)
    with guest.acting():
        opinions.answer(guest, document, outcome=Answer.Outcome.NO_OPINION)
    windows["start"].page.wait_for_function(
        "title => !document.querySelector('#worklist').innerText.includes(title)", arg=document.title, timeout=10_000
    )
    with host.acting():
        rounds.fix_text(host, document, version=1)
    with override(language):
        final = str(Status.FINAL.label)
    for name, part in (("page", "#state"), ("list", "#documents")):
        shows(windows[name], part, final)
    assert [window.barriers() for window in windows.values()] == [""] * len(windows)
    assert audience.complaints == []
