"""Letters about memberships. Their text is written when they are sent, in the reader's language."""

from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit


def administrators_of(unit: Unit) -> list[User]:
    """The people who administer the unit now and can be written to."""
    rows = Membership.objects.valid().filter(unit=unit, roles__contains=[Role.UNIT_ADMINISTRATOR])
    return [row.user for row in rows.select_related("user") if row.user.email]


def write(template: str, to: str, *, language: str = "zh-hans", **context: object) -> None:
    """Send one letter; the first line of its template is the subject."""
    with translation.override(language):
        subject, _line, body = render_to_string(f"members/mail/{template}.txt", context).strip().partition("\n")
    EmailMessage(subject.strip(), body.strip(), to=[to]).send()


def write_to_all(template: str, people: Iterable[User], **context: object) -> None:
    """The same letter to several people, each in their language."""
    for person in people:
        write(template, person.email, language=person.language, person=person, **context)
