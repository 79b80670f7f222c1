"""Page, grid and styles of GB/T 9704 in Word's terms."""

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from collaboration.documents.text.word.elements import RED, element
from collaboration.documents.text.word.styles import HEAD_STYLE, STYLE_NAMES

FANG, KAI, HEI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
LATIN = "Times New Roman"
LINE_PITCH = 579  # twentieths of a point: 22 lines on the page
CHARACTER_SPACE = -849  # 4096ths of a point: 28 characters in a line
TWO_CHARACTERS = {"firstLineChars": 200, "firstLine": 640}
FOUR_CHARACTERS_RIGHT = {"rightChars": 400, "right": 1280}
AFTER_OUTLINE = ("w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")
LEFT, CENTER, RIGHT, JUSTIFY, DISTRIBUTE = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.DISTRIBUTE,
)


@dataclass(frozen=True)
class Look:
    """How one part is set: face, size, place, indent, level in the outline."""

    face: str = FANG
    size: float = 16
    align: WD_ALIGN_PARAGRAPH = JUSTIFY
    indent: dict[str, int] | None = None
    outline: int | None = None
    pitch: float | None = None
    color: str = ""


LOOKS = {
    "mark": Look(TITLE, 26, DISTRIBUTE, pitch=38, color=RED),
    "number": Look(align=CENTER),
    "title": Look(TITLE, 22, CENTER, pitch=35),
    "recipients": Look(align=LEFT),
    "signer": Look(align=RIGHT),
    "chapter": Look(HEI, align=CENTER, outline=0),
    "article": Look(indent=TWO_CHARACTERS),
    "h1": Look(HEI, indent=TWO_CHARACTERS, outline=0),
    "h2": Look(KAI, indent=TWO_CHARACTERS, outline=1),
    "h3": Look(indent=TWO_CHARACTERS, outline=2),
    "h4": Look(indent=TWO_CHARACTERS, outline=3),
    "p": Look(indent=TWO_CHARACTERS),
    "li": Look(indent=TWO_CHARACTERS),
    "table": Look(size=12, align=LEFT, pitch=20),
    "attachment": Look(indent=TWO_CHARACTERS),
    "issued_title": Look(TITLE, 22, CENTER, pitch=35),
    "signature": Look(align=RIGHT),
    "date": Look(align=RIGHT, indent=FOUR_CHARACTERS_RIGHT),
    "note": Look(indent=TWO_CHARACTERS),
    "closing": Look(align=RIGHT),
    "spacer": Look(),
}


def set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = element("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "linesAndChars"), ("linePitch", LINE_PITCH), ("charSpace", CHARACTER_SPACE)):
        grid.set(qn(f"w:{name}"), str(value))


def define_styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    _face(normal, FANG, 16)
    spacing = normal.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PITCH / 20)
    spacing.space_before = spacing.space_after = Pt(0)
    for part, look in LOOKS.items():
        style = document.styles.add_style(STYLE_NAMES[part], WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.quick_style = True
        _look(style, look)
    head = document.styles.add_style(HEAD_STYLE, WD_STYLE_TYPE.CHARACTER)
    _face(head, KAI, 16)


def _look(style: ParagraphStyle, look: Look) -> None:
    _face(style, look.face, look.size)
    style.paragraph_format.alignment = look.align
    if look.pitch:
        style.paragraph_format.line_spacing = Pt(look.pitch)
    if look.color:
        style.font.color.rgb = RGBColor.from_string(look.color)
    properties = style._element.get_or_add_pPr()
    for name, value in (look.indent or {}).items():
        properties.get_or_add_ind().set(qn(f"w:{name}"), str(value))
    if look.outline is not None:
        properties.insert_element_before(element("w:outlineLvl", val=look.outline), *AFTER_OUTLINE)


def _face(style: ParagraphStyle | CharacterStyle, face: str, size: float) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    style._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
