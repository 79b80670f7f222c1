"""Pieces of WordprocessingML that python-docx has no words for."""

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph

RED = "E60012"


def element(tag: str, **attributes: object) -> BaseOxmlElement:
    node = OxmlElement(tag)
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    return node


def bottom_rule(paragraph: Paragraph) -> None:
    """The red rule below the document number."""
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=10, space=11, color=RED))
    paragraph._p.get_or_add_pPr().append(borders)


def page_number(paragraph: Paragraph, left: Length | None = None, right: Length | None = None) -> None:
    """— 1 — on the outer side."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right is not None else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.left_indent = left
    paragraph.paragraph_format.right_indent = right
    paragraph.add_run("— ")
    for part in ("begin", "PAGE", "end"):
        run = paragraph.add_run()
        if part == "PAGE":
            instruction = element("w:instrText")
            instruction.text = part
            run._r.append(instruction)
        else:
            run._r.append(element("w:fldChar", fldCharType=part))
    paragraph.add_run(" —")
    for run in paragraph.runs:
        run.font.size = Pt(14)
