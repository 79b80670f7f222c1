"""Whether a file that was handed in bears a mark of state secrets anywhere: in its name, its headers or its text."""

from collaboration.documents.text.paragraphs import Source
from tenants.files.markings import marking_in, marking_of_name


def find_marking(name: str, source: Source) -> str:
    """The first mark in a file's name, headers or text; empty if there is none."""
    lines = [*source.headers]
    for paragraph in source.paragraphs:
        lines.append(paragraph.text)
        lines += ["|".join(row) for row in paragraph.rows]
    return marking_of_name(name) or marking_in(lines)
