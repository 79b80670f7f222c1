"""What a worklist shows, as its address says it: tab, filters, order. Such an address can be kept and shared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from django.db import models
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters import kinds
from collaboration.worklist.models import Urgency


class Tab(models.TextChoices):
    """The five lists of the start page."""

    TO_DO = "todo", pgettext_lazy("worklist", "To do")
    SENT = "sent", pgettext_lazy("worklist", "Sent by us")
    FOLLOWING = "following", pgettext_lazy("worklist", "Following")
    DONE = "done", pgettext_lazy("worklist", "Done")
    CLOSED = "closed", pgettext_lazy("worklist", "Closed")


class Mark(models.TextChoices):
    """How near the deadline is."""

    RED = "red", _("Overdue")
    AMBER = "amber", _("Due within two working days")
    GREEN = "green", _("More time left")
    NONE = "none", _("Without a deadline")


class Who(models.TextChoices):
    """Whose steps and matters."""

    ME = "me", _("Mine alone")
    POOL = "pool", _("Given to nobody")
    UNIT = "unit", _("The whole unit's")


class Order(models.TextChoices):
    """What stands on top."""

    URGENCY = "urgency", _("Most urgent first")
    DEADLINE = "deadline", _("Nearest deadline first")
    NEWEST = "newest", _("Newest first")


@dataclass(frozen=True, slots=True)
class Filters:
    """One list with its filters. What the address says wrongly counts as not said."""

    tab: str = Tab.TO_DO.value
    kind: str = ""
    step: str = ""
    mark: str = ""
    urgency: str = ""
    unit: str = ""
    who: str = ""
    order: str = Order.URGENCY.value
    group: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """The filters in an address."""
        allowed: dict[str, Any] = {
            "tab": Tab.values,
            "kind": kinds.all_kinds(),
            "mark": Mark.values,
            "urgency": [str(value) for value in Urgency.values],
            "who": Who.values,
            "order": Order.values,
            "group": ["matter"],
        }
        values = {field.name: str(given.get(field.name, "")) for field in fields(cls)}
        kept = {name: value for name, value in values.items() if value in allowed.get(name, [value])}
        return cls(**{name: value for name, value in kept.items() if value and len(value) <= 60})

    @property
    def query(self) -> str:
        """The filters as an address says them, without what needs no saying."""
        plain = asdict(type(self)())
        return urlencode({name: value for name, value in asdict(self).items() if value != plain[name]})

    @property
    def is_narrowed(self) -> bool:
        """Whether the list shows less than all of its tab."""
        return any((self.kind, self.step, self.mark, self.urgency, self.unit, self.who))

    def on(self, tab: str) -> "Filters":
        """The same kind and order on another tab."""
        return replace(type(self)(), tab=tab, kind=self.kind, order=self.order)
