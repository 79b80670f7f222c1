import pytest

from tenants.units.divisions import divisions, streets
from tenants.units.models import Level
from tenants.units.naming import Names, names

DELTA = ("31", "32", "33", "34")


def named(code: str) -> Names:
    return names(divisions().get(code) or streets()[code])


@pytest.mark.parametrize(
    ("code", "name", "short", "word"),
    [
        ("310000", "上海市城市管理行政执法局", "上海市城管执法局", "沪城管"),
        ("320000", "江苏省住房和城乡建设厅", "江苏省住建厅", "苏城管"),
        ("330000", "浙江省住房和城乡建设厅", "浙江省住建厅", "浙城管"),
        ("340000", "安徽省住房和城乡建设厅", "安徽省住建厅", "皖城管"),
        ("310101", "上海市黄浦区城市管理行政执法局", "黄浦区城管执法局", "黄浦城管"),
        ("320100", "南京市城市管理局", "南京市城管局", "南京城管"),
        ("330100", "杭州市综合行政执法局", "杭州市执法局", "杭州城管"),
        ("320302", "徐州市鼓楼区城市管理局", "徐州鼓楼区城管局", "徐州鼓楼城管"),
        ("320322", "沛县城市管理局", "沛县城管局", "徐州沛县城管"),
        ("320583", "昆山市城市管理局", "昆山市城管局", "苏州昆山城管"),
        ("320576", "苏州工业园区城市管理局", "苏州工业园区城管局", ""),
    ],
)
def test_a_unit_is_named_by_the_rule_of_its_place(code: str, name: str, short: str, word: str) -> None:
    found = named(code)

    assert (found.name, found.short_name, found.code_word) == (name, short, word)


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("310000", "Shanghai Urban Management and Law Enforcement Bureau"),
        ("320000", "Jiangsu Provincial Department of Housing and Urban-Rural Development"),
        ("310101", "Huangpu District Urban Management and Law Enforcement Bureau, Shanghai"),
        ("320100", "Nanjing Urban Management Bureau"),
        ("320500", "Suzhou Urban Management Bureau, Jiangsu"),
        ("341300", "Suzhou Urban Management Bureau, Anhui"),
        ("330100", "Hangzhou Comprehensive Administrative Law Enforcement Bureau"),
        ("320302", "Gulou District Urban Management Bureau, Xuzhou"),
        ("320322", "Peixian County Urban Management Bureau, Xuzhou"),
        ("320576", "Suzhou Industrial Park Urban Management Bureau"),
    ],
)
def test_its_english_name_tells_places_of_one_spelling_apart(code: str, english: str) -> None:
    assert named(code).name_en == english


def test_a_street_is_named_under_its_district() -> None:
    code = next(code for code, street in streets().items() if street.name == "南京东路街道")

    assert named(code).name == "上海市黄浦区南京东路街道综合行政执法队"
    assert named(code).name_en.startswith("Nanjingdonglu Subdistrict Comprehensive")
    assert named(code).code_word == ""


def test_names_of_the_alliance_are_unique_and_fit() -> None:
    members = [each for each in [*divisions().values(), *streets().values()] if each.province in DELTA]
    found = [names(each) for each in members]

    for attribute, longest in {"name": 100, "short_name": 60, "name_en": 200}.items():
        values = [getattr(each, attribute) for each in found]
        assert len(set(values)) == len(values), attribute
        assert max(map(len, values)) <= longest
    words = [each.code_word for each in found if each.code_word]
    assert len(set(words)) == len(words)
    assert max(len(each.pinyin) for each in found) <= 300
    assert max(len(each.initials) for each in found) <= 60


def test_the_alliance_has_the_units_that_it_should() -> None:
    members = [each for each in divisions().values() if each.province in DELTA]
    count = {level: sum(each.level == level for each in members) for level in Level}

    assert count == {Level.OFFICE: 0, Level.PROVINCE: 4, Level.CITY: 40 + 16, Level.COUNTY: 289 + 24, Level.STREET: 0}
    assert len(streets()) > 4000
    assert all(street.parent in divisions() for street in streets().values())
