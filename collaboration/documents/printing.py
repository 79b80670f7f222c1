"""A joint document as it goes on paper."""

import dataclasses
from collections.abc import Mapping

from django.utils import timezone

from collaboration.documents.models import Countersigning, JointDocument, Kind, Version
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
    return document.countersignings.select_related("version").get(outcome=Countersigning.Outcome.COMPLETE)


def issuing_units(version: Version) -> list[Unit]:
    """The units under the text, in its order."""
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[one["code"] for one in version.issuers])}
    return [units[one["code"]] for one in version.issuers]


def on_paper(document: JointDocument, version: Version, *, number: str, check_code: str) -> paper.PrintDocument:
    """Everything the layout needs: text and names of the signed version, number, check code."""
    signed = {one.unit.code: one.user_name for one in signed_attempt(document).signatures.select_related("unit")}
    return dataclasses.replace(
        _unsigned(document, version, signed),
        number=number,
        check_code=check_code,
        verify_url=hosts.public_url(f"/verify/?code={check_code}"),
        content_sha256=version.content_hash,
    )


def before_sealing(document: JointDocument, version: Version) -> paper.PrintDocument:
    """The same before there are signatures and a number: their places are kept free."""
    today = timezone.localdate()
    word = document.code_word or document.drafting_unit.code_word or BLANK * 3
    number = f"{word}〔{today.year}〕{BLANK}号" if Kind(document.kind).is_numbered else ""
    dated = document.issued_on or today
    return dataclasses.replace(_unsigned(document, version, {}), number=number, date=dated, print_date=dated)


def _unsigned(document: JointDocument, version: Version, signed: Mapping[str, str]) -> paper.PrintDocument:
    sizes = diameters(issuing_units(version))
    return paper.PrintDocument(
        kind=LAYOUTS.get(Kind(document.kind), paper.Kind.JOINT_NOTICE),
        title=version.title,
        title_lines=tuple(version.title_lines),
        issuers=tuple(
            paper.Issuer(one["code"], one["name"], sizes[one["code"]], signed.get(one["code"], ""))
            for one in version.issuers
        ),
        blocks=tuple(version.blocks),
        date=document.issued_on,
        recipients=version.recipients,
        printer=version.issuers[0]["name"],
        print_date=document.issued_on,
    )


def unprintable(version: Version) -> list[str]:
    """Characters of the text that no typeface of this installation can show."""
    text = version.title + version.recipients + "".join(str(block.get("text", "")) for block in version.blocks)
    return [gap.character for gap in missing_characters(text) if not gap.shown_in]
