"""What each manner of service legally needs, as one table that the form, the phone and the database's users share.

行政处罚法 article 61 lets 民事诉讼法 chapter 7 part 2 decide: in person articles 87 and 88, by leaving 89,
electronically 90 (with a signed confirmation, 行政处罚法 article 61), by post 91, through others 92 to 94. At least two
officers with enforcement numbers: 行政处罚法 article 42.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.service.models import Exhibit, Manner, Result

SERVED, FAILED = Result.SERVED, Result.FAILED
DIRECT, LEFT, POST, FORWARDED, ELECTRONIC = Manner
RECEIPT, SCENE, SLIP, CONFIRMATION = Exhibit.Sort
EVERY = tuple(Manner)
AT_THE_PLACE = (DIRECT, LEFT, FORWARDED)
# What is asked with some manners and results alone; whatever else the form holds of it does not count.
ASKED_WITH: Mapping[str, tuple[tuple[Manner, ...], tuple[Result, ...]]] = {
    "place": (AT_THE_PLACE, (SERVED, FAILED)),
    "receiver": ((DIRECT, FORWARDED, POST, ELECTRONIC), (SERVED,)),
    "relation": ((DIRECT, FORWARDED, POST), (SERVED,)),
    "receiver_reason": ((DIRECT, FORWARDED, POST), (SERVED,)),
    "through": ((FORWARDED,), (SERVED,)),
    "carrier": ((POST,), (SERVED, FAILED)),
    "tracking": ((POST,), (SERVED, FAILED)),
    "electronic_address": ((ELECTRONIC,), (SERVED,)),
    "refusal": ((LEFT,), (SERVED,)),
    "witness": ((LEFT,), (SERVED,)),
    "witness_of": ((LEFT,), (SERVED,)),
    "failure": (EVERY, (FAILED,)),
    "failure_words": (EVERY, (FAILED,)),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """In these manners and with this result one of these fields (or files) has to be there, or this is said."""

    field: str  # beside which the sentence stands
    words: str | Promise
    manners: tuple[Manner, ...]
    result: Result
    any_of: tuple[str, ...] = ()  # fields, or sorts of exhibits; the field itself where nothing else would do

    @property
    def satisfied_by(self) -> tuple[str, ...]:
        """What makes up for it."""
        return self.any_of or (self.field,)


def _both(field: str, words: str | Promise, manners: tuple[Manner, ...]) -> tuple[Requirement, ...]:
    return tuple(Requirement(field, words, manners, result) for result in (SERVED, FAILED))


SECOND = _("Two officers serve together: name the second one.")
SECOND_NUMBER = _("Enter the enforcement number of the second officer.")
REQUIREMENTS: tuple[Requirement, ...] = (
    *_both("officer_1", _("Name the officer who served."), EVERY),
    *_both("officer_1_number", _("Enter the enforcement number of this officer."), EVERY),
    *_both("officer_2", SECOND, EVERY),
    *_both("officer_2_number", SECOND_NUMBER, EVERY),
    *_both("place", _("Say where it was served: town, street, number, room."), AT_THE_PLACE),
    Requirement("receiver", _("Name the person who took the paper."), (DIRECT, FORWARDED), SERVED),
    Requirement("relation", _("Say how this person is related to the recipient."), (DIRECT, FORWARDED), SERVED),
    Requirement(
        RECEIPT,
        _("Photograph the proof of service that the person signed; its date is the day of service."),
        (DIRECT, FORWARDED),
        SERVED,
    ),
    Requirement("refusal", _("Say what was refused, and why: it stands on the proof of service."), (LEFT,), SERVED),
    Requirement(
        "witness",
        _("Name a witness of the neighbourhood organisation or the employer, or hand in photos or video of it."),
        (LEFT,),
        SERVED,
        ("witness", SCENE),
    ),
    Requirement(
        RECEIPT,
        _("Photograph the proof that officers and witness signed, or hand in photos or a video of the leaving."),
        (LEFT,),
        SERVED,
        (RECEIPT, SCENE),
    ),
    *_both("carrier", _("Say who carried the letter."), (POST,)),
    *_both("tracking", _("Enter the number of the letter."), (POST,)),
    Requirement(SLIP, _("Hand in the return slip: the day that stands on it is the day of service."), (POST,), SERVED),
    Requirement("through", _("Name the organ or unit that handed it on."), (FORWARDED,), SERVED),
    Requirement(
        "electronic_address", _("Enter the address in the system to which it was sent."), (ELECTRONIC,), SERVED
    ),
    Requirement(
        CONFIRMATION,
        _("Hand in the signed confirmation of address and manner; without it nothing is served electronically."),
        (ELECTRONIC,),
        SERVED,
    ),
    Requirement("failure", _("Say why it could not be served."), EVERY, FAILED),
    Requirement("failure_words", _("Describe what you met there."), EVERY, FAILED),
)
WITNESS_OF = _("Say which organisation the witness comes from.")
SAME_NUMBER = _("Both officers have the same number; two different ones serve.")
IN_THE_FUTURE = _("This lies in the future.")


def missing(
    manner: str, result: str, given: Mapping[str, Any], exhibits: Collection[str]
) -> Iterator[tuple[str, str | Promise]]:
    """What is still missing: beside which field, and in which words."""
    there = {name for name, value in given.items() if value} | set(exhibits)
    for one in REQUIREMENTS:
        if manner in one.manners and result == one.result and there.isdisjoint(one.satisfied_by):
            yield one.field, one.words
    if given.get("witness") and not given.get("witness_of"):
        yield "witness_of", WITNESS_OF


def for_the_phone() -> dict[str, Any]:
    """The same table for the page that has no connection, in the reader's language."""
    table = [
        {"field": one.field, "words": str(one.words), "manners": list(one.manners), "result": one.result,
         "any": list(one.satisfied_by)}
        for one in REQUIREMENTS
    ]  # fmt: skip
    words = {"required": gettext("Choose or fill this in."), "witness_of": str(WITNESS_OF),
             "same_number": str(SAME_NUMBER), "future": str(IN_THE_FUTURE)}  # fmt: skip
    return {**words, "table": table}


def unasked(manner: str, result: str) -> Iterator[str]:
    """The fields that this manner and this result do not ask for."""
    for field, (manners, results) in ASKED_WITH.items():
        if manner not in manners or result not in results:
            yield field
