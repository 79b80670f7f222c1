"""Who keeps which templates."""

from collaboration.document_templates.models import Template
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit


def keeps(actor: Actor) -> bool:
    """Whether this person looks after templates: the alliance's at its office, elsewhere those of the own unit."""
    return actor.has(Role.HANDLER) or actor.has(Role.UNIT_ADMINISTRATOR)


def can_change(actor: Actor, template: Template) -> bool:
    """Whether this template is theirs to look after."""
    return keeps(actor) and template.unit == owner_for(actor)


def owner_for(actor: Actor) -> Unit | None:
    """Whose the templates are that this person makes: None is the alliance."""
    return None if actor.unit.level == Level.OFFICE else actor.unit
