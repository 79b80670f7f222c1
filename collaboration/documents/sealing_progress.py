"""How far sealing has come, as the document's page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from collaboration.documents import printing
from collaboration.documents.models import JointDocument, Status
from collaboration.sealing.models import SealedFile, SealRelease, SealUse
from tenants import hosts
from tenants.hosts import ALLIANCE_SCHEMA
from tenants.units.models import Tenant, Unit

SHOWN = frozenset({Status.SEALING, Status.SEALED, Status.PUBLISHED})


@dataclass(frozen=True)
class Seal:
    """One unit's seal: not released yet, released, or on the file."""

    unit: Unit
    released_at: datetime | None
    put_at: datetime | None


@dataclass(frozen=True)
class Sealing:
    """All seals in order, the file as it is, and where the public reads it."""

    seals: Sequence[Seal]
    file: SealedFile | None
    number: str
    addresses: Sequence[tuple[str, str]]

    @property
    def put(self) -> int:
        return sum(seal.put_at is not None for seal in self.seals)


def of(document: JointDocument) -> Sealing | None:
    """The sealing of a document that has come that far; five queries."""
    if document.status not in SHOWN:
        return None
    units = printing.issuing_units(printing.signed_attempt(document).version)
    released = dict(SealRelease.objects.filter(matter=document.matter).values_list("unit_id", "released_at"))
    put = dict(SealUse.objects.filter(matter=document.matter).values_list("unit_id", "used_at"))
    return Sealing(
        seals=[Seal(unit, released.get(unit.pk), put.get(unit.pk)) for unit in units],
        file=SealedFile.objects.filter(matter=document.matter).first(),
        number=str(getattr(document.matter, "document_number", None) or ""),
        addresses=_addresses(document, units) if document.status is Status.PUBLISHED else (),
    )


def sites(units: Iterable[Unit]) -> list[Tenant]:
    """The sites a document of these units is published on: the alliance's and each unit's own, once."""
    tenants = [Tenant.objects.get(schema_name=ALLIANCE_SCHEMA), *(unit.tenant for unit in units)]
    return list({tenant.pk: tenant for tenant in tenants}.values())


def _addresses(document: JointDocument, units: Iterable[Unit]) -> list[tuple[str, str]]:
    path = f"/documents/{document.public_id}/"
    return [(tenant.name, hosts.site_url(tenant, path)) for tenant in sites(units)]
