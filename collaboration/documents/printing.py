"""A joint document as it goes on paper."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from collaboration.documents.models import Countersignature, Countersigning, JointDocument, Kind, Version
from collaboration.sealing.pictures.current import diameters
from collaboration.typesetting import document as paper
from collaboration.typesetting.characters import missing_characters
from tenants import hosts
from tenants.units.models import Unit

BLANK = "\u3000"
LAYOUTS = {  # all other kinds have the red head of a joint notice
    Kind.AGREEMENT: paper.Kind.AGREEMENT,
    Kind.LETTER: paper.Kind.LETTER,
    Kind.MINUTES: paper.Kind.MINUTES,
}


def signed_attempt(document: JointDocument) -> Countersigning:
    """The attempt in which all units signed."""
    attempts = document.countersignings.select_related("version").prefetch_related("abstentions__unit")
    return attempts.get(outcome=Countersigning.Outcome.COMPLETE)


def issuers(attempt: Countersigning) -> list[Mapping[str, Any]]:
    """Those whose names stand under the text, in its order: a unit that abstained is left out."""
    abstained = {one.unit.code for one in attempt.abstentions.all()}
    return [one for one in attempt.version.issuers if one["code"] not in abstained]


def issuing_units(attempt: Countersigning) -> list[Unit]:
    """The units under the text, in its order."""
    return _units(one["code"] for one in issuers(attempt))


def sealing_units(attempt: Countersigning) -> list[Unit]:
    """Those of them whose seal is put on by the portal; the others sealed a sheet of paper."""
    sheets = sealed_sheets(attempt)
    return [unit for unit in issuing_units(attempt) if unit.pk not in sheets]


def sealed_sheets(attempt: Countersigning) -> set[int]:
    """The ids of the units that signed and sealed a sheet of paper."""
    return {one.unit_id for one in attempt.signatures.all() if one.is_on_paper}


def _units(codes: Iterable[str]) -> list[Unit]:
    wanted = list(codes)
    units = {unit.code: unit for unit in Unit.objects.select_related("tenant").filter(code__in=wanted)}
    return [units[code] for code in wanted]


def on_paper(document: JointDocument, attempt: Countersigning, *, number: str, check_code: str) -> paper.PrintDocument:
    """Everything the layout needs: text and names of the signed version, number, check code."""
    signed = {one.unit.code: one for one in attempt.signatures.select_related("unit")}
    return dataclasses.replace(
        _unsigned(document, attempt.version, issuers(attempt), signed),
        number=number,
        check_code=check_code,
        verify_url=hosts.public_url(f"/verify/?code={check_code}"),
        content_sha256=attempt.version.content_hash,
    )


def before_sealing(document: JointDocument, version: Version) -> paper.PrintDocument:
    """The same before there are signatures and a number: their places are kept free."""
    today = timezone.localdate()
    word = document.code_word or document.drafting_unit.code_word or BLANK * 3
    number = f"{word}〔{today.year}〕{BLANK}号" if Kind(document.kind).is_numbered else ""
    dated = document.issued_on or today
    unsigned = _unsigned(document, version, version.issuers, {})
    return dataclasses.replace(unsigned, number=number, date=dated, print_date=dated)


def _unsigned(
    document: JointDocument,
    version: Version,
    named: Sequence[Mapping[str, Any]],
    signed: Mapping[str, Countersignature],
) -> paper.PrintDocument:
    sizes = diameters(_units(one["code"] for one in named))
    return paper.PrintDocument(
        kind=LAYOUTS.get(Kind(document.kind), paper.Kind.JOINT_NOTICE),
        title=version.title,
        title_lines=tuple(version.title_lines),
        issuers=tuple(_issuer(one, signed.get(one["code"]), sizes[one["code"]]) for one in named),
        blocks=tuple(version.blocks),
        date=document.issued_on,
        recipients=version.recipients,
        printer=named[0]["name"],
        print_date=document.issued_on,
    )


def _issuer(named: Mapping[str, Any], signature: Countersignature | None, size: float) -> paper.Issuer:
    if signature is None:
        return paper.Issuer(named["code"], named["name"], size)
    return paper.Issuer(named["code"], named["name"], size, signature.signer, is_on_paper=signature.is_on_paper)


def unprintable(version: Version) -> list[str]:
    """Characters of the text that no typeface of this installation can show."""
    text = version.title + version.recipients + "".join(str(block.get("text", "")) for block in version.blocks)
    return [gap.character for gap in missing_characters(text) if not gap.shown_in]
