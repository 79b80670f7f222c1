import pytest

from tenants.units.spelling import initials, pinyin, place, place_with_kind


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("六安", "luan"),
        ("亳州", "bozhou"),
        ("丽水", "lishui"),
        ("台州", "taizhou"),
        ("蚌埠", "bengbu"),
        ("单县", "shanxian"),
        ("六合", "luhe"),
        ("乐清", "yueqing"),
        ("涡阳", "guoyang"),
        ("歙县", "shexian"),
        ("天台", "tiantai"),
        ("闵行", "minhang"),
        ("长兴", "changxing"),
        ("盐都", "yandu"),
        ("莲都", "liandu"),
        ("甪直", "luzhi"),
        ("盱眙", "xuyi"),
        ("砀山", "dangshan"),
    ],
)
def test_places_are_read_as_their_people_read_them(name: str, spelled: str) -> None:
    assert pinyin(name) == spelled
    assert pinyin(f"{name}城市管理局") == f"{spelled}chengshiguanliju"


def test_initials_are_one_letter_for_each_character() -> None:
    assert initials("上海市城管执法局") == "shscgzfj"


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("六安市", "Lu'an"),
        ("马鞍山市", "Ma'anshan"),
        ("上海市", "Shanghai"),
        ("陕西省", "Shaanxi Province"),
        ("内蒙古自治区", "Inner Mongolia Autonomous Region"),
        ("静安区", "Jing'an District"),
        ("单县", "Shanxian County"),
        ("景宁畲族自治县", "Jingning She Autonomous County"),
        ("浦东新区", "Pudong New Area"),
        ("昆山市", "Kunshan"),
    ],
)
def test_places_in_english(name: str, english: str) -> None:
    assert place_with_kind(name) == english


def test_an_umlaut_is_kept_in_english_and_typed_as_v() -> None:
    assert place("吕梁市") == "Lüliang"
    assert pinyin("吕梁") == "lvliang"
