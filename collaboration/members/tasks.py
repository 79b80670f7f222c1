"""Letters about memberships, and the ends of those whose time ran out."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from collaboration.members import notifications, workflow
from collaboration.members.invitations import link_of
from tenants.identity.models import Invitation, Membership, User
from tenants.jobs.acting import for_person
from tenants.units.models import Unit

LETTERS = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(queue="person", retry=LETTERS)
@for_person
def send_invitation(invitation: str) -> None:
    """Write to somebody who is invited, unless the invitation was withdrawn meanwhile."""
    still_open = Invitation.objects.filter(revoked_at=None, accepted_at=None).select_related("unit")
    row = still_open.filter(public_id=invitation).first()
    if row is not None:
        notifications.write("invitation", row.email, invitation=row, link=link_of(row))


@app.task(queue="person", retry=LETTERS)
@for_person
def tell_administrators(membership: str, returned: int) -> None:
    """Tell the unit's other administrators that a membership was ended."""
    row = Membership.objects.select_related("user", "unit").filter(public_id=membership).first()
    if row is not None:
        people = notifications.administrators_of(row.unit)
        notifications.write_to_all("ended", people, member=row.user, unit=row.unit, returned=returned)


@app.task(queue="person", retry=LETTERS)
@for_person
def tell_of_run_out(person: int, unit: int, returned: int, to: list[int]) -> None:
    """Tell a unit's administrators that a membership ran out."""
    people = User.objects.filter(pk__in=to).exclude(email="")
    member, where = User.objects.get(pk=person), Unit.objects.get(pk=unit)
    notifications.write_to_all("ended", people, member=member, unit=where, returned=returned)


@app.task(queue="person", retry=LETTERS)
@for_person
def tell_of_reset(membership: str) -> None:
    """Tell a member that their second factor was reset: if they did not ask for it, they should know."""
    row = Membership.objects.select_related("user", "unit").filter(public_id=membership).first()
    if row is not None and row.user.email:
        notifications.write_to_all("reset", [row.user], unit=row.unit)


@app.periodic(cron="* * * * *")
@app.task(queue="person", queueing_lock="sweep_memberships")
def sweep_memberships(timestamp: int) -> None:
    """Carry out what follows when a membership's time has run out."""
    workflow.sweep()
