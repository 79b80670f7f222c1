"""Who may do what with the files of a matter, and with its end."""

from collaboration.casefiles.models import WORKING, Ending
from collaboration.matters.models import Matter, Party
from tenants.audit import acts
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

HANDED_OVER = "ended"  # what was done until a matter was ended may still be handed over


def holds_files(matter: Matter) -> bool:
    """Whether matters of this kind have files at all: their kind has taken in the acts on files."""
    return acts.defines(matter.kind, "file_kept")


def works_on(actor: Actor, matter: Matter) -> bool:
    """Whether the acting unit works on the matter, rather than deciding about it or reading of it."""
    if matter.drafting_unit_id == actor.unit.pk:
        return True
    grounds = set(Party.objects.filter(matter=matter, unit=actor.unit).values_list("ground", flat=True))
    return bool(grounds & set(WORKING)) and Party.Ground.FORWARDED not in grounds


def is_hidden(actor: Actor, matter: Matter) -> bool:
    """Whether the matter is hidden from daily work, and this person is none of those who still open it."""
    hidden = Ending.objects.filter(matter=matter).exclude(hidden_at=None)
    return not actor.has(Role.SIGNATORY) and hidden.exists()


def can_add(actor: Actor, matter: Matter) -> bool:
    """Whether this person may add files now."""
    is_open = not matter.is_purged and (matter.closed_at is None or matter.state == HANDED_OVER)
    return holds_files(matter) and is_open and actor.has(Role.HANDLER) and works_on(actor, matter)


def can_confirm_archive(actor: Actor, matter: Matter) -> bool:
    """Whether this person may say that the unit has archived the case."""
    is_over = matter.closed_at is not None and not matter.is_purged
    return is_over and (actor.has(Role.HANDLER) or actor.has(Role.LIAISON)) and works_on(actor, matter)


def can_hold(actor: Actor, matter: Matter) -> bool:
    """Whether this person may set or lift a legal hold for the unit."""
    return not matter.is_purged and actor.has(Role.SIGNATORY) and works_on(actor, matter)
