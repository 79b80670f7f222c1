"""The working text and the versions that are cut from it."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.documents.drafting.blocks import Line, blocks_of, lines_of
from collaboration.documents.drafting.changes import Sheet
from collaboration.documents.models import Draft, JointDocument, Version
from collaboration.documents.text.titles import join_lines
from collaboration.documents.wording import Wording
from collaboration.documents.workflow.versions import issuers_of, latest, wording_of, write_version
from collaboration.errors import Stale, WorkflowError
from tenants.identity.actor import Actor


def draft_of(document: JointDocument) -> Draft:
    """The working text, for people of the drafting unit."""
    draft = Draft.objects.filter(document=document).first()
    if draft is None:
        raise WorkflowError("a document without a working text")
    return draft


def begin_draft(actor: Actor, document: JointDocument, wording: Wording) -> Draft:
    """The working text of a new document."""
    return Draft.objects.create(document=document, saved_by=actor.user, **_columns(wording, document.topic))


def rewrite(actor: Actor, draft: Draft, wording: Wording) -> None:
    """Put a whole text in the place of the working one."""
    columns = _columns(wording, draft.metadata.get("topic", ""))
    write(actor, draft, Sheet(columns["blocks"], columns["metadata"]))


def write(actor: Actor, draft: Draft, sheet: Sheet) -> None:
    """Keep this as the working text, one revision on."""
    draft.blocks, draft.metadata = sheet.blocks, sheet.metadata
    draft.revision += 1
    draft.saved_by, draft.saved_at = actor.user, timezone.now()
    draft.save(update_fields=["blocks", "metadata", "revision", "saved_by", "saved_at"])


def _columns(wording: Wording, topic: str) -> dict[str, Any]:
    title = "\n".join(wording.title_lines) or wording.title
    lines: list[Line] = lines_of(wording.blocks)
    return {"blocks": lines, "metadata": {"title": title, "recipients": wording.recipients, "topic": topic}}


def working_title(draft: Draft) -> str:
    """The title on one line."""
    return join_lines([line.strip() for line in draft.metadata.get("title", "").splitlines() if line.strip()])


def working(draft: Draft, before: Version) -> Wording:
    """What a version would say that is cut now. A title broken into lines keeps the spaces it had as one line."""
    lines = [line.strip() for line in draft.metadata.get("title", "").splitlines() if line.strip()]
    title, lines = join_lines(lines), _broken(lines)
    if lines and "".join(title.split()) == "".join(before.title.split()):
        title = before.title
    return Wording.settled(
        title=title,
        title_lines=lines,
        recipients=draft.metadata.get("recipients", ""),
        blocks=blocks_of(draft.blocks, wording_of(before).blocks),
    )


def working_text(document: JointDocument) -> Wording:
    """What people of the drafting unit see of a text that may still be written on."""
    return working(draft_of(document), latest(document))


def _broken(lines: Sequence[str]) -> list[str]:
    return list(lines) if len(lines) > 1 else []


def says(version: Version, wording: Wording, kind: str) -> bool:
    """Whether the version says just this, whoever its units are today."""
    digest = wording.digests(kind, version.issuers).sha256
    return version.content_hash == digest and _broken(version.title_lines) == _broken(wording.title_lines)


def upcoming(document: JointDocument) -> Version:
    """The version that would be sent now: the newest, or an unsaved one where more has been written since."""
    before = latest(document)
    wording = working(draft_of(document), before)
    if says(before, wording, document.kind):
        return before
    return Version(
        document=document,
        number=before.number + 1,
        title=wording.title,
        title_lines=list(wording.title_lines),
        recipients=wording.recipients,
        blocks=[block.to_json() for block in wording.blocks],
        issuers=issuers_of(document),
    )


def cut(actor: Actor, document: JointDocument, *, revision: int | None = None, note: str = "") -> Version:
    """The working text as a version: the newest where it says the same, else a new one.

    ``revision`` is that of the text which the person read; had somebody written on it since, ``Stale`` is the answer.
    """
    draft, before = draft_of(document), latest(document)
    if revision is not None and revision != draft.revision:
        raise Stale(_("Somebody has written on the text in the meantime. Read it again, then go on."))
    wording = working(draft, before)
    if says(before, wording, document.kind):
        return before
    wording.check()
    return write_version(actor, document, wording, number=before.number + 1, note=note)
