"""No word is lost: two people at once, connections that are cut, pages that die, input methods, random edits."""

import os
import random

import pytest

from tests.browser.visitors import Audience
from tests.browser.writers import Writer, forgive_lost_lines
from tests.factories.documents import make_draft
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.one_portal]


CUTS = 200 if os.environ.get("PORTAL_PROVE") else 20
EDITS = 1500 if os.environ.get("PORTAL_PROVE") else 150

# Cut before a save leaves, cut after it arrived and before anybody hears of it, or answered by something in between.
CUT = """(() => {
  const whole = window.fetch;
  window.cut = '';
  window.fetch = async (address, options) => {
    const how = options && options.method === 'POST' ? window.cut : '';
    if (how === 'before') throw new TypeError('cut');
    if (how === 'error') return new Response('', {status: 502});
    const answer = await whole(address, options);
    if (how === 'after') throw new TypeError('cut');
    return answer;
  };
})()"""

SLOW_ANSWERS = """() => {
  const fetchNow = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await fetchNow(...asked);
    if (asked[1] && asked[1].method === "POST") await new Promise((resolve) => { window.letGo = resolve; });
    return answer;
  };
  const told = () => { window.told = true; };
  ["matter-changed", "presence-changed"].forEach((name) => document.body.addEventListener(name, told));
}"""


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def document(author):
    return make_draft(author, make_actor("320000"))


@pytest.fixture
def pair(audience: Audience, author, document):
    return Writer(audience, author, document), Writer(audience, make_actor("310000"), document)


def test_two_people_in_different_paragraphs_are_asked_nothing(pair):
    mine, theirs = pair
    mine.write(2, "甲写的。")
    theirs.write(3, "乙写的。")
    mine.is_saved()
    theirs.is_saved()
    mine.page.wait_for_function("one => one.editor.blocks()[3].text.includes('乙写的')", arg=mine.editor)
    assert mine.texts() == theirs.texts()
    assert theirs.actor.user.name in mine.page.inner_text("#people")
    mine.caret(2)
    mine.keys.press("Control+z")
    assert "乙写的" in mine.texts()[3] and "甲写的" not in mine.texts()[2]
    mine.is_saved()


def test_what_is_told_while_an_answer_is_on_its_way_is_fetched_afterwards(pair):
    mine, theirs = pair
    mine.page.evaluate(SLOW_ANSWERS)
    mine.write(2, "甲写的。")
    mine.page.wait_for_function("() => Boolean(window.letGo)")
    mine.page.evaluate("() => { window.told = false; }")
    theirs.write(3, "乙写的。")
    theirs.is_saved()
    mine.page.wait_for_function("() => Boolean(window.told)")
    mine.page.evaluate("() => window.letGo()")
    mine.page.wait_for_function("one => one.editor.blocks()[3].text.includes('乙写的')", arg=mine.editor)
    assert mine.texts() == theirs.texts()


@pytest.mark.parametrize(("choice", "texts"), [
    ("mine", ["甲写的。"]), ("theirs", ["乙写的。"]), ("both", ["甲写的。", "乙写的。"]),
])  # fmt: skip
def test_same_paragraph_shows_both_and_somebody_chooses(audience, pair, choice, texts):
    mine, theirs = pair
    mine.visitor.page.context.set_offline(True)
    theirs.write(2, "乙写的。")
    theirs.is_saved()
    mine.write(2, "甲写的。")
    mine.write(3, "别处。")
    mine.visitor.page.context.set_offline(False)
    row = mine.page.wait_for_selector(".clash")
    assert "甲写的。" in row.inner_text() and "乙写的。" in row.inner_text()
    assert "乙写的。" in mine.stored()[2]["text"]
    mine.write(0, "仍可继续写。")
    mine.page.click(f".clash [data-take={choice}]")
    mine.is_saved()
    said = [text for text in mine.texts() if "写的。" in text]
    assert [text[-4:] for text in said] == texts
    assert mine.texts()[-1].endswith("别处。") and mine.texts()[0].endswith("仍可继续写。")
    forgive_lost_lines(audience)


def test_page_that_dies_offline_gives_everything_back(audience, pair):
    mine, theirs = pair
    context = mine.page.context
    context.set_offline(True)
    mine.write(2, "断线时写的。")
    mine.page.fill("#recipients", "各样例单位")
    mine.page.wait_for_function(
        "() => Object.keys(localStorage).some((name) => localStorage[name].includes('断线时写的'))"
    )
    mine.page.wait_for_selector("#save-state.lost")
    mine.page.goto("about:blank")
    theirs.write(3, "另一人写的。")
    theirs.is_saved()
    context.set_offline(False)
    mine.begin_anew()
    mine.is_saved()
    assert mine.texts()[2].endswith("断线时写的。") and mine.texts()[3].endswith("另一人写的。")
    assert mine.page.input_value("#recipients") == "各样例单位"
    forgive_lost_lines(audience)


