"""Lists as .xlsx and .csv files, for people who go on working with them elsewhere."""

import csv as comma_separated
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what a spreadsheet would reckon with
MARK = "\ufeff"  # without it Excel takes the file for another encoding


def table(form: str, name: str, headings: Sequence[str | Promise], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The list in the form that was asked for: csv, or else a workbook."""
    return csv(name, headings, rows) if form == "csv" else xlsx(name, headings, rows)


def csv(name: str, headings: Sequence[str | Promise], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A file of comma-separated values. What looks like a formula stays words."""
    out = StringIO()
    writer = comma_separated.writer(out)
    writer.writerow([str(heading) for heading in headings])
    writer.writerows(map(words_alone, rows))
    return HttpResponse(
        MARK + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def words_alone(row: Sequence[str]) -> list[str]:
    """The cells of a line of csv, none of which a spreadsheet takes for a formula."""
    return [f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row]


def xlsx(name: str, headings: Sequence[str | Promise], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A workbook of one sheet. Every cell is text: what looks like a formula stays words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    table = [[str(cell) for cell in row] for row in rows]
    heads = [str(heading) for heading in headings]
    for number, head in enumerate(heads):
        longest = max(len(row[number]) for row in [heads, *table])
        sheet.column_dimensions[chr(ord("A") + number)].width = min(2 * longest + 2, WIDEST) if head else 10
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, head, bold=True) for head in heads])
    for row in table:
        sheet.append([_text(sheet, cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return HttpResponse(
        out.getvalue(), content_type=TYPE, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


def _text(sheet: object, words: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value="".join(one for one in words if one in "\n\t" or ord(one) >= 32))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
