"""Immutable versions of the text, and whose names stand under it."""

from collections.abc import Mapping, Sequence
from typing import Any

from collaboration.documents.models import Disposition, JointDocument, Version
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording
from collaboration.errors import WorkflowError
from tenants.identity.actor import Actor
from tenants.units.models import Unit


def issuers_of(document: JointDocument) -> list[dict[str, str]]:
    """The units that will sign, in order: the drafting unit first, without those that declined."""
    units = [document.drafting_unit, *(one.unit for one in document.invitations.all() if one.declined_at is None)]
    return [issuer(unit) for unit in units]


def issuer(unit: Unit) -> dict[str, str]:
    """A unit as it stands in a text: its code for ever, its name of today."""
    return {"code": unit.code, "name": unit.name, "name_en": unit.name_en}


def latest(document: JointDocument) -> Version:
    """The newest version that the person at work may see."""
    version = document.versions.order_by("number").last()
    if version is None:
        raise WorkflowError("a document without a version")
    return version


def wording_of(version: Version) -> Wording:
    """What a version says, ready to be changed."""
    return Wording(
        title=version.title,
        blocks=tuple(Block.from_json(block) for block in version.blocks),
        title_lines=tuple(version.title_lines),
        recipients=version.recipients,
    )


def write_version(actor: Actor, document: JointDocument, wording: Wording, *, number: int, note: str = "") -> Version:
    """Keep the wording as a new version with the units of today and its digests.

    Opinions whose words were put into the text since the last version are resolved in this one.
    """
    issuers = issuers_of(document)
    digest = wording.digests(document.kind, issuers)
    version = Version.objects.create(
        document=document,
        number=number,
        title=wording.title,
        title_lines=list(wording.title_lines),
        recipients=wording.recipients,
        blocks=[block.to_json() for block in wording.blocks],
        issuers=issuers,
        content_hash=digest.sha256,
        content_hash_sm3=digest.sm3,
        note=note,
        author=actor.user,
    )
    applied = Disposition.objects.filter(opinion__round__document=document, is_applied=True, resolved_in=None)
    applied.update(resolved_in=version)
    return version


def send_version(actor: Actor, document: JointDocument, version: Version) -> Version:
    """Let all parties read this version; first renewed when the units under it are no longer the same."""
    if _codes_and_names(version.issuers) != _codes_and_names(issuers_of(document)):
        version = write_version(actor, document, wording_of(version), number=version.number + 1)
    if not version.is_sent:
        version.is_sent = True
        version.save(update_fields=["is_sent"])
    if document.title != version.title:
        document.title = version.title
        document.save(update_fields=["title"])
    return version


def _codes_and_names(issuers: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(issuer["code"], issuer["name"]) for issuer in issuers]