def test_no_word_is_lost_however_often_the_line_is_cut(audience, author, document):
    chance, writer, words = random.Random(7), Writer(audience, author, document), []
    writer.page.context.add_init_script(CUT)
    writer.open()
    for number in range(CUTS):
        how = chance.choice(("before", "after", "error", "offline"))
        writer.page.evaluate("how => { window.cut = how }", how)
        writer.page.context.set_offline(how == "offline")
        for _word in range(chance.randint(1, 2)):
            words.append(f"词{number}之{len(words)}。")
            writer.write(chance.randrange(len(writer.blocks())), words[-1])
            if chance.random() < 0.3:
                writer.keys.press(chance.choice(("Enter", "Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown")))
        writer.page.evaluate("one => one.editor.saver.hurry()", writer.editor)
        writer.page.wait_for_timeout(chance.randint(0, 150))
        writer.page.context.set_offline(False)
        if chance.random() < 0.15:  # the page dies as well
            writer.page.wait_for_timeout(450)
            writer.begin_anew()
        else:
            writer.page.evaluate("window.cut = ''")
    writer.page.evaluate("one => one.editor.saver.hurry()", writer.editor)
    writer.is_saved(patience=60_000)
    text = "".join(map(str, writer.texts()))
    assert [word for word in words if text.count(word) != 1] == []
    assert not writer.page.query_selector(".clash")
    forgive_lost_lines(audience)


def test_random_edits_leave_server_and_screen_alike(audience, author, document):
    chance, writer = random.Random(11), Writer(audience, author, document)
    keys = ["Enter", "Backspace", "Delete", "Control+z", "Control+y", "Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown",
            "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight", "Control+Alt+7", "Shift+ArrowDown"]  # fmt: skip
    for _edit in range(EDITS):
        writer.caret(chance.randrange(len(writer.blocks())), chance.choice((0, -1)))
        act = chance.random()
        if act < 0.35:
            writer.keys.insert_text(chance.choice(("甲", "一、总则", "𠮷字", "，")))
        elif act < 0.45:
            writer.paste(text="甲\n二、乙\n丙")
        else:
            writer.keys.press(chance.choice(keys))
    ids = [block["id"] for block in writer.blocks()]
    assert len(ids) == len(set(ids)) and all(ids)
    writer.is_saved(patience=60_000)


def test_input_method_writes_where_the_caret_is(audience, author, document):
    writer = Writer(audience, author, document)
    method = writer.page.context.new_cdp_session(writer.page)
    for index, offset in ((2, 0), (2, 4), (2, -1)):
        before = writer.texts()[index]
        writer.caret(index, offset)
        for typed in ("x", "xie", "xie'zuo"):
            said = {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
            method.send("Input.imeSetComposition", said)
            writer.page.wait_for_timeout(30)
        assert writer.editor.evaluate("one => one.editor.view.composing")
        method.send("Input.insertText", {"text": "协作"})
        writer.page.wait_for_timeout(120)
        at = offset if offset >= 0 else len(before)
        assert writer.texts()[index] == before[:at] + "协作" + before[at:]
    writer.is_saved()


def test_fingers_do_what_keys_do(audience, author, document):
    writer = Writer(audience, author, document, width=390)
    writer.page.locator(".text > *").nth(2).click()
    writer.keys.insert_text("触摸")
    writer.page.get_by_role("button", name="上移", exact=True).click()
    assert "触摸" in writer.texts()[1]
    assert writer.page.evaluate("document.activeElement.closest('.text') !== null")
    assert (
        writer.page.evaluate(
            "Math.min(...[...document.querySelectorAll('#toolbar button')].map((one) => one.offsetHeight || 99))"
        )
        >= 40
    )
    writer.is_saved()


def test_everything_is_reached_by_keys_alone(audience, author, document):
    writer = Writer(audience, author, document)
    writer.page.focus("#topic")
    writer.keys.press("Tab")
    assert writer.page.evaluate("document.activeElement.id") == "kind"
    for _step in range(40):
        if writer.page.evaluate("document.activeElement.closest('.text') !== null"):
            break
        writer.keys.press("Tab")
    writer.keys.press("Control+End")
    writer.keys.insert_text("键盘。")
    writer.keys.press("Control+s")
    writer.is_saved()
    writer.keys.press("Tab")
    assert not writer.page.evaluate("document.activeElement.closest('.text') !== null")
    assert writer.texts()[-1].endswith("键盘。")
