"""A file is held against a version: read by the parser, looked at, taken over in part or whole, and forgotten."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.documents.comparing.taking import as_edited, taken_over
from collaboration.documents.comparison import compare_texts
from collaboration.documents.drafting.blocks import blocks_of, lines_of, text_of
from collaboration.documents.drafting.merging import Clash, merge
from collaboration.documents.models import Counterpart, JointDocument, Version
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.wording import Wording
from collaboration.documents.workflow.drafting import save_version
from collaboration.documents.workflow.uploading import understood
from collaboration.documents.workflow.versions import wording_of
from collaboration.documents.workflow.working import working_text
from collaboration.errors import Stale, WorkflowError
from tenants.identity.actor import Actor

QUOTE = 12  # characters of a paragraph that name it


def hold_against(actor: Actor, version: Version, *, name: str, content: bytes) -> Counterpart:
    """Keep the file until the parser has read it; only the person who brought it ever sees it."""
    return Counterpart.objects.create(
        document_id=version.document_id,
        version=version,
        unit=actor.unit,
        user=actor.user,
        name=name[-200:],
        content=content,
    )


def recognise(public_id: UUID) -> None:
    """Let the sandbox read the file and keep what it says instead of its bytes; a second run changes nothing."""
    waiting = Counterpart.objects.filter(pk=public_id, state=Counterpart.State.WAITING)
    counterpart = waiting.first()
    if counterpart is None:
        return
    answer = understood(counterpart.name, bytes(counterpart.content))
    state = Counterpart.State.REFUSED if "error" in answer else Counterpart.State.READ
    read: dict[str, Any] = {"result": answer, "state": state, "content": b""}
    waiting.update(**read)


def edited_wording(counterpart: Counterpart) -> Wording:
    """What the file says, as an edit of the version it is held against."""
    manuscript = Manuscript.from_json(counterpart.result)
    read = Wording.settled(title=manuscript.title, title_lines=manuscript.title_lines, blocks=manuscript.blocks)
    names = [issuer["name"] for issuer in counterpart.version.issuers]
    return as_edited(wording_of(counterpart.version), read, names)


@transaction.atomic
def take_over(
    actor: Actor, document: JointDocument, counterpart: Counterpart, *, revision: int, chosen: Collection[str]
) -> Version:
    """Put the chosen changes of the file into the text as it is now, save it as a new version, and forget the file.

    Where somebody has changed the same paragraphs since the version the file began on, nothing is changed.
    """
    if not chosen:
        raise WorkflowError(_("Choose at least one change to take over."))
    old, new = wording_of(counterpart.version), edited_wording(counterpart)
    taken = taken_over(old, new, compare_texts(old, new), chosen)
    better = _into(working_text(document), old, taken)
    saved = save_version(
        actor,
        document,
        revision=revision,
        title=better.title,
        title_lines=better.title_lines,
        recipients=better.recipients,
        blocks=better.blocks,
        note=_("Taken over from %(name)s") % {"name": counterpart.name[-150:]},
    )
    forget(counterpart)
    return saved


def _into(now: Wording, old: Wording, taken: Wording) -> Wording:
    """The text of now with what the taken one changes in the old one."""
    lines, clashes = merge(lines_of(old.blocks), lines_of(taken.blocks), lines_of(now.blocks))
    for was, mine, theirs in ((old.title, taken.title, now.title), (old.recipients, taken.recipients, now.recipients)):
        if mine != was and theirs not in (was, mine):
            raise Stale(
                _("Somebody has changed title or recipients meanwhile. Compare your file with the newest text.")
            )
    if clashes:
        raise Stale(
            _("Somebody has changed the same paragraphs meanwhile: %(words)s. Compare your file with the newest text.")
            % {"words": _(", ").join(_quoted(clash) for clash in clashes[:3])}
        )
    is_titled = taken.title != old.title or taken.title_lines != old.title_lines
    return Wording(
        title=taken.title if is_titled else now.title,
        title_lines=taken.title_lines if is_titled else now.title_lines,
        recipients=taken.recipients if taken.recipients != old.recipients else now.recipients,
        blocks=tuple(blocks_of(lines, [*taken.blocks, *now.blocks])),
    )


def _quoted(clash: Clash) -> str:
    line = next(one for one in (clash.theirs, clash.mine, clash.base) if one is not None)
    text = line if isinstance(line, str) else text_of(line)
    return f"“{text[:QUOTE]}…”"


def forget(counterpart: Counterpart) -> None:
    """Remove what the file said; of its bytes nothing was left since it was read."""
    Counterpart.objects.filter(pk=counterpart.pk).delete()


def forget_old() -> None:
    """Forget whatever nobody finished looking at. Runs as p_system."""
    Counterpart.objects.forgotten().delete()
