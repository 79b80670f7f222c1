"""Marks that tell which document a file was, also when it comes back altered, cut or appended to.

They stand twice in the file, unpacked: among its metadata near the end, and in a comment at its very beginning.
"""

import re

FIRST_TWO_LINES = re.compile(rb"%PDF-1\.\d\n%[\x80-\xff]{4,}\n")
CROSS_REFERENCES = re.compile(rb"xref\n0 \d+\n((?:\d{10} \d{5} [nf][ \r]\n)+)")
IN_USE = re.compile(rb"(\d{10})(?= \d{5} n)")
START = re.compile(rb"startxref\n(\d+)\n")


def marks(check_code: str, content_sha256: str) -> list[str]:
    """The words by which a file names its document; none for what has neither code nor hash yet."""
    named = {"check-code": check_code, "sha256": content_sha256}
    return [f"{name}:{value}" for name, value in named.items() if value]


def mark_beginning(pdf: bytes, words: list[str]) -> bytes:
    """Put the marks into a comment behind the header and move all offsets by its length.

    The typesetter writes one plain cross-reference table; any other file raises ``ValueError``.
    """
    if not words:
        return pdf
    header, table, start = FIRST_TWO_LINES.match(pdf), CROSS_REFERENCES.search(pdf), START.search(pdf)
    if not (header and table and start) or table.start() != int(start[1]):
        raise ValueError("This is not a file as the typesetter writes it.")
    comment = f"%{' '.join(words)}\n".encode("ascii")
    entries = IN_USE.sub(lambda offset: b"%010d" % (int(offset[1]) + len(comment)), table[1])
    return b"".join(
        (
            header[0],
            comment,
            pdf[header.end() : table.start(1)],
            entries,
            pdf[table.end(1) : start.start(1)],
            b"%d" % (int(start[1]) + len(comment)),
            pdf[start.end(1) :],
        )
    )
