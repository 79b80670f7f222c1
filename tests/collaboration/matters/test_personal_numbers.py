"""A number of a person does not stand in words that are kept in the open."""

import pytest
from django.core.exceptions import ValidationError

from collaboration.assistance.catalogue.questions import Question, form_class
from collaboration.assistance.forms import TextForm
from collaboration.letters.forms import LetterForm
from collaboration.matters.personal_numbers import WEIGHTS, has_identity, without_numbers
from collaboration.transfers.forms import ReasonForm


def identity(number: str = "32010219900307123") -> str:
    """A number with the right last sign, of nobody we know."""
    counted = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True)) % 11
    return number + "10X98765432"[counted]


@pytest.mark.parametrize("words", ["当事人（{}）到场。", "{}", "号：{}，"])
def test_it_is_found_where_it_stands(words):
    number = identity()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert has_identity(words.format(number)) and has_identity(words.format(wide))


def test_numbers_of_cases_and_codes_are_none():
    wrong = identity()[:17] + ("1" if identity()[17] != "1" else "2")
    for words in ("演示立〔2026〕7号", wrong, f"1{identity()}", f"{identity()}1", "320102199013071234", ""):
        assert not has_identity(words)


@pytest.mark.parametrize(
    ("form", "name"),
    [(TextForm, "text"), (ReasonForm, "reason"), (LetterForm, "title"), (LetterForm, "text"),
     (form_class([Question("facts", "long", "样例")]), "facts"),
     (form_class([Question("cause", "text", "样例")]), "cause")],
)  # fmt: skip
def test_forms_refuse_it_beside_the_field(form, name):
    assert name in form({name: f"样例{identity()}"}).errors
    assert name not in form({name: "样例"}).errors


def test_fields_that_are_encrypted_take_it():
    asked = form_class([Question("party_id", "identity", "样例", is_personal=True)])
    assert asked({"party_id": identity()}).is_valid()


def test_a_title_bears_no_telephone_either():
    with pytest.raises(ValidationError):
        without_numbers("关于13900001234的协助")
    without_numbers("关于1390000123的协助")
