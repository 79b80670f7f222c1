"""Icons and deadline lights."""

import pytest
from django.template import Context, Template
from django.utils import translation
from lucide import IconDoesNotExist


def rendered(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load design %}" + source).render(Context(context)).strip()


def test_icon_beside_words_is_hidden_from_screen_readers() -> None:
    html = rendered('{% icon "bell" %}')

    assert html.startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path')
    assert "stroke-width" not in html


def test_icon_that_stands_alone_says_what_it_is() -> None:
    assert 'role="img" aria-label="&lt;Notices&gt;"' in rendered('{% icon "bell" "<Notices>" %}')


def test_unknown_icon_is_an_error() -> None:
    with pytest.raises(IconDoesNotExist):
        rendered('{% icon "no-such-icon" %}')


@pytest.mark.parametrize(
    ("days", "colour", "words"),
    [
        (None, "grey", "No deadline"),
        (-3, "red", "3 working days overdue"),
        (-1, "red", "1 working day overdue"),
        (0, "amber", "Due today"),
        (1, "amber", "1 working day left"),
        (2, "amber", "2 working days left"),
        (3, "green", "3 working days left"),
    ],
)
def test_light_says_in_words_what_its_colour_means(days: int | None, colour: str, words: str) -> None:
    assert rendered("{% light days %}", days=days) == f'<span class="pill {colour}">{words}</span>'
