"""Characters that the document's typefaces cannot print as they should."""

from collections.abc import Iterator, Mapping

from collaboration.documents.proofreading.findings import Finding, Place


def typefaces(place: Place, text: str, lacking: Mapping[str, str]) -> Iterator[Finding]:
    """``lacking``: characters and the typeface that fills in, empty where none can."""
    for position, character in enumerate(text):
        if character in lacking:
            code = "other_typeface" if lacking[character] else "no_typeface"
            yield Finding(code, place, position, position + 1, character, params={"typeface": lacking[character]})
