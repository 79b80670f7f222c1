"""Icons and deadline lights."""

import pytest
from django.template import Context, Template
from django.utils import translation
from lucide import IconDoesNotExist

from collaboration.deadlines.lights import Colour, Light


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


def test_light_says_in_words_what_its_colour_means() -> None:
    due = Light(Colour.RED, "Overdue by 3 working days")

    assert rendered("{% light due %}", due=due) == '<span class="pill red">Overdue by 3 working days</span>'


def test_light_of_a_year_without_a_calendar_says_so() -> None:
    due = Light(Colour.GREEN, "40 working days left", is_estimated=True)

    assert "the calendar of that year is not official yet" in rendered("{% light due %}", due=due)


def test_without_a_deadline_the_light_says_that() -> None:
    assert rendered("{% light due %}", due=None) == '<span class="pill grey">No deadline</span>'
