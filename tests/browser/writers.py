"""People who write in the drafting editor, and what the server has of it."""

import re
from typing import Any

from collaboration.documents.models import JointDocument
from collaboration.documents.workflow.working import draft_of
from tenants.identity.actor import Actor
from tests.browser.visitors import Audience, Visitor

MOMENT = 250  # milliseconds
CARET = """([editor, index, offset]) => {
  const {view, pm, positionOf} = editor.editor, size = view.state.doc.child(index).content.size;
  const at = positionOf(view.state.doc, index) + 1 + (offset < 0 ? size + 1 + offset : offset);
  view.dispatch(view.state.tr.setSelection(pm.state.TextSelection.create(view.state.doc, at)));
  view.focus();
}"""
PASTE = """([editor, html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  if (text) data.setData('text/plain', text);
  const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  editor.editor.view.dom.dispatchEvent(event);
}"""


class Writer:
    """One person's open editor."""

    def __init__(self, audience: Audience, actor: Actor, document: JointDocument, **window: Any) -> None:
        self.actor, self.document = actor, document
        self.visitor: Visitor = audience.visitor(actor, **window)
        self.page, self.keys = self.visitor.page, self.visitor.page.keyboard
        self.open()

    def open(self) -> None:
        """Open the editor, again if it is open."""
        with self.actor.acting():
            path = f"/documents/{self.document.public_id}/write/"
        self.visitor.go(path)
        self.page.wait_for_selector("#writing[data-ready]")
        self.editor = self.page.query_selector("#writing")

    def begin_anew(self) -> None:
        """The page dies without a word, and is opened again."""
        context = self.page.context
        self.page.close()
        self.page = self.visitor.page = context.new_page()
        self.keys = self.page.keyboard
        self.open()

    def caret(self, index: int, offset: int = -1) -> None:
        """Put the caret into a block; behind its last character unless said otherwise."""
        self.page.evaluate(CARET, [self.editor, index, offset])

    def write(self, index: int, text: str, offset: int = -1) -> None:
        self.caret(index, offset)
        self.keys.insert_text(text)

    def paste(self, html: str = "", text: str = "") -> None:
        self.page.evaluate(PASTE, [self.editor, html, text])

    def blocks(self) -> list[dict[str, Any]]:
        """The text as it is on the screen."""
        return self.editor.evaluate("one => one.editor.blocks()")

    def texts(self) -> list[str]:
        return [block.get("text", block.get("rows")) for block in self.blocks()]

    def stored(self) -> list[dict[str, Any]]:
        """The text as the server has it."""
        with self.actor.acting():
            return draft_of(self.document).blocks

    def is_saved(self, *, patience: int = 20_000) -> None:
        """Wait until the editor has nothing left to save, and hold the screen against the server.

        What somebody else saved in between arrives on the screen a moment later.
        """
        free = "one => !one.editor.saver.dirty && !one.editor.saver.busy"
        self.page.wait_for_function(free, arg=self.editor, timeout=patience)
        for _try in range(patience // MOMENT):
            if self.stored() == self.blocks():
                break
            self.page.wait_for_timeout(MOMENT)
        assert self.stored() == self.blocks()

    def state(self) -> str:
        return self.page.inner_text("#save-state")


EXPECTED = re.compile(r"Failed to load resource|WebSocket connection|ERR_INTERNET_DISCONNECTED|status of 409")


def forgive_lost_lines(audience: Audience) -> None:
    """What a browser itself says of a connection that the test cut, or of an answer 409, is no fault of the page."""
    audience.complaints[:] = [said for said in audience.complaints if not EXPECTED.search(said)]
