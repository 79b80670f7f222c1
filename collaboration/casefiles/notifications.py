"""Who hears of files: the handlers of the other units that work on the matter."""

from collaboration.casefiles.models import WORKING, CaseFile
from collaboration.matters.models import Matter, Party
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


def workers(matter: Matter) -> list[Unit]:
    """The units that work on a matter: who began it and whom it asks, without those who forwarded it."""
    rows = Party.objects.filter(matter=matter).values_list("unit_id", "ground")
    gone = {unit for unit, ground in rows if ground == Party.Ground.FORWARDED}
    working = {unit for unit, ground in rows if ground in WORKING} - gone | {matter.drafting_unit_id}
    return list(Unit.objects.filter(pk__in=working).order_by("pk"))


def shared(actor: Actor, matter: Matter) -> None:
    """The other side can open files."""
    others = [Audience(unit, roles=(Role.HANDLER,)) for unit in workers(matter) if unit != actor.unit]
    if others:
        notify(matter, "files_shared", others, category=Category.PROGRESS)


def refused(file: CaseFile) -> None:
    """Who added the file learns that nobody can open it."""
    notify(
        file.matter, "file_refused", [Audience(file.unit, users=[file.user])], category=Category.ACTION, followers=False
    )


def announced(matter: Matter, act: str) -> None:
    """Every side learns that it will be hidden or erased, and when, while something can still be done."""
    told = [Audience(unit, roles=(Role.HANDLER, Role.SIGNATORY, Role.LIAISON)) for unit in workers(matter)]
    notify(matter, act, told, category=Category.ACTION, followers=False)
