import pytest

from tenants.hosts import RESERVED_LABELS
from tenants.units.divisions import divisions
from tenants.units.labels import is_usable, label
from tenants.units.models import Level


def of(code: str) -> str:
    return label(divisions()[code])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("310000", "sh"),
        ("320000", "js"),
        ("330000", "zj"),
        ("340000", "ah"),
        ("320100", "nanjing"),
        ("341500", "luan"),
        ("320500", "suzhou-js"),
        ("341300", "suzhou-ah"),
        ("321200", "taizhou-js"),
        ("331000", "taizhou-zj"),
        ("420000", "hubei"),
        ("130000", "hebei"),
        ("610000", "shaanxi"),
        ("310101", "huangpu-sh"),
    ],
)
def test_a_site_has_a_short_label(code: str, expected: str) -> None:
    assert of(code) == expected


def test_no_two_sites_share_a_label_and_all_are_usable() -> None:
    joining = [each for each in divisions().values() if each.level in (Level.PROVINCE, Level.CITY)]
    found = [label(each) for each in joining]

    assert len(set(found)) == len(found)
    assert all(map(is_usable, found))


@pytest.mark.parametrize("wanted", [*sorted(RESERVED_LABELS), "", "-a", "a-", "A", "a.b", "a_b", "苏州", "a" * 41])
def test_reserved_and_malformed_labels_are_refused(wanted: str) -> None:
    assert not is_usable(wanted)
