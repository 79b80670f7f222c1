"""How far sealing has come, as the document's page shows it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from collaboration.documents import printing
from collaboration.documents.models import Countersigning, JointDocument, Status
from collaboration.sealing.models import STANDING, OfdCopy, SealedFile, SealRelease, SealUse
from collaboration.sealing.refusals import words_for
from tenants import hosts
from tenants.audit.models import Record
from tenants.hosts import ALLIANCE_SCHEMA
from tenants.units.models import Tenant, Unit

SAID_BY_SEALER = ("sealing_stopped", "sealing_resumed", "seal_put")
SHOWN = frozenset({Status.SEALING, Status.SEALED, Status.ISSUED, Status.PUBLISHED})


@dataclass(frozen=True)
class Seal:
    """One unit's seal: not released yet, released, or on the file."""

    unit: Unit
    released_at: datetime | None
    put_at: datetime | None
    is_authorised: bool = False  # released under a standing authorisation
    is_on_paper: bool = False  # on the sheet the unit signed by hand; the portal puts on none


@dataclass(frozen=True)
class Sealing:
    """All seals in order, the file as it is, and where the public reads it."""

    seals: Sequence[Seal]
    file: SealedFile | None
    number: str
    addresses: Sequence[tuple[str, str]]
    stopped: str = ""  # why the sealer gave up, and what helps
    has_ofd: bool = False

    @property
    def put(self) -> int:
        return sum(seal.put_at is not None for seal in self.seals)

    @property
    def electronic(self) -> int:
        """How many seals the portal puts on."""
        return sum(not seal.is_on_paper for seal in self.seals)


def of(document: JointDocument, attempt: Countersigning | None) -> Sealing | None:
    """The sealing of a document that has come that far: all units signed in this, its last attempt."""
    if attempt is None or document.status not in SHOWN:
        return None
    units, sheets = printing.issuing_units(attempt), printing.sealed_sheets(attempt)
    released = {one.unit_id: one for one in SealRelease.objects.filter(matter=document.matter)}
    put = dict(SealUse.objects.filter(matter=document.matter).values_list("unit_id", "used_at"))
    file = SealedFile.objects.filter(matter=document.matter).first()
    return Sealing(
        seals=[_seal(unit, released.get(unit.pk), put.get(unit.pk), unit.pk in sheets) for unit in units],
        file=file,
        number=document.number,
        addresses=_addresses(document, units) if document.status is Status.PUBLISHED else (),
        stopped=_why_stopped(document, units) if document.status is Status.SEALING else "",
        has_ofd=file is not None and OfdCopy.of(document.public_id, file.sha256) is not None,
    )


def _why_stopped(document: JointDocument, units: Iterable[Unit]) -> str:
    """The sealer's last word, where that was a refusal; empty while it is at work or waits for seal keepers."""
    said = Record.objects.filter(chain=document.public_id, act__in=SAID_BY_SEALER).order_by("-number").first()
    if said is None or said.act != "sealing_stopped":
        return ""
    detail = json.loads(said.detail)
    words = words_for(detail.get("reason", ""))
    name = next((unit.display_name for unit in units if unit.code == detail.get("unit")), "")
    return _("%(where)s: %(problem)s") % {"where": name, "problem": words} if name else words


def _seal(unit: Unit, release: SealRelease | None, put_at: datetime | None, is_on_paper: bool) -> Seal:
    if release is None:
        return Seal(unit, None, put_at, is_on_paper=is_on_paper)
    return Seal(unit, release.released_at, put_at, release.method == STANDING)


def sites(units: Iterable[Unit]) -> list[Tenant]:
    """The sites a document of these units is published on: the alliance's and each unit's own, once."""
    tenants = [Tenant.objects.get(schema_name=ALLIANCE_SCHEMA), *(unit.tenant for unit in units)]
    once = list({tenant.pk: tenant for tenant in tenants}.values())
    prefetch_related_objects(once, "domains")
    return once


def _addresses(document: JointDocument, units: Iterable[Unit]) -> list[tuple[str, str]]:
    path = f"/documents/{document.public_id}/"
    return [(tenant.name, hosts.site_url(tenant, path)) for tenant in sites(units)]
