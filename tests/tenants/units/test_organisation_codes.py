from tenants.units.organisation_codes import check_character, demonstration_code


def test_a_demonstration_code_is_well_formed_and_plainly_none() -> None:
    code = demonstration_code("310000")

    assert code[:8] == "DM310000"
    assert code[8] == check_character("DM310000")


def test_the_check_character_is_that_of_the_standard() -> None:
    assert check_character("D2143569") == "X"
