"""A typed table of contents says everything once more: it is left out, the layout makes its own."""

import re

from collaboration.documents.text.lines import Line

PAGE_NUMBER = re.compile(r"[.…·\s—\-]*\d*$")
LONGEST = 80


def without_contents(lines: list[Line]) -> tuple[list[Line], int]:
    """The lines after 目录 up to where its first entry comes again as a heading, and how many there were."""
    for start, line in enumerate(lines):
        if line.text == "目录" and start + 1 < len(lines):
            end = _end_of_contents(lines, start + 1)
            if end:
                return lines[:start] + lines[end:], end - start
    return lines, 0


def _end_of_contents(lines: list[Line], first: int) -> int:
    entry = _entry(lines[first])
    for position in range(first + 1, min(len(lines), first + LONGEST)):
        line = lines[position]
        if line.is_owned or line.rows or line.text.endswith(("。", "；")):
            return 0
        if _entry(line) == entry:
            return position
    return 0


def _entry(line: Line) -> str:
    return PAGE_NUMBER.sub("", line.text)
