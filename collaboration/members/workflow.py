"""Steps with members. The database's own functions write; here are the words for what they refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.members import rules
from collaboration.members.invitations import digest_of, token_of
from tenants.db import definer
from tenants.identity import site_groups
from tenants.identity.actor import Actor
from tenants.identity.models import Invitation, Membership, User
from tenants.identity.roles import Role
from tenants.jobs.acting import whoever_asks
from tenants.units.models import Department, Unit

TASKS = "collaboration.members.tasks"
REFUSALS: definer.Refusals = {
    "MB001": (NotAllowed, gettext_lazy("You may not do this with this member.")),
    "MB002": (
        WrongState,
        gettext_lazy("This is no longer possible: it was accepted or withdrawn, or it has ended or expired."),
    ),
    "MB003": (WorkflowError, gettext_lazy("This person holds another administration or role in this unit.")),
    "MB004": (WorkflowError, gettext_lazy("Nobody stands in for themselves. Choose a colleague.")),
    "MB005": (
        WorkflowError,
        gettext_lazy(
            "They are away or stand in for somebody in that time; standing in goes neither in circles nor on."
        ),
    ),
    "MB006": (WrongState, gettext_lazy("Somebody stands in for that time already. End that first.")),
    "23505:one_open_membership": (WrongState, gettext_lazy("This person is a member of this unit already.")),
    "23505": (WorkflowError, gettext_lazy("This user name is taken.")),
}


@transaction.atomic
def invite(
    actor: Actor, unit: Unit, *, name: str, email: str, roles: Sequence[str], department: Department | None = None
) -> UUID:
    """Invite somebody into the unit by mail; a superior's administrator invites a unit's first administrator."""
    first = rules.supervises(actor, unit) and list(roles) == [Role.UNIT_ADMINISTRATOR]
    if not (rules.administers(actor, unit) or first):
        raise NotAllowed(_("Only the administrator of the unit can invite its members."))
    if not rules.roles_fit(list(roles)):
        raise WorkflowError(
            _("The three administrator roles are exclusive: nobody may hold one together with any other role.")
        )
    public_id = uuid4()
    parameters = [public_id, unit.pk, email, name, list(roles), department and department.pk]
    _call("member_invite(%s, %s, %s, %s, %s::text[], %s, %s)", [*parameters, digest_of(token_of(public_id))])
    _defer("send_invitation", invitation=str(public_id))
    return public_id


@transaction.atomic
def revoke(actor: Actor, invitation: Invitation) -> None:
    """Take an invitation back before it is accepted."""
    _call("member_revoke(%s)", [invitation.public_id])


@transaction.atomic
def accept(token: str, *, username: str = "", password: str = "") -> int:
    """Become a member by an invitation, with the account one is signed in with or with a new one; the account's id."""
    hashed = make_password(password) if password else ""
    return int(_call("member_accept(%s, %s, %s)", [digest_of(token), username, hashed]))


@transaction.atomic
def change(
    actor: Actor,
    membership: Membership,
    *,
    roles: Sequence[str],
    department: Department | None,
    until: datetime | None,
) -> int:
    """Give a member other roles, another department or a term; how many steps they can no longer take went back."""
    if not rules.can_change(actor, membership):
        raise NotAllowed(_("Only another administrator of the unit can change this membership."))
    if not rules.roles_fit(list(roles)):
        raise WorkflowError(
            _("The three administrator roles are exclusive: nobody may hold one together with any other role.")
        )
    parameters = [membership.public_id, list(roles), department and department.pk, until]
    returned = int(_call("member_change(%s, %s::text[], %s, %s)", parameters))
    if membership.has(Role.EDITOR) and Role.EDITOR not in roles:
        site_groups.leave(membership.user, membership.unit.tenant)
    return returned


@transaction.atomic
def clear(actor: Actor, membership: Membership, *, clearance: int) -> int:
    """Say up to which classification a member sees matters; how many steps on others went back to the unit."""
    if not rules.can_guard(actor, membership):
        raise NotAllowed(_("Only the security administrator of the unit can do this."))
    return int(_call("member_clear(%s, %s)", [membership.public_id, clearance]))


@transaction.atomic
def end(actor: Actor, membership: Membership, *, reason: str) -> int:
    """End a membership now, with its sessions; how many waiting steps went back to the unit."""
    if not rules.can_end(actor, membership):
        raise NotAllowed(_("Only another administrator of the unit can end this membership."))
    returned = int(_call("member_end(%s, %s)", [membership.public_id, reason]))
    site_groups.leave(membership.user, membership.unit.tenant)
    _defer("tell_administrators", membership=str(membership.public_id), returned=returned)
    return returned


@transaction.atomic
def end_sessions(actor: Actor, membership: Membership) -> int:
    """Sign a member out everywhere."""
    if not (rules.can_change(actor, membership) or rules.can_guard(actor, membership)):
        raise NotAllowed(_("Only an administrator of the unit can do this."))
    return int(_call("member_end_sessions(%s)", [membership.public_id]))


@transaction.atomic
def reset_factors(actor: Actor, membership: Membership) -> None:
    """Let a member who lost their second factor set up a new one at the next sign-in."""
    if not rules.can_guard(actor, membership):
        raise NotAllowed(_("Only the security administrator of the unit can do this."))
    _call("member_reset_factors(%s)", [membership.public_id])
    _defer("tell_of_reset", membership=str(membership.public_id))


@transaction.atomic
def delegate(
    actor: Actor, absent: Membership, delegate: Membership, *, starts: datetime, ends: datetime, reason: str
) -> UUID:
    """Let a colleague act in somebody's place while they are away, from one second to another."""
    if not rules.can_delegate(actor, absent):
        raise NotAllowed(_("Only the person or the unit's administrator can arrange who stands in."))
    parameters = [absent.public_id, delegate.public_id, starts, ends, reason]
    return UUID(str(_call("member_delegate(%s, %s, %s, %s, %s)", parameters)))


@transaction.atomic
def end_delegation(actor: Actor, delegation: Membership) -> None:
    """Let somebody stand in no longer, from this moment on."""
    _call("member_end_delegation(%s)", [delegation.public_id])


@dataclass(frozen=True)
class RunOut:
    """A membership whose time ran out, what went back to the unit, and who is to be told."""

    person: int
    unit: int
    returned: int
    administrators: list[int]


@transaction.atomic
def sweep() -> list[RunOut]:
    """Carry out the ends of memberships whose time ran out, and have the units' administrators told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM member_sweep()")
        run_out = [RunOut(*row) for row in cursor.fetchall()]
    units = Unit.objects.select_related("tenant").in_bulk([one.unit for one in run_out])
    for one in run_out:
        site_groups.leave(User(pk=one.person), units[one.unit].tenant)
        _defer("tell_of_run_out", person=one.person, unit=one.unit, returned=one.returned, to=one.administrators)
    return run_out


def _call(function: str, parameters: Sequence[Any]) -> Any:
    return definer.call(function, parameters, REFUSALS)


def _defer(task: str, **arguments: Any) -> None:
    """Put a job for the acting person in the queue, in this transaction."""
    app.configure_task(f"{TASKS}.{task}", queue="person").defer(**arguments, **whoever_asks())
