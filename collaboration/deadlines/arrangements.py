"""What a unit changed in its own arrangements, as its pages tell it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.deadlines.acts import LINE
from collaboration.deadlines.models import EscalationStep
from tenants.audit.timeline import Entry, timeline
from tenants.identity.models import User
from tenants.units.models import Unit

SHOWN = 20
TO = dict(EscalationStep.To.choices)


def changes_of_steps(unit: Unit) -> list[tuple[Entry, str]]:
    """The newest changes of the unit's steps of escalation, each with what was changed."""
    entries = [one for one in _newest(unit) if one.act.startswith("step")]
    return [(one, _step(one.detail)) for one in entries[:SHOWN]]


def changes_of_roster(unit: Unit) -> list[tuple[Entry, str]]:
    """The newest changes of the unit's duty roster, each with whose shift it was."""
    entries = [one for one in _newest(unit) if one.act.startswith("shift")][:SHOWN]
    people = User.objects.in_bulk({one.detail["person"] for one in entries})
    return [(one, _shift(one.detail, people)) for one in entries]


def _newest(unit: Unit) -> list[Entry]:
    return timeline(unit.public_id, kinds={LINE}, most=10 * SHOWN)


def _step(detail: Mapping[str, Any]) -> str:
    when = _("working days, or hours where most urgent: %(number)s") % {"number": detail["after"]}
    return f"{TO.get(detail['to'], detail['to'])} · {when}"


def _shift(detail: Mapping[str, Any], people: Mapping[int, User]) -> str:
    begins, ends = (
        date_format(timezone.localtime(datetime.fromisoformat(detail[name])), "SHORT_DATETIME_FORMAT")
        for name in ("begins", "ends")
    )
    person = people.get(detail["person"])
    return f"{person.name if person else '—'} · {begins} – {ends}"
