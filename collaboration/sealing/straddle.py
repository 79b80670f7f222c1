"""骑缝章: one unit's seal cut into strips that stand on the right edge of every page, so that no page can be exchanged.

The places are form fields made before the text is certified; the unit's own signature fills them all and locks them.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from collaboration.typesetting.document import PAGE_HEIGHT_MM, POINTS_PER_MM

PREFIX = "Straddle_"
MOST_PAGES = 12  # that one seal is cut for; a longer file has it again
PAGE_WIDTH_MM = 210
PUSH_BUTTON, PRINTED = 1 << 16, 4
ONLY_STATE = "/Off"  # PDF/A wants the appearance of a button by its states


@dataclass(frozen=True)
class Straddle:
    """On whose behalf it is made, over how many pages, and how large the whole seal is."""

    unit: str
    pages: int
    diameter: float

    @property
    def fields(self) -> list[str]:
        """The names of its places, page by page."""
        return [f"{PREFIX}{page}" for page in range(1, self.pages + 1)]

    def strips(self) -> Iterator[tuple[int, int]]:
        """For every page which strip of how many it shows; the groups of pages are about equally long."""
        length = math.ceil(self.pages / math.ceil(self.pages / MOST_PAGES))
        for page in range(self.pages):
            group = page // length
            yield page % length, min(length, self.pages - group * length)


def make_places(writer: IncrementalPdfFileWriter, straddle: Straddle) -> None:
    """An empty place at the right edge of every page, at half its height."""
    form = writer.root["/AcroForm"]
    side = straddle.diameter * POINTS_PER_MM
    right, middle = PAGE_WIDTH_MM * POINTS_PER_MM, PAGE_HEIGHT_MM * POINTS_PER_MM / 2
    for page, (_strip, count) in enumerate(straddle.strips()):
        reference, _resources = writer.find_page_for_modification(page)
        place = (right - side / count, middle - side / 2, right, middle + side / 2)
        given = {
            "/Type": pdf_name("/Annot"),
            "/Subtype": pdf_name("/Widget"),
            "/FT": pdf_name("/Btn"),
            "/Ff": generic.NumberObject(PUSH_BUTTON),
            "/F": generic.NumberObject(PRINTED),
            "/AS": pdf_name(ONLY_STATE),
            "/T": generic.TextStringObject(straddle.fields[page]),
            "/P": reference,
            "/Rect": generic.ArrayObject(map(generic.FloatObject, place)),
        }
        field = writer.add_object(generic.DictionaryObject({pdf_name(name): value for name, value in given.items()}))
        writer.register_annotation(reference, field)
        form["/Fields"].append(field)
    writer.update_container(form["/Fields"])


def fill_places(writer: IncrementalPdfFileWriter, locked: list[str], picture: bytes) -> None:
    """Show the strips of this seal, a one-page PDF, in the places of these names."""
    wanted = [name for name in locked if name.startswith(PREFIX)]
    if not wanted:
        return
    places = {str(one.get_object()["/T"]): one.get_object() for one in writer.root["/AcroForm"]["/Fields"]}
    seal = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(picture)))
    left, bottom, right, top = (float(side) for side in seal.get_object()["/BBox"])
    for page, (strip, count) in enumerate(Straddle("", len(wanted), 0).strips()):
        width = (right - left) / count
        box = (left + strip * width, bottom, left + (strip + 1) * width, top)
        shown = generic.StreamObject(stream_data=b"/Seal Do")
        shown[pdf_name("/Type")], shown[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
        shown[pdf_name("/BBox")] = generic.ArrayObject(map(generic.FloatObject, box))
        named = generic.DictionaryObject({pdf_name("/Seal"): seal})
        shown[pdf_name("/Resources")] = generic.DictionaryObject({pdf_name("/XObject"): named})
        place = places[f"{PREFIX}{page + 1}"]
        states = generic.DictionaryObject({pdf_name(ONLY_STATE): writer.add_object(shown)})
        place[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): states})
        writer.update_container(place)
