"""The characters of one Word paragraph, and what in it is no text."""

from collections import Counter
from collections.abc import Callable

from lxml import etree

from collaboration.documents.text.word.xml import attribute, child, is_on, local

# Elements that hold text further in; every other element holds none.
CONTAINERS = (
    "r",
    "hyperlink",
    "ins",
    "moveTo",
    "smartTag",
    "sdt",
    "sdtContent",
    "fldSimple",
    "customXml",
    "ruby",
    "rubyBase",
    "dir",
    "bdo",
)
LITERALS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
LEFT_BEHIND = {
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "object": "objects",
    "oMath": "formulas",
    "oMathPara": "formulas",
    "del": "deletions",
    "moveFrom": "deletions",
    "commentReference": "comments",
}


class RunReader:
    """Reads one paragraph; text boxes found on the way are kept in ``boxes`` to be read after it."""

    def __init__(self, left_behind: Counter[str]) -> None:
        self.left_behind = left_behind
        self.boxes: list[etree._Element] = []

    def text(self, node: etree._Element) -> str:
        return "".join(self._text(item) for item in node)

    def head(self, node: etree._Element, is_head: Callable[[str], bool]) -> str:
        """The text of the first runs, as far as they carry the style of a heading sentence."""
        head = ""
        for run in node:
            if local(run) != "r":
                continue
            if not is_head(attribute(child(run, "rPr", "rStyle"))):
                break
            head += "".join(item.text or "" for item in run if local(item) == "t")
        return head

    def _text(self, node: etree._Element) -> str:
        kind = local(node)
        if kind == "t":
            return node.text or ""
        if kind == "br" and attribute(node, "type") in ("page", "column"):
            return ""
        if kind in LITERALS:
            return LITERALS[kind]
        if kind in LEFT_BEHIND:
            self.left_behind[LEFT_BEHIND[kind]] += 1
            return ""
        if kind in ("drawing", "pict", "AlternateContent"):
            self._drawing(node)
            return ""
        if kind in CONTAINERS and not (kind == "r" and is_on(child(node, "rPr", "vanish"))):
            return "".join(self._text(item) for item in node)
        return ""

    def _drawing(self, node: etree._Element) -> None:
        """A text box is read, once, though Word stores it in two dialects; a picture is counted."""
        choice = child(node, "Choice")
        scope = choice if choice is not None else node
        boxes = [item for item in scope.iter() if local(item) == "txbxContent"]
        self.boxes += [box for box in boxes if not any(other in boxes for other in box.iterancestors())]
        if not boxes and any(local(item) in ("blip", "imagedata") for item in scope.iter()):
            self.left_behind["pictures"] += 1
