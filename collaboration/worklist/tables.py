"""Lists as .csv and .xlsx files, for people who go on working with them elsewhere: whole, or of any length and written
while they are sent, so that nothing of them gathers in memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

from tenants.files.pieces import Pipe

Row = Sequence[str]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDEST = 60
LONGEST = 32_767  # letters of a cell; with more of them Excel calls the file damaged
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet would reckon with
MARK = "\ufeff"  # without it Excel takes the file for another encoding
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FORMATS = "http://schemas.openxmlformats.org"
SHEETS = f"{FORMATS}/spreadsheetml/2006/main"
LINKS = f"{FORMATS}/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {  # everything of a workbook of one sheet but the sheet
    "[Content_Types].xml": f'<Types xmlns="{FORMATS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{FORMATS}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{LINKS}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{FORMATS}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{SHEETS}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>',
}
FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>'
    "</sheetViews>"
)


def xlsx(name: str, headings: Sequence[str | Promise], rows: Iterable[Row]) -> HttpResponse:
    """The whole list as a workbook."""
    return table("xlsx", name, headings, rows)


def table(form: str, name: str, headings: Sequence[str | Promise], rows: Iterable[Row]) -> HttpResponse:
    """The whole list in the form that was asked for, csv or else a workbook."""
    return HttpResponse(b"".join(_pieces(form, headings, iter([list(rows)]))), headers=_headers(form, name))


def stream(
    form: str, name: str, headings: Sequence[str | Promise], chunks: Iterable[Sequence[Row]]
) -> StreamingHttpResponse:
    """The same of any length; chunks of rows are asked for one by one."""
    made = _pieces(form, headings, _in_language(chunks))
    return StreamingHttpResponse(made, headers=_headers(form, name))


def _headers(form: str, name: str) -> dict[str, str]:
    return {
        "Content-Type": TYPES[form],
        "Content-Disposition": content_disposition_header(True, f"{name}.{form}") or "attachment",
    }


def _pieces(form: str, headings: Sequence[str | Promise], chunks: Iterator[Sequence[Row]]) -> Iterator[bytes]:
    return (_csv if form == "csv" else _xlsx)([str(heading) for heading in headings], chunks)


def _in_language(chunks: Iterable[Sequence[Row]]) -> Iterator[Sequence[Row]]:
    """Words of the reader's language, though nothing of the request is left while it is sent."""
    language, source = translation.get_language(), iter(chunks)
    while True:
        with translation.override(language):
            rows = next(source, None)
        if rows is None:
            return
        yield rows


def _csv(heads: Row, chunks: Iterator[Sequence[Row]]) -> Iterator[bytes]:
    out = StringIO()
    writer = csv.writer(out)
    out.write(MARK)
    writer.writerow(heads)
    for rows in chunks:
        writer.writerows(map(words_alone, rows))
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def words_alone(row: Row) -> list[str]:
    """The cells of a line of csv, none of which a spreadsheet takes for a formula."""
    return [f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row]


def _xlsx(heads: Row, chunks: Iterator[Sequence[Row]]) -> Iterator[bytes]:
    """Every cell is text: what looks like a formula stays words. The first rows tell how wide the columns are."""
    pipe, first = Pipe(), next(chunks, [])
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:
        for part, words in PARTS.items():
            book.writestr(part, XML + words)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{XML}<worksheet xmlns="{SHEETS}">{FROZEN}{_columns([heads, *first])}<sheetData>'.encode())
            sheet.write(_line(heads, ' s="1"').encode())
            rows: Sequence[Row] | None = first
            while rows is not None:
                sheet.write("".join(_line(row) for row in rows).encode())
                yield pipe.taken()
                rows = next(chunks, None)
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.taken()


def _columns(rows: Sequence[Row]) -> str:
    widths = [min(2 * max(len(cell) for cell in column) + 2, WIDEST) for column in zip(*rows, strict=True)]
    told = (f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, start=1))
    return f"<cols>{''.join(told)}</cols>"


def _line(row: Row, style: str = "") -> str:
    cells = (f'<c t="inlineStr"{style}><is><t xml:space="preserve">{_words(cell)}</t></is></c>' for cell in row)
    return f"<row>{''.join(cells)}</row>"


def _words(cell: str) -> str:
    shown = (one for one in cell[:LONGEST] if one in "\n\t" or (ord(one) >= 32 and one not in "\ufffe\uffff"))
    return escape("".join(shown))
