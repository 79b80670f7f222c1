"""Templates are made, changed by new versions, and taken out of use; nothing of them is ever overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.document_templates import rules
from collaboration.document_templates.models import Template, TemplateVersion
from collaboration.errors import NotAllowed, Stale
from tenants.identity.actor import Actor


@dataclass(frozen=True)
class Contents:
    """What a version of a template says."""

    name: str
    title: str
    recipients: str
    text: str
    required: Sequence[str] = ()
    guidance: str = ""


@transaction.atomic
def make(actor: Actor, kind: str, contents: Contents) -> Template:
    """A new template of the acting unit, or of the alliance where its office acts."""
    if not rules.keeps(actor):
        raise NotAllowed(_("Only a handler or the unit administrator can do this."))
    template = Template.objects.create(unit=rules.owner_for(actor), kind=kind)
    write(template, contents, number=1, actor=actor)
    return template


@transaction.atomic
def change(actor: Actor, template: Template, contents: Contents, *, seen: int) -> TemplateVersion:
    """Write the next version; ``seen`` is the number of the one the person began on. The same again changes nothing."""
    template = _take_up(actor, template)
    before = template.versions.order_by("number").last()
    if before is None or before.number != seen:
        raise Stale(_("Somebody else has changed this template in the meantime. Read it again, then change it."))
    if contents == contents_of(before):
        return before
    return write(template, contents, number=before.number + 1, actor=actor)


@transaction.atomic
def set_retired(actor: Actor, template: Template, *, is_retired: bool) -> Template:
    """Take a template out of use, or back into it. Documents begun from it keep it."""
    template = _take_up(actor, template)
    if (template.retired_at is not None) != is_retired:
        template.retired_at = timezone.now() if is_retired else None
        template.save(update_fields=["retired_at"])
    return template


def contents_of(version: TemplateVersion) -> Contents:
    """What a version says."""
    return Contents(
        version.name, version.title, version.recipients, version.text, tuple(version.required), version.guidance
    )


def write(template: Template, contents: Contents, *, number: int, actor: Actor | None) -> TemplateVersion:
    """Keep one version for ever."""
    return TemplateVersion.objects.create(
        template=template,
        number=number,
        name=contents.name,
        title=contents.title,
        recipients=contents.recipients,
        text=contents.text,
        required=list(contents.required),
        guidance=contents.guidance,
        author=actor.user if actor else None,
    )


def _take_up(actor: Actor, template: Template) -> Template:
    locked = Template.objects.select_for_update(no_key=True, of=("self",)).filter(pk=template.pk).first()
    if locked is None or not rules.can_change(actor, locked):
        raise NotAllowed(_("Only a handler or the unit administrator of the unit that keeps it can do this."))
    return locked
