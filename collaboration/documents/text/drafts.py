"""A line on its way to becoming a block: its kind may still change by what stands around it."""

import re
from dataclasses import dataclass

from collaboration.documents.text.blocks import KINDS, Block, new_block_id
from collaboration.documents.text.cleaning import clean
from collaboration.documents.text.dates import date_line
from collaboration.documents.text.lines import SIGNER, Line
from collaboration.documents.text.numbering import head_of, number_of

SIGNING = re.compile(
    r"(?P<name>[^，。；：]{0,40}?)(?:代表(?:人)?(?:（?(?:签字|签名|签署|签章)）?)|（(?:签字|签名|签章|盖章|公章|印章|签字盖章|签字、盖章)）)[：:_\s]*(?P<after>[^，。；：]{0,40})"
)
NOTE = re.compile(
    r"（[^（）]*(?:公开|发布|联系人|联系电话)[^（）]*(?:（[^（）]*）[^（）]*)?）|(?:信息)?公开(?:方式|选项|属性|类别)[：:].{1,20}"
    r"|(?:抄送|抄报|主送|分送)[：:].+|.{2,40}(?:\d{4}年\d{1,2}月\d{1,2}日)印发"
)
LONGEST_NOTE = 300
ATTACHMENT = re.compile(
    r"附[件表图]?(?:\s*\d{0,3})[：:].*|附件\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?|附件\d{1,3}[^，。；]{2,50}"
)
ATTACHMENT_HEADING = re.compile(r"附件\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})?[：:]?(.*)")


@dataclass
class Draft:
    line: Line
    kind: str

    @property
    def text(self) -> str:
        return self.line.text

    def is_settled(self) -> bool:
        """Its kind was given by the file and is not to be judged by its surroundings."""
        return self.line.is_owned

    def to_block(self) -> Block:
        source = self.line.source
        block_id = source.block_id or new_block_id()
        if self.kind == "table":
            return Block.table(self.line.rows, block_id)
        return Block(block_id, self.kind, self.text, self._head())

    def _head(self) -> str:
        if self.is_settled():
            head, _changes = clean(self.line.source.head)
            return head if self.text.startswith(head) else ""
        return head_of(self.kind, self.text)


def is_note(text: str) -> bool:
    return len(text) <= LONGEST_NOTE and NOTE.fullmatch(text) is not None


def draft_of(line: Line) -> Draft:
    """What a line says about itself; everything else is an ordinary paragraph for now."""
    if line.rows:
        return Draft(line, "table")
    style = line.source.style
    if line.is_owned and style in KINDS:
        return Draft(line, style)
    return Draft(line, _kind_by_words(line.text) or _kind_by_style(line) or "p")


def _kind_by_words(text: str) -> str:
    if SIGNER.fullmatch(text):
        return "signer"
    if date_line(text):
        return "date"
    if is_note(text):
        return "note"
    if ATTACHMENT.fullmatch(text):
        return "attachment"
    number = number_of(text)
    if number:
        return number.kind
    if len(text) <= 70 and SIGNING.fullmatch(text):
        return "signature"
    return ""


def _kind_by_style(line: Line) -> str:
    """A file's own styles, for paragraphs whose words say nothing."""
    if line.source.style in KINDS - {"table"}:
        return line.source.style
    is_heading = 1 <= line.source.outline <= 4 and len(line.text) <= 60 and "。" not in line.text
    return f"h{line.source.outline}" if is_heading else ""
