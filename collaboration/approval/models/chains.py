"""The chain a unit sets for one of its words: versions that are never changed, the newest is in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import pgettext_lazy

from tenants.units.models import Unit


class StepKind(models.TextChoices):
    """The sorts of steps inside a house, in the order offices know them."""

    DRAFT = "draft", pgettext_lazy("step in the house", "Draft")
    REVIEW = "review", pgettext_lazy("step in the house", "Review of the draft")
    LEGALITY = "legality", pgettext_lazy("step in the house", "Legality review")
    DEPARTMENTS = "departments", pgettext_lazy("step in the house", "Countersigning by departments")
    SIGN_OFF = "sign_off", pgettext_lazy("step in the house", "Sign-off")
    FINAL_CHECK = "final_check", pgettext_lazy("step in the house", "Final check")
    ADDED = "added", pgettext_lazy("step in the house", "Added signer")
    OPINION = "opinion", pgettext_lazy("step in the house", "Internal opinion")


SETTABLE = (StepKind.REVIEW, StepKind.LEGALITY, StepKind.DEPARTMENTS, StepKind.SIGN_OFF, StepKind.FINAL_CHECK)


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of a chain: what it is, who takes it, in how many working days. Departments take it all at once."""

    kind: str
    role: str = ""
    person: int | None = None
    departments: tuple[int, ...] = ()
    days: int | None = None

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> Self:
        return cls(**{**given, "departments": tuple(given.get("departments", ()))})

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "role": self.role,
            "person": self.person,
            "departments": list(self.departments),
            "days": self.days,
        }


class ChainQuerySet(models.QuerySet["Chain"]):
    def of(self, unit: Unit, kind: str) -> Self:
        """Every version the unit ever set for this kind of matter."""
        return self.filter(unit_id=unit.pk, kind=kind)

    def newest(self) -> Self:
        """The version in force today for each word and sort of matter."""
        slot = ("unit_id", "kind", "word", "variant", "is_normative")
        return self.order_by(*slot, "-version").distinct(*slot)


class Chain(models.Model):
    """The steps that precede one word of the unit; without steps, what is set more generally holds, or nothing."""

    unit_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)  # of matter
    word = models.CharField(max_length=40)
    variant = models.CharField(max_length=40, blank=True)  # a sort of matter within its kind; empty: all of them
    is_normative = models.BooleanField(default=False)
    version = models.IntegerField()
    steps = models.JSONField(default=list)
    set_by_id = models.BigIntegerField()
    set_by_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=models.functions.Now())

    objects = ChainQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "word", "variant", "is_normative", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "kind", "word", "variant", "is_normative", "version"], name="chain_version_is_once"
            )
        ]

    @property
    def planned(self) -> list[Planned]:
        """Its steps, in order."""
        return [Planned.from_json(step) for step in self.steps]


def chosen(chains: Iterable[Chain], *, word: str, variant: str, is_normative: bool, at: datetime) -> Chain | None:
    """The chain that held for this at that moment: the most particular one that has steps, normative ones first."""
    versions: dict[tuple[str, bool], Chain] = {}
    for chain in chains:
        key = (chain.variant, chain.is_normative)
        if chain.word == word and chain.at <= at and (key not in versions or versions[key].version < chain.version):
            versions[key] = chain
    slots = [(variant, True), ("", True)] if is_normative else []
    slots += [(variant, False), ("", False)]
    return next((versions[slot] for slot in slots if slot in versions and versions[slot].steps), None)
