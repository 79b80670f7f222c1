"""The register of one year, by number."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collaboration.incoming import reading
from collaboration.incoming.models import Entry
from tenants.identity.actor import Actor

MOST = 10_000
HEADINGS = (
    _("Incoming number"),
    _("Received on"),
    _("From"),
    _("Title"),
    _("Urgency"),
    _("Handling department"),
    _("Person who handles it"),
    _("State"),
    _("Answered on"),
    _("Received by"),
)


def year_of(said: str) -> int:
    """The year an address names, or this one."""
    return int(said) if said.isdecimal() and 2000 <= int(said) <= 2999 else timezone.localdate().year


def years(actor: Actor) -> list[int]:
    """The years with registered matters, the newest first."""
    rows = Entry.objects.visible_to(actor).exclude(year=None)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def lines_of(actor: Actor, year: int) -> list[reading.Line]:
    """Everything registered in the year."""
    rows = Entry.objects.visible_to(actor).filter(year=year).order_by("number")[:MOST]
    return reading.lines(list(rows), actor)


def cells(line: reading.Line) -> list[str]:
    """One line of the register as cells of a table."""
    entry = line.entry
    return [
        entry.full_number,
        date_format(timezone.localtime(entry.received_at), "Y-m-d"),
        line.sender,
        line.title,
        str(entry.get_urgency_display()),
        entry.handling,
        entry.handler_name,
        str(entry.get_state_display()),
        date_format(timezone.localtime(entry.answered_at), "Y-m-d") if entry.answered_at else "",
        entry.received_by,
    ]
