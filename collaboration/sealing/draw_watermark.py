"""``python -m collaboration.sealing.draw_watermark``: words on one line, then a file; the marked file comes out."""

import io
import json
import sys
import tempfile
from pathlib import Path

import typst
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.stamp import StaticContentStamp, StaticStampStyle

from collaboration.sealing.signing import EDGE_TO_EDGE
from collaboration.typesetting.fonts import available_fonts

A4 = BoxConstraints(width=595, height=842)
PAGE = """
#set page(width: 595pt, height: 842pt, margin: 0pt, fill: none)
#set text(size: 15pt, fill: rgb(0, 0, 0, 34), font: ("FandolHei", "SimHei", "Noto Sans SC", "Noto Serif SC"))
#for y in (110pt, 310pt, 510pt, 710pt) { place(top + center, dy: y, rotate(-28deg, sys.inputs.words)) }
"""


def marked(pdf: bytes, words: str) -> bytes:
    """The file with the words across every page, appended as one more revision."""
    page = typst.compile(
        PAGE.encode(), font_paths=available_fonts().fonts, ignore_system_fonts=True, sys_inputs={"words": words}
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    with tempfile.TemporaryDirectory() as folder:
        drawn = Path(folder) / "mark.pdf"
        drawn.write_bytes(page)
        style = StaticStampStyle.from_pdf_file(
            str(drawn), border_width=0, background_opacity=1, background_layout=EDGE_TO_EDGE
        )
        stamp = StaticContentStamp(writer, style, box=A4)
        for number in range(int(writer.root["/Pages"]["/Count"])):
            stamp.apply(number, 0, 0)
        out = io.BytesIO()
        writer.write(out)
    return out.getvalue()


def main() -> None:
    words, _line_break, pdf = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(marked(pdf, json.loads(words)))


if __name__ == "__main__":
    main()
