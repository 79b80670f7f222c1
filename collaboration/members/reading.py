"""What the pages about members show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import Http404
from django.utils import timezone

from collaboration.members.invitations import link_of
from tenants.audit.timeline import Entry, timeline
from tenants.identity.actor import Actor
from tenants.identity.models import Invitation, Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit

SHOWN = {"member", "unit"}  # kinds of acts on a unit's chain


@dataclass(frozen=True)
class Happening:
    """One entry of the record, and the person it was about."""

    entry: Entry
    about: str
    roles: str


@dataclass(frozen=True)
class UnitBelow:
    """A unit right below, its administrators and who is invited to be one."""

    unit: Unit
    administrators: list[Membership]
    invitations: list[Invitation]


def unheld(actor: Actor) -> list[tuple[str, int]]:
    """Roles that nobody in the administered unit holds and for which steps wait, with how many; one query."""
    if not actor.has(Role.UNIT_ADMINISTRATOR):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM member_unheld()")
        return [(str(Role(role).label), number) for role, number in cursor.fetchall()]


def open_invitations(unit: Unit, *, show_links: bool) -> list[tuple[Invitation, str]]:
    """Invitations that wait to be accepted, with their links where letters may not arrive."""
    rows = Invitation.objects.filter(unit=unit, accepted_at=None, revoked_at=None).select_related("invited_by")
    return [(row, link_of(row) if show_links else "") for row in rows]


def second_factors(people: Iterable[Membership]) -> dict[int, list[str]]:
    """The kinds of second factor that each person has set up."""
    found: dict[int, list[str]] = {}
    wanted = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    rows = Authenticator.objects.filter(user_id__in=[one.user_id for one in people], type__in=wanted)
    for user_id, kind in rows.values_list("user_id", "type").order_by("type"):
        found.setdefault(user_id, []).append(str(Authenticator.Type(kind).label))
    return found


def history(unit: Unit) -> list[Happening]:
    """What was done with the members of a unit, the newest first."""
    entries = timeline(unit.public_id, kinds=SHOWN)
    people = User.objects.in_bulk({entry.detail["user"] for entry in entries if entry.detail.get("user")})
    names = {pk: person.name for pk, person in people.items()}
    return [
        Happening(
            entry,
            names.get(entry.detail.get("user"), entry.texts.get("person") or ""),
            " · ".join(str(Role(role).label) for role in entry.detail.get("roles") or []),
        )
        for entry in entries
    ]


def history_of(membership: Membership) -> list[Happening]:
    """What was done with one member of a unit."""
    return [one for one in history(membership.unit) if one.entry.detail.get("user") == membership.user_id]


def _administrators_below() -> list[Membership]:
    """Row security hides the members of other units; this names the administrators of those right below."""
    rows = list(Membership.objects.raw("SELECT * FROM member_administrators()"))
    people = User.objects.in_bulk([row.user_id for row in rows])
    for row in rows:
        row.user = people[row.user_id]
    return rows


def administrator_below(public_id: UUID) -> Membership:
    """One of the administrators of the units right below."""
    for row in _administrators_below():
        if row.public_id == public_id:
            return row
    raise Http404


def units_below(unit: Unit) -> list[UnitBelow]:
    """The open units right below with their administrators."""
    administrators, waiting = _administrators_below(), Invitation.objects.filter(accepted_at=None, revoked_at=None)
    invitations = waiting.filter(unit__parent=unit, expires_at__gt=timezone.now())
    found = {one.pk: UnitBelow(one, [], []) for one in unit.children.open()}
    for membership in administrators:
        if membership.unit_id in found:
            found[membership.unit_id].administrators.append(membership)
    for invitation in invitations:
        if invitation.unit_id in found:
            found[invitation.unit_id].invitations.append(invitation)
    return list(found.values())
