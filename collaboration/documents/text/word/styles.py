"""Word styles: the names our own files use for each part, and what a foreign file's styles mean."""

from dataclasses import dataclass

from lxml import etree

from collaboration.documents.text.word.xml import attribute, child, children

# The name in Word's list of styles, by the part it stands for.
STYLE_NAMES = {
    "mark": "发文机关标志",
    "number": "发文字号",
    "title": "公文标题",
    "recipients": "主送机关",
    "signer": "签发人",
    "chapter": "公文章节",
    "article": "公文条款",
    "h1": "公文一级标题",
    "h2": "公文二级标题",
    "h3": "公文三级标题",
    "h4": "公文四级标题",
    "p": "公文正文",
    "li": "公文列项",
    "table": "公文表格",
    "attachment": "公文附件",
    "issued_title": "公文印发标题",
    "signature": "落款",
    "date": "成文日期",
    "note": "附注",
    "closing": "落款自动",
    "spacer": "公文空行",
}
HEAD_STYLE = "段首标题字符"
PARTS = {name: part for part, name in STYLE_NAMES.items()}
BASES = 10


@dataclass(frozen=True)
class Style:
    name: str
    base: str
    num_id: str
    depth: str
    outline: str


class Styles:
    """The styles of one file, by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {attribute(node, "styleId"): _style(node) for node in children(root, "style")}

    def name(self, style_id: str) -> str:
        style = self._styles.get(style_id)
        return style.name if style else ""

    def part(self, style_id: str) -> str:
        """Which part of a document our own style names; empty for any other style."""
        return PARTS.get(self.name(style_id), "")

    def is_contents(self, style_id: str) -> bool:
        """A line of a table of contents."""
        return self.name(style_id).lower().startswith(("toc ", "目录 "))

    def outline(self, style_id: str) -> int:
        """1 to 4 for headings, by the style's name or its outline level; else 0."""
        for style in self._chain(style_id):
            name = style.name.lower()
            if name.startswith(("heading ", "标题 ")) and name[-1].isdigit():
                return int(name[-1])
            if style.outline.isdigit():
                return int(style.outline) + 1 if int(style.outline) < 9 else 0
        return 0

    def numbering(self, style_id: str) -> tuple[str, str]:
        """The list a style belongs to, and the depth it names."""
        for style in self._chain(style_id):
            if style.num_id:
                return style.num_id, style.depth
        return "", ""

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        while style_id in self._styles and len(chain) < BASES:
            chain.append(self._styles[style_id])
            style_id = chain[-1].base
        return chain


def _style(node: etree._Element) -> Style:
    properties = child(node, "pPr")
    return Style(
        name=attribute(child(node, "name")),
        base=attribute(child(node, "basedOn")),
        num_id=attribute(child(properties, "numPr", "numId")),
        depth=attribute(child(properties, "numPr", "ilvl")),
        outline=attribute(child(properties, "outlineLvl")),
    )
