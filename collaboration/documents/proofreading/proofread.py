"""Read a text for everything that can be found without understanding it."""

from collections.abc import Iterable

from collaboration.document_templates.parts import Part
from collaboration.documents.proofreading.dates import dates
from collaboration.documents.proofreading.findings import Finding, passages
from collaboration.documents.proofreading.marks import marks
from collaboration.documents.proofreading.names import names
from collaboration.documents.proofreading.structure import structure
from collaboration.documents.proofreading.typefaces import typefaces
from collaboration.documents.wording import Wording
from collaboration.typesetting.characters import missing_characters


def proofread(kind: str, wording: Wording, units: Iterable[str], parts: Iterable[Part] = ()) -> list[Finding]:
    """All findings in the order of the text, those on the text as a whole first.

    ``units``: names of those who sign; ``parts``: what the template requires.
    """
    units = list(units)
    read = list(passages(wording))
    lacking = {one.character: one.shown_in for one in missing_characters("".join(text for _place, text in read))}
    found = list(structure(kind, wording, parts))
    for place, text in read:
        found += [*marks(place, text), *dates(place, text), *names(place, text, units)]
        found += typefaces(place, text, lacking)
    order = {place: number for number, (place, _text) in enumerate(read)}
    return sorted(found, key=lambda one: (order[one.place] if one.place else -1, one.start))
