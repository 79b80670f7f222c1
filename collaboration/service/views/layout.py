"""Which fields stand together on the page for the door, and with which manner and result each is asked."""

from collections.abc import Sequence
from typing import NamedTuple

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.service.forms import AttemptForm
from collaboration.service.models import Exhibit, Manner, Result


class Asked(NamedTuple):
    """A field, the manners and results with which it is asked; empty means always."""

    field: BoundField
    manners: str
    results: str


AT_THE_PLACE = f"{Manner.DIRECT} {Manner.LEFT} {Manner.FORWARDED}"
SERVED, FAILED = str(Result.SERVED), str(Result.FAILED)
GROUPS: tuple[tuple[str | Promise, Sequence[tuple[str, str, str]]], ...] = (
    (_("Place and time"), (("happened_at", "", ""), ("place", AT_THE_PLACE, ""))),
    (
        _("Who took it"),
        (
            ("receiver", "direct forwarded post electronic", SERVED),
            ("relation", "direct forwarded post", SERVED),
            ("receiver_reason", "direct forwarded post", SERVED),
            ("through", "forwarded", SERVED),
            ("carrier", "post", ""),
            ("tracking", "post", ""),
            ("electronic_address", "electronic", SERVED),
            ("refusal", "left", SERVED),
            ("witness", "left", SERVED),
            ("witness_of", "left", SERVED),
            ("failure", "", FAILED),
            ("failure_words", "", FAILED),
        ),
    ),
    (
        _("Officers"),
        (("officer_1", "", ""), ("officer_1_number", "", ""), ("officer_2", "", ""), ("officer_2_number", "", ""),
         ("remark", "", "")),
    ),
)  # fmt: skip


def groups_of(form: AttemptForm) -> list[tuple[str, list[Asked]]]:
    """The fields of the form in their groups."""
    return [
        (str(name), [Asked(form[field], manners, results) for field, manners, results in fields])
        for name, fields in GROUPS
    ]


def inputs_of(form: AttemptForm) -> list[dict[str, object]]:
    """Where files are handed in: one place for each sort, with what is wrong there."""
    return [
        {"sort": sort, "label": sort.label, "error": form.missing_exhibits.get(sort, ""), "is_scene": sort == "scene"}
        for sort in Exhibit.Sort
    ]
