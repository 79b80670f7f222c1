"""An opinion on marked words, given on a phone and adopted in one click: by mouse and by keyboard."""

import pytest

from collaboration.documents.models import Opinion, Status
from collaboration.documents.workflow.working import working_text
from tests.browser.visitors import Audience
from tests.factories.documents import again, make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARK = """([block, from, to]) => {
  const words = document.querySelector(`[id="${block}"] .prose p`).firstChild;
  const range = document.createRange();
  range.setStart(words, from);
  range.setEnd(words, to);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""
PICK = """() => {
  const text = document.getElementById("pick");
  text.focus();
  text.setSelectionRange(0, 0);
}"""


def test_marked_words_are_spoken_about_on_a_phone_and_adopted_in_one_click(audience: Audience) -> None:
    host, guest = make_actor("310000"), make_actor("320000")
    document = make_document(Status.SOLICITING, host, guest)
    with guest.acting():
        blocks = again(guest, document).rounds.get().version.blocks
    phone = audience.visitor(guest, width=390, language="zh-hans")
    phone.go(f"/documents/{document.public_id}/opinions/")

    phone.page.evaluate(MARK, [blocks[2]["id"], 4, 7])
    phone.follow("Opinion on the marked words")
    assert phone.page.input_value("[name=quote]") == "每季度"
    assert phone.page.input_value("[name=proposed_text]") == "每季度"
    assert (phone.barriers(), phone.overhang()) == ("", 0)
    phone.page.fill("[name=proposed_text]", "每月")
    phone.press("Note this opinion")

    phone.go(f"/documents/{document.public_id}/opinions/?block={blocks[3]['id']}")  # with the keyboard alone
    phone.page.evaluate(PICK)
    for _character in range(3):
        phone.page.keyboard.press("Shift+ArrowRight")
    phone.page.wait_for_function("() => document.querySelector('[name=quote]').value.length === 3")
    phone.page.fill("[name=proposed_text]", "本协议样例")
    phone.press("Note this opinion")
    phone.press("Submit the opinions")
    with guest.acting():
        kept = list(Opinion.objects.values_list("start", "end", "quote"))
    assert kept == [(4, 7, "每季度"), (0, 3, blocks[3]["text"][:3])]

    desk = audience.visitor(host, width=1280, language="zh-hans")
    desk.go(f"/documents/{document.public_id}/decisions/")
    assert (desk.barriers(), desk.overhang()) == ("", 0)
    desk.press("Adopt into the text")
    desk.reads("The proposed wording now stands in the text.")
    with host.acting():
        assert working_text(again(host, document)).blocks[2].text == "各方约定每月互通一次样例情况。"
    desk.go(f"/documents/{document.public_id}/table/")
    assert (desk.barriers(), desk.overhang()) == ("", 0)
