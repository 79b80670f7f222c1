"""Which fields stand together on the page for the door, and with which manner and result each is asked."""

from collections.abc import Sequence
from typing import NamedTuple

from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.service.forms import AttemptForm
from collaboration.service.models import Exhibit, Manner
from collaboration.service.requirements import ASKED_WITH, AT_THE_PLACE


class Asked(NamedTuple):
    """A field, the manners and results with which it is asked; empty means always."""

    field: BoundField
    manners: str
    results: str


SCENE = Exhibit.Sort.SCENE
OF_MANNERS = {
    Exhibit.Sort.RECEIPT: AT_THE_PLACE,
    Exhibit.Sort.SLIP: (Manner.POST,),
    Exhibit.Sort.CONFIRMATION: (Manner.ELECTRONIC,),
}
GROUPS: tuple[tuple[str | Promise, Sequence[str]], ...] = (
    (_("Place and time"), ("happened_at", "place")),
    (_("How it went"), ("receiver", "relation", "receiver_reason", "through", "carrier", "tracking",
                        "electronic_address", "refusal", "witness", "witness_of", "failure", "failure_words")),
    (_("Officers"), ("officer_1", "officer_1_number", "officer_2", "officer_2_number", "remark")),
)  # fmt: skip


def groups_of(form: AttemptForm) -> list[tuple[str, list[Asked]]]:
    """The fields of the form in their groups."""
    return [(str(name), [_asked(form, field) for field in fields]) for name, fields in GROUPS]


def _asked(form: AttemptForm, name: str) -> Asked:
    manners, results = ASKED_WITH.get(name, ((), ()))
    return Asked(form[name], " ".join(manners), " ".join(results))


def inputs_of(form: AttemptForm) -> list[dict[str, object]]:
    """Where files are handed in: one place for each sort, with what is wrong there."""
    return [
        {"sort": sort, "label": sort.label, "error": form.missing_exhibits.get(sort, ""), "is_scene": sort == SCENE,
         "manners": " ".join(OF_MANNERS.get(sort, ()))}
        for sort in Exhibit.Sort
    ]  # fmt: skip
