"""``python -m collaboration.numbering.read_workbook``: the cells of a workbook on standard input, as JSON."""

import io
import json
import sys

from openpyxl import load_workbook

LINES, COLUMNS = 5002, 3


def main() -> None:
    sheet = load_workbook(io.BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True).worksheets[0]
    rows = sheet.iter_rows(max_row=LINES, max_col=COLUMNS, values_only=True)
    sys.stdout.write(json.dumps([["" if cell is None else str(cell) for cell in row] for row in rows]))


if __name__ == "__main__":
    main()
