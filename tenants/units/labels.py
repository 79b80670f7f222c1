"""The first part of a tenant's host name, by rule: short for the lead units, pinyin for cities."""

import re
from functools import cache

from tenants.hosts import RESERVED_LABELS
from tenants.units.divisions import MUNICIPALITIES, Division, divisions
from tenants.units.models import Level
from tenants.units.spelling import initials, place, stem

LABEL = re.compile(r"[a-z][a-z0-9-]{0,38}[a-z0-9]")


def label(division: Division) -> str:
    """The label of a province's or city's site; two cities of one spelling are told apart by their provinces."""
    if division.level == Level.PROVINCE:
        return province_label(division.code)
    if division.province in MUNICIPALITIES:
        return f"{_spelled(division)}-{province_label(f'{division.province}0000')}"
    return _labels()[division.code]


def province_label(code: str) -> str:
    """``js``; or ``hubei`` and ``hebei``, whose initials are the same."""
    return _labels()[code]


def is_usable(wanted: str) -> bool:
    """Whether this can be a label: letters, digits and inner hyphens, and not one that the portal keeps for itself."""
    return bool(LABEL.fullmatch(wanted)) and wanted not in RESERVED_LABELS


@cache
def _labels() -> dict[str, str]:
    """Of all provinces, and of all cities that are not districts of a municipality."""
    provinces = [division for division in divisions().values() if division.level == Level.PROVINCE]
    short = _told_apart({each.code: initials(stem(each.name)) for each in provinces}, {
        each.code: _spelled(each) for each in provinces
    })  # fmt: skip
    cities = [each for each in divisions().values() if each.level == Level.CITY and each.province not in MUNICIPALITIES]
    spelled = {each.code: _spelled(each) for each in cities}
    longer = {each.code: f"{spelled[each.code]}-{short[f'{each.province}0000']}" for each in cities}
    return short | _told_apart(spelled, longer, taken={*short.values(), *RESERVED_LABELS})


def _told_apart(wanted: dict[str, str], otherwise: dict[str, str], taken: set[str] = frozenset()) -> dict[str, str]:
    """What is wanted where it is nobody else's, the other form where it is."""
    values = list(wanted.values())
    return {
        code: otherwise[code] if value in taken or values.count(value) > 1 else value for code, value in wanted.items()
    }


def _spelled(division: Division) -> str:
    return "".join(letter for letter in place(division.name).lower().replace("ü", "v") if letter.isalpha())
