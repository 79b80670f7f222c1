"""Names of units by rule. They are a beginning: a unit's administrators may change them."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from tenants.units.divisions import MUNICIPALITIES, Division, divisions
from tenants.units.models import Level
from tenants.units.spelling import initials, pinyin, place, place_with_kind, stem

ABBREVIATIONS = {"31": "沪", "32": "苏", "33": "浙", "34": "皖"}


@dataclass(frozen=True, slots=True)
class Agency:
    """What kind of agency manages cities somewhere: the end of its name, in full, in short and in English."""

    full: str
    short: str
    english: str


DEPARTMENT = Agency("住房和城乡建设厅", "住建厅", "Department of Housing and Urban-Rural Development")
BUREAU = Agency("城市管理局", "城管局", "Urban Management Bureau")
ENFORCEMENT = Agency("城市管理行政执法局", "城管执法局", "Urban Management and Law Enforcement Bureau")
COMPREHENSIVE = Agency("综合行政执法局", "执法局", "Comprehensive Administrative Law Enforcement Bureau")
TEAM = Agency("综合行政执法队", "执法队", "Comprehensive Administrative Law Enforcement Team")


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a unit is called."""

    name: str
    short_name: str
    name_en: str
    region: str
    region_en: str
    code_word: str

    @property
    def pinyin(self) -> str:
        return f"{pinyin(self.name)} {pinyin(self.short_name)}"

    @property
    def initials(self) -> str:
        return f"{initials(self.name)} {initials(self.short_name)}"[:60]


OFFICE = Names(
    "协作会议办公室", "协作会议办公室", "Alliance Conference Office", "长三角区域", "Yangtze River Delta", ""
)


def agency(division: Division) -> Agency:
    """The kind of agency that manages cities in this division."""
    if division.level == Level.STREET:
        return TEAM
    if division.province == "31":
        return ENFORCEMENT
    if division.level == Level.PROVINCE:
        return BUREAU if division.province in MUNICIPALITIES else DEPARTMENT
    return COMPREHENSIVE if division.province == "33" else BUREAU


def names(division: Division) -> Names:
    """What the unit of this division is called, in both languages."""
    if division.level == Level.PROVINCE:
        return _province_names(division)
    kind, region, region_en = agency(division), _region(division), _region_in_english(division)
    place_en, _, above_en = region_en.partition(", ")
    return Names(
        name=region + kind.full,
        short_name=_short_region(division) + kind.short,
        name_en=f"{place_en} {kind.english}" + (above_en and f", {above_en}"),
        region=region,
        region_en=region_en,
        code_word=_code_word(division),
    )


def _province_names(division: Division) -> Names:
    kind, place_en = agency(division), place(division.name)
    return Names(
        name=division.name + kind.full,
        short_name=division.name + kind.short,
        name_en=f"{place_en} {'Provincial ' if division.name.endswith('省') else ''}{kind.english}",
        region=division.name,
        region_en=place_en,
        code_word=_code_word(division),
    )


def _parent(division: Division) -> Division:
    return divisions()[division.parent]


def _region(division: Division) -> str:
    """As officials write it: a district under its city, a county or county-level city by its own name."""
    if division.level == Level.STREET:
        return _region(_parent(division)) + division.name
    if division.level in (Level.CITY, Level.COUNTY) and division.name.endswith("区") and not division.is_zone:
        return _parent(division).name + division.name
    return division.name


def _short_region(division: Division) -> str:
    if division.level == Level.STREET:
        return stem(_parent(division).name) + division.name
    if division.level == Level.COUNTY and division.name.endswith("区") and not division.is_zone:
        return stem(_parent(division).name) + division.name
    return division.name


def _region_in_english(division: Division) -> str:
    """With the place above it where that tells places of one name apart: ``Gulou District, Xuzhou``."""
    own = place_with_kind(division.name)
    if division.is_zone:
        return division.english
    if division.level == Level.STREET:
        return f"{own}, {place_with_kind(_parent(division).name)}"
    if division.level == Level.COUNTY or division.province in MUNICIPALITIES or own in ambiguous_cities():
        return f"{own}, {place(_parent(division).name)}"
    return own


@cache
def ambiguous_cities() -> frozenset[str]:
    """Names in Latin letters that several of the cities share: ``Suzhou``, ``Taizhou``."""
    cities = (each for each in divisions().values() if each.level == Level.CITY and each.province not in MUNICIPALITIES)
    count = Counter(place(each.name) for each in cities)
    return frozenset(name for name, times in count.items() if times > 1)


def _code_word(division: Division) -> str:
    """The word before the year in a document's number: 沪城管, 南京玄武城管. Streets and zones choose theirs."""
    if division.level == Level.STREET or division.is_zone:
        return ""
    if division.level == Level.PROVINCE:
        return f"{ABBREVIATIONS.get(division.province) or stem(division.name)}城管"
    above = stem(_parent(division).name) if division.level == Level.COUNTY else ""
    return f"{above}{stem(division.name)}城管"
