"""The table of opinions as the official 意见采纳情况表: a Word file to print and sign, and a workbook to go on with."""

from collections.abc import Sequence
from io import BytesIO

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.documents.models import JointDocument
from collaboration.documents.opinions.table import Line
from collaboration.worklist.tables import xlsx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OUTCOMES: dict[str, str | Promise] = {"open": gettext_lazy("Not decided yet"), "none": "", "silent": ""}
HEADINGS: Sequence[str | Promise] = (
    gettext_lazy("No."),
    gettext_lazy("Unit"),
    gettext_lazy("Round"),
    gettext_lazy("Place"),
    gettext_lazy("Words of the text"),
    gettext_lazy("Kind of opinion"),
    gettext_lazy("Opinion"),
    gettext_lazy("Proposed wording"),
    gettext_lazy("Outcome"),
    gettext_lazy("Reason"),
    gettext_lazy("Resolved in version"),
    gettext_lazy("The unit's reply"),
)
WIDTHS_MM = (9, 26, 10, 24, 38, 15, 38, 38, 16, 26, 13, 20)


def cells(number: int, line: Line) -> list[str]:
    """One line of the table as it is written out."""
    opinion = line.opinion
    start = [str(number), line.unit.name, str(line.round.number)]
    if opinion is None:
        return [*start, "", "", "", line.answer, *[""] * 5]
    decided = getattr(opinion, "disposition", None)
    outcome = decided.get_outcome_display() if decided else str(OUTCOMES["open"])
    version = str(decided.resolved_in.number) if decided and decided.resolved_in else ""
    reply = line.reply
    return [
        *start,
        line.label,
        opinion.quote,
        opinion.get_kind_display(),
        opinion.text,
        opinion.proposed_text,
        outcome,
        decided.reason if decided else "",
        version,
        _joined(reply.get_stance_display(), reply.reason) if reply else "",
    ]


def _joined(*words: str) -> str:
    return "：".join(word for word in words if word)


def workbook(lines: Sequence[Line]) -> HttpResponse:
    """The table as .xlsx."""
    return xlsx("opinions", HEADINGS, [cells(number, line) for number, line in enumerate(lines, start=1)])


def word_file(document: JointDocument, lines: Sequence[Line]) -> HttpResponse:
    """The table as .docx, on landscape A4."""
    from docx import Document  # few processes ever write one
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    file = Document()
    section = file.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(12)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "FangSong", Pt(10)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    heading = file.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(_("Adoption of the opinions on “%(title)s”") % {"title": document.title})
    run.bold, run.font.size = True, Pt(16)
    file.add_paragraph(_("Drafting unit: %(unit)s") % {"unit": document.drafting_unit.name})
    rows = [list(map(str, HEADINGS)), *(cells(number, line) for number, line in enumerate(lines, start=1))]
    table = file.add_table(rows=len(rows), cols=len(HEADINGS), style="Table Grid")
    table.autofit = False
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(row.cells, words, WIDTHS_MM, strict=True):
            cell.width, cell.text = Mm(width), _printable(text)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    _repeat(table.rows[0])
    out = BytesIO()
    file.save(out)
    name = content_disposition_header(True, _("Opinions on %(title)s") % {"title": document.title} + ".docx")
    return HttpResponse(out.getvalue(), content_type=WORD, headers={"Content-Disposition": name or "attachment"})


def _printable(words: str) -> str:
    return "".join(one for one in words if one in "\n\t" or ord(one) >= 32)


def _repeat(row: object) -> None:
    """Let a row stand on top of every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:tblHeader"))
