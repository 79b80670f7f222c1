"""A document is written: created, saved as new versions, given the units it is meant for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval.workflow.submitting import text_changed
from collaboration.document_templates.models import TemplateVersion
from collaboration.documents import acts, notifications, rules
from collaboration.documents.drafting.blocks import text_of
from collaboration.documents.drafting.changes import Change, Sheet
from collaboration.documents.drafting.merging import Clash
from collaboration.documents.models import Draft, Invitation, JointDocument, Kind, Status, Version
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording, check_lines
from collaboration.documents.workflow import deciding, replies, rounds
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import issuers_of, latest, write_version
from collaboration.documents.workflow.working import (
    begin_draft,
    cut,
    draft_of,
    rewrite,
    says,
    working,
    working_title,
    write,
)
from collaboration.errors import NotAllowed, Stale, WorkflowError
from collaboration.matters.models import Classification, Matter
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


@transaction.atomic
def create_document(
    actor: Actor,
    *,
    kind: str,
    title: str,
    blocks: Iterable[Block],
    title_lines: Sequence[str] = (),
    recipients: str = "",
    topic: str = "",
    units: Sequence[Unit] = (),
    classification: int = Classification.ORDINARY,
    note: str = "",
    template: TemplateVersion | None = None,
) -> JointDocument:
    """Begin a joint document with its first version; until it is sent only the drafting unit knows of it."""
    if not actor.has(Role.HANDLER):
        raise NotAllowed(_("Only a handler can draft a joint document."))
    if not actor.unit.level:
        raise NotAllowed(_("The alliance office issues no documents of its own."))
    wording = Wording.settled(title=title, blocks=blocks, title_lines=title_lines, recipients=recipients)
    wording.check()
    matter = Matter.objects.create(
        kind=acts.KIND, drafting_unit=actor.unit, state=Status.DRAFT, classification=classification
    )
    document = JointDocument.objects.create(
        matter=matter,
        kind=Kind(kind),
        title=wording.title,
        topic=topic,
        code_word=actor.unit.code_word if Kind(kind).is_numbered else "",
        template=template,
    )
    _invite(document, units)
    write_version(actor, document, wording, number=1, note=note)
    begin_draft(actor, document, wording)
    waiting.open_step(matter, unit=actor.unit, role=Role.HANDLER, step="solicit")
    record(matter, "created", kind=kind, units=[unit.code for unit in units])
    return document


class Unfinished(WorkflowError):
    """Two people changed the same paragraphs: nothing was stored, both texts are told."""

    def __init__(self, draft: Draft, clashes: Sequence[Clash]) -> None:
        super().__init__(_("Somebody else has changed the same paragraphs. Choose for each which text is to stand."))
        self.draft, self.clashes = draft, clashes


class Saved(NamedTuple):
    """The working text after a save, and whether others had written since the save began."""

    draft: Draft
    is_merged: bool


@transaction.atomic
def save_draft(actor: Actor, document: JointDocument, change: Change) -> Saved:
    """Keep what was written, merged into what others wrote meanwhile; no version is made and nobody is told.

    Where both changed one paragraph nothing is stored and ``Unfinished`` says what the two wrote.
    """
    document = take_up(actor, document, rules.EDIT)
    draft = draft_of(document)
    is_merged = draft.revision != change.revision
    sheet, clashes = change.over(Sheet(draft.blocks, draft.metadata), draft.revision)
    if clashes:
        raise Unfinished(draft, clashes)
    check_lines([*change.metadata.values(), *map(text_of, change.changed)], sum(map(len, map(text_of, sheet.blocks))))
    if sheet != Sheet(draft.blocks, draft.metadata):
        write(actor, draft, sheet)
        _retitle(document, working_title(draft))
    deciding.adopted_while_writing(actor, document, change.adopted)
    return Saved(draft, is_merged)


@transaction.atomic
def cut_version(actor: Actor, document: JointDocument, *, revision: int | None = None, note: str = "") -> Version:
    """Save the working text as a version; the newest one where nothing was written since."""
    document = take_up(actor, document, rules.EDIT)
    before = latest(document)
    version = cut(actor, document, revision=revision, note=note)
    if version.number != before.number:
        _saved(actor, document, version)
    return version


@transaction.atomic
def save_version(
    actor: Actor,
    document: JointDocument,
    *,
    revision: int,
    title: str,
    blocks: Iterable[Block],
    title_lines: Sequence[str] = (),
    recipients: str = "",
    note: str = "",
) -> Version:
    """Put a whole text in the place of the working one and save it as a new version.

    The text has to be made from the working text of this revision (``working_text``); whoever began on an older one
    gets ``Stale`` and nothing is overwritten. Saving what the newest version says already, as a second click does,
    keeps that version.
    """
    document = take_up(actor, document, rules.EDIT)
    draft, before = draft_of(document), latest(document)
    wording = Wording.settled(title=title, blocks=blocks, title_lines=title_lines, recipients=recipients)
    says_the_same = _says_the_same(document, before, wording)
    if draft.revision != revision:
        if says_the_same:
            return before
        raise Stale(_("Somebody else has saved this text in the meantime. Compare both and save again."))
    if says_the_same and says(before, working(draft, before), document.kind):
        return before
    wording.check()
    rewrite(actor, draft, wording)
    if says_the_same:
        return before
    version = write_version(actor, document, wording, number=before.number + 1, note=note)
    _saved(actor, document, version)
    return version


def _saved(actor: Actor, document: JointDocument, version: Version) -> None:
    _retitle(document, version.title)
    move(document)
    record(document.matter, "version_saved", version=version.number, hash=version.content_hash)
    text_changed(actor, document.matter)


def _retitle(document: JointDocument, title: str) -> None:
    """Lists name a draft as it is called now; later the title follows the version that is sent."""
    if document.status is Status.DRAFT and title and title != document.title:
        document.title = title
        document.save(update_fields=["title"])


def _says_the_same(document: JointDocument, before: Version, wording: Wording) -> bool:
    digest = wording.digests(document.kind, issuers_of(document)).sha256
    return (before.content_hash, before.title_lines) == (digest, list(wording.title_lines))


@transaction.atomic
def invite(actor: Actor, document: JointDocument, units: Sequence[Unit]) -> JointDocument:
    """Choose more units to take part. They know nothing of a draft; of a document that was sent they know at once."""
    document = take_up(actor, document, rules.INVITE)
    known = {document.drafting_unit.pk, *(one.unit_id for one in document.invitations.all())}
    units = [unit for unit in units if unit.pk not in known]
    if not units:
        raise WorkflowError(_("Choose at least one unit that does not take part yet."))
    _invite(document, units)
    if document.status is not Status.DRAFT:
        rounds.admit(document, units)
    move(document)
    record(document.matter, "units_invited", units=[unit.code for unit in units])
    if document.status is not Status.DRAFT:
        notifications.units_invited(document, units)
    return document


def _invite(document: JointDocument, units: Sequence[Unit]) -> None:
    refused = [unit for unit in units if not unit.level or rules.is_closed(unit) or unit == document.drafting_unit]
    if refused:
        names = _(", ").join(unit.display_name for unit in refused)
        raise WorkflowError(_("These units cannot take part: %(units)s.") % {"units": names})
    last = document.invitations.aggregate(last=Max("order"))["last"] or 0
    Invitation.objects.bulk_create(
        Invitation(document=document, unit=unit, order=last + number) for number, unit in enumerate(units, start=1)
    )


@transaction.atomic
def withdraw_invitation(actor: Actor, document: JointDocument, unit: Unit) -> JointDocument:
    """Take a unit off the list before anything was sent to it."""
    document = take_up(actor, document, rules.UNINVITE)
    if not document.invitations.filter(unit=unit).delete()[0]:
        raise WorkflowError(_("This unit is not on the list any more."))
    move(document)
    record(document.matter, "invitation_withdrawn", unit=unit.code)
    return document


@transaction.atomic
def leave_out(actor: Actor, document: JointDocument, unit: Unit) -> JointDocument:
    """Go on without a unit that has been closed: it neither answers nor signs any more."""
    document = take_up(actor, document, rules.LEAVE_OUT)
    invitation = rules.invitation_of(unit, document)
    if invitation is None or invitation.declined_at or not rules.is_closed(invitation.unit):
        raise WorkflowError(_("Only an invited unit that has been closed can be removed."))
    invitation.declined_at = timezone.now()
    invitation.reason = _("The unit was closed on %(day)s.") % {"day": invitation.unit.closed_on}
    invitation.save(update_fields=["declined_at", "reason"])
    waiting.done(document.matter, step="answer", unit=unit)
    replies.ask(document)
    move(document)
    record(document.matter, "unit_left_out", unit=unit.code)
    return document
