from io import BytesIO

from openpyxl import load_workbook

from collaboration.worklist import tables


def test_a_workbook_opens_whatever_its_cells_and_its_name_are():
    answer = tables.xlsx("编号台账", ["甲", "乙"], (row for row in [["样" * 40_000, "<a>&\x00\ufffe"], ["", "-1"]]))

    rows = [[cell.value or "" for cell in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows()]

    assert rows == [["甲", "乙"], ["样" * tables.LONGEST, "<a>&"], ["", "-1"]]
    assert "filename*=utf-8''%E7%BC%96" in answer["Content-Disposition"]


def test_a_list_of_no_rows_has_its_headings_in_either_form():
    book, words = (tables.table(form, "list", ["甲", "乙"], []).content for form in ("xlsx", "csv"))

    assert [cell.value for cell in load_workbook(BytesIO(book)).active[1]] == ["甲", "乙"]
    assert words.decode() == f"{tables.MARK}甲,乙\r\n"
