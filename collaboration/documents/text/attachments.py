"""Attachments: the list that names them, and the headings that begin them."""

import re
from collections.abc import Sequence
from typing import Protocol

from collaboration.documents.text.drafts import ATTACHMENT_HEADING, Draft

LISTED = re.compile(r"附件?\s*[：:](.+)")
ITEM = re.compile(r"(\d{1,3})[.．、](.{2,80}?)(?=\d{1,3}[.．、]|$)")
ITEM_LINE = re.compile(r"(\d{1,3})[.．、]([^。]{2,80})")


class Passage(Protocol):
    """A paragraph while it is recognised, or a block afterwards."""

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...


def is_bare_heading(draft: Passage) -> bool:
    """附件 or 附件2 alone on its line: the attachment itself begins here, its title may follow."""
    match = ATTACHMENT_HEADING.fullmatch(draft.text) if draft.kind == "attachment" else None
    return match is not None and not match[1]


def mark_lists(drafts: Sequence[Draft]) -> None:
    """``附件：1.…`` goes on with ``2.…`` on the following lines: those name attachments, they are no headings."""
    for position, draft in enumerate(drafts):
        if draft.kind != "attachment" or "：" not in draft.text:
            continue
        named = ITEM.findall(draft.text.partition("：")[2])
        expected = int(named[-1][0]) + 1 if named else 1
        if not named and not draft.text.endswith("："):
            continue
        for following in drafts[position + 1 :]:
            item = ITEM_LINE.fullmatch(following.text)
            if following.kind != "h3" or following.is_settled() or not item or int(item[1]) != expected:
                break
            following.kind = "attachment"
            expected += 1


def names_listed(drafts: Sequence[Passage]) -> list[str]:
    """The attachments a text says it has, by name."""
    names: list[str] = []
    for draft in drafts:
        if draft.kind != "attachment":
            continue
        listed = LISTED.fullmatch(draft.text)
        text = listed[1] if listed else draft.text
        items = [name for _, name in ITEM.findall(text)]
        if listed and not items:
            items = [listed[1]]
        names += [name for name in items if name not in names]
    return names
