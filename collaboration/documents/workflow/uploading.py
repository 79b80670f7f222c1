"""A file or pasted text becomes a draft: kept, recognised by the parser, corrected by a person, begun once."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.document_templates.models import TemplateVersion
from collaboration.documents import parcel
from collaboration.documents.from_template import manuscript_of
from collaboration.documents.models import JointDocument, Upload
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.workflow.drafting import create_document
from collaboration.errors import NotAllowed, WrongState
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.jobs.sandbox import OutOfTime, SandboxError, run
from tenants.units.models import Unit

PARSER = "collaboration.documents.parcel"
SECONDS = 60
MEMORY = 1024**3


@transaction.atomic
def take_in(
    actor: Actor, *, kind: str, title: str, name: str, content: bytes, template: TemplateVersion | None = None
) -> Upload:
    """Keep what was handed in until the parser has read it; only the unit that brought it sees it."""
    if not actor.has(Role.HANDLER):
        raise NotAllowed(_("Only a handler can draft a joint document."))
    return Upload.objects.create(
        unit=actor.unit,
        user=actor.user,
        kind=kind,
        title=title,
        name=name[-200:],
        content=content,
        template=template,
    )


@transaction.atomic
def begin_empty(actor: Actor, *, kind: str, title: str, template: TemplateVersion | None = None) -> Upload:
    """A text that is written here, from its first word or from a template: nothing is left for the parser to read."""
    upload = take_in(actor, kind=kind, title=title, name="", content=b"", template=template)
    manuscript = manuscript_of(template, title=title) if template else Manuscript(title=title)
    upload.state, upload.result = Upload.State.READ, manuscript.to_json()
    upload.save(update_fields=["state", "result"])
    return upload


def recognise(public_id: UUID) -> None:
    """Let the sandbox read an upload and keep what it answered; a second run changes nothing."""
    upload = Upload.objects.filter(pk=public_id, state=Upload.State.WAITING).first()
    if upload is None:
        return
    answer = understood(upload.name, bytes(upload.content))
    read: dict[str, Any] = {"result": answer, "state": Upload.State.READ}
    if "error" in answer:  # what may not be here is not kept
        read |= {"state": Upload.State.REFUSED, "content": b""}
    Upload.objects.filter(pk=public_id, state=Upload.State.WAITING).update(**read)  # a purge meanwhile stays a purge


def understood(name: str, content: bytes) -> dict[str, Any]:
    """What the sandbox makes of a file, or of pasted text where there is no name: a manuscript, or an ``error``."""
    try:
        packed = parcel.pack("auto" if name else "plain", name, content)
        return parcel.unpack(run(PARSER, packed, seconds=SECONDS, memory=MEMORY))
    except (OutOfTime, SandboxError):
        return {"error": {"code": "too_complex", "params": {}}}


@transaction.atomic
def begin(
    actor: Actor,
    upload: Upload,
    *,
    title: str,
    blocks: Iterable[Block],
    title_lines: Sequence[str] = (),
    recipients: str = "",
    units: Sequence[Unit] = (),
) -> JointDocument:
    """Make the corrected text a draft. Asked twice, the draft of the first time is the answer."""
    found = Upload.objects.select_for_update(no_key=True).filter(pk=upload.pk).first()
    if found is None:
        raise WrongState(_("This text was purged."))
    upload = found
    if upload.document_id:
        return JointDocument.objects.get(pk=upload.document_id)
    document = create_document(
        actor,
        kind=upload.kind,
        title=title,
        blocks=blocks,
        title_lines=title_lines,
        recipients=recipients,
        units=units,
        note=upload.name,
        template=upload.template,
    )
    upload.document, upload.content = document, b""
    upload.save(update_fields=["document", "content"])
    return document
