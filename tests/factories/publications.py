"""Sealed matters and published documents, in words of our own."""

import datetime
from collections.abc import Sequence
from itertools import count
from uuid import uuid4

from collaboration.matters.models import Matter, Party
from collaboration.publication.models import PublishedDocument, Validity, ValidityChange
from collaboration.publication.publishing import Issuer, PublishedContent, publish
from collaboration.sealing.check_codes import new_check_code
from collaboration.sealing.models import SealedFile
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.units.models import Tenant, Unit
from tests.factories.people import make_actor
from tests.ownership import as_owner

LEADS = ("310000", "320000", "330000", "340000")
DAY = datetime.date(2026, 3, 5)
_numbers = count(1)
BLOCKS = [
    {"id": "00000001", "kind": "p", "text": "为了试验公开页面，各方商定如下。", "head": ""},
    {"id": "00000002", "kind": "h1", "text": "一、样例事项", "head": ""},
    {"id": "00000003", "kind": "h2", "text": "（一）互通情况。各方每季度互通一次情况。", "head": "（一）互通情况。"},
    {
        "id": "00000004", "kind": "table", "text": "序号\t期限\n1\t每季度", "head": "",
        "rows": [["序号", "期限"], ["1", "每季度"]],
    },
    {"id": "00000005", "kind": "signature", "text": "（以下无正文）", "head": ""},
]  # fmt: skip


def file_bytes(number: int) -> bytes:
    """Stands for the sealed file of one document."""
    return b"%%PDF-1.7 sealed file number %d" % number


def sealed_content(
    drafter: Actor, codes: Sequence[str] = LEADS, *, data: bytes = b"", printed_code: str = "", **changes: object
) -> PublishedContent:
    """A matter of these units in state sealed, its closed file in the store, and what would be published of it."""
    number, public_id = next(_numbers), uuid4()
    data = data or file_bytes(number)
    digest, code = store.put(data), printed_code or new_check_code()
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    with as_owner():
        matter = Matter.objects.create(
            public_id=public_id, kind="document", drafting_unit=drafter.unit, state="draft", classification=0
        )
        Party.objects.bulk_create(
            Party(matter=matter, unit=unit, ground="invited") for unit in units.values() if unit != drafter.unit
        )
        SealedFile.objects.create(
            matter=matter, state=SealedFile.State.CLOSED, content_hash="5a" * 32, sha256=digest, size=len(data),
            check_code=code, issuers=[units[code].pk for code in codes],
        )  # fmt: skip
        Matter.objects.filter(pk=matter.pk).update(state="sealed")
    values = {
        "public_id": public_id,
        "kind": "agreement",
        "title": f"样例事项协作协议之{number}",
        "issuers": [Issuer(code, units[code].name, units[code].name_en, DAY) for code in codes],
        "blocks": BLOCKS,
        "issued_on": DAY,
        "content_hash": "5a" * 32,
        "content_hash_sm3": "6b" * 32,
        "file_sha256": digest,
        "file_size": len(data),
        "check_code": code,
        "topic": "城市管理",
    }
    return PublishedContent(**(values | changes))


def publish_sealed(drafter: Actor, content: PublishedContent, on: datetime.date = DAY) -> PublishedDocument:
    """Publish on the sites of all issuers and the alliance's, as the drafting unit does."""
    codes = [issuer.code for issuer in content.issuers]
    units = sorted(
        Unit.objects.select_related("tenant").filter(code__in=codes), key=lambda unit: codes.index(unit.code)
    )
    alliance = Tenant.objects.get(schema_name="alliance")
    with drafter.acting():
        return publish(content, tenants=[alliance, *(unit.tenant for unit in units)], units=units, on=on)


def make_published(*codes: str, validity: Validity = Validity.IN_FORCE, **changes: object) -> PublishedDocument:
    """A document that these units (the four lead units) published."""
    issuers = codes or LEADS
    drafter = make_actor(issuers[0])
    document = publish_sealed(drafter, sealed_content(drafter, issuers, **changes))
    if validity != Validity.IN_FORCE:
        with drafter.acting():
            ValidityChange.objects.create(document=document, validity=validity, since=DAY)
    return document
