"""People who walk with a request for help through a browser, and look at every page they come to."""

import re
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import resolve
from django.utils import timezone

from collaboration.assistance.catalogue.questions import WHY, Question
from tests.browser.looking import PROVE
from tests.browser.visitors import Visitor
from tests.factories.people import PASSWORD

UNTRANSLATED = """language => {  // words of another language that are not marked as such
  const strange = language === "en" ? /\\p{Script=Han}{2,}/u : /\\b[A-Za-z]{2,} [a-z]{2,}\\b/, found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const holder = text.parentElement;
    if (!strange.test(text.data) || holder.closest("[lang], textarea") !== document.documentElement) continue;
    if (holder.checkVisibility({visibilityProperty: true})) found.push(text.data.trim());
  }
  return found;
}"""

TYPED = re.compile("^样例|^Sample|关于.*的函$")  # what people write, and an official title
SETTLE = """() => document.getAnimations().forEach((one) => { try { one.finish(); } catch { /* endless */ } })"""


class Walker:
    """People at one window. ``seen`` are the kinds of page that axe has examined, ``faults`` what was wrong."""

    def __init__(self, visitor: Visitor, seen: set[str]) -> None:
        self.visitor, self.page, self.say = visitor, visitor.page, visitor.say
        self.seen = seen
        self.faults: list[str] = []

    def go(self, path: str) -> None:
        self.visitor.go(path)
        self.look()

    def press(self, msgid: str) -> None:
        """Press the button that leads to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.say(msgid), exact=True).first.click()
        self.look()

    def follow(self, msgid: str) -> None:
        """Follow the link with this label."""
        self.open(f"main a:text-is({self.say(msgid)!r})")

    def open(self, link: str) -> None:
        """Follow the first link of this kind."""
        with self.page.expect_navigation():
            self.page.locator(link).first.click()
        self.look()

    def take_up(self, public_id: object) -> None:
        """Find what waits on the own desk, and open it."""
        self.go("/")
        self.open(f"#worklist a[href*='{public_id}']")

    def sign(self, msgid: str) -> None:
        """Prove who one is, and press."""
        self.page.fill("[name=proof_password]", PASSWORD)
        self.press(msgid)

    def fill(self, **words: str) -> None:
        for name, value in words.items():
            self.page.fill(f"main [name={name}]", value)

    def answer(self, questions: Iterable[Question]) -> None:
        """Answer every question that is not answered yet."""
        for one in questions:
            field = self.page.locator(f"main [name=answer-{one.name}]")
            match one.type:
                case "choice":
                    field.select_option(one.choices[0][0])
                case "several":
                    for value, *_words in one.choices:
                        self.page.check(f"[name=answer-{one.name}][value={value}]")
                case "paper":
                    self._lay_before(one)
                case _ if not field.input_value():
                    field.fill(self.words_for(one))

    def _lay_before(self, paper: Question) -> None:
        """Among the files the one that is asked for; where none is asked for yet, nothing, or why there is none."""
        chosen = self.page.locator(f"main select[name=answer-{paper.name}] option:nth-child(2)")
        if chosen.count():
            self.page.select_option(f"main [name=answer-{paper.name}]", index=1)
        elif (reason := self.page.locator(f"main [name=answer-{paper.name}{WHY}]")).count():
            reason.fill(self.words_for(paper))

    def words_for(self, question: Question) -> str:
        """What somebody writes there, in the language of the page."""
        words = "Samples" if self.visitor.language == "en" else "样例内容"
        match question.type:
            case "date":
                is_ahead = question.name.endswith(("_by", "_day"))
                return (timezone.localdate() + timedelta(days=20 if is_ahead else -1)).isoformat()
            case "number":
                return "2"
            case "telephone" | "identity":
                return "021-1234567"
            case "inventory":
                return f"{words}\n{words} B"
        return words

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def look(self) -> None:
        """Whether the page fits into its window, speaks one language, and bars nobody."""
        if (overhang := self.visitor.overhang()) > 0:
            self.faults.append(f"{self.path}: {overhang} px too wide")
        found = self.page.evaluate(UNTRANSLATED, self.visitor.language)
        if strange := [words for words in found if not TYPED.search(words)]:
            self.faults.append(f"{self.path}: not in its language: {strange}")
        name = resolve(self.path, "portal.urls.desk").view_name
        if PROVE or name not in self.seen:
            self.seen.add(name)
            self.page.evaluate(SETTLE)
            if barriers := self.visitor.barriers():
                self.faults.append(f"{self.path}: {barriers}")
