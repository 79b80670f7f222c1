"""The names of the signature fields in a sealed file."""

from collections.abc import Iterable

CERTIFICATION = "Certification"
CLOSING = "Closing"
ARCHIVE = "ArchiveTimestamp"
SEAL = "Seal_"


def seal_field(unit: str) -> str:
    return SEAL + unit


def unit_of(field: str) -> str:
    """The unit whose seal this field holds; empty for the portal's own fields."""
    return field.removeprefix(SEAL) if field.startswith(SEAL) else ""


def all_fields(units: Iterable[str]) -> set[str]:
    """Every field that a finished file of these units holds, and no other."""
    return {CERTIFICATION, CLOSING, ARCHIVE, *(seal_field(unit) for unit in units)}
