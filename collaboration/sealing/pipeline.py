"""The sealer's work on one file: certify it, put on every released seal, close and examine it.

Each stage stores its file first and then writes its row; a stage that was cut short is simply done again. Only one
job at a time works on a matter (the queue's lock), and the matter's row is locked while rows are written.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict

from cryptography import x509
from django.db import transaction

from collaboration.matters.models import Matter
from collaboration.sealing import files, register, signing
from collaboration.sealing.authority import Authority
from collaboration.sealing.keys import signer_of
from collaboration.sealing.models import SealedFile, SealRelease, SealUse
from collaboration.sealing.pictures.current import current_picture, diameters, seal_page
from collaboration.sealing.platform import Platform
from collaboration.sealing.refusals import NoTime, SealingRefused
from collaboration.sealing.report import Report
from collaboration.sealing.straddle import Straddle
from collaboration.sealing.verification import Expected, examine
from collaboration.typesetting.document import Typeset
from tenants.units.models import Unit

Tell = Callable[..., object]  # records a stage inside its transaction


class Ended(SealingRefused):
    """The matter was cancelled or purged while the sealer was at work on it."""


class Damaged(SealingRefused):
    """The finished file did not pass its examination; it is not closed."""


def certify(
    matter: Matter,
    units: Sequence[Unit],
    *,
    on_paper: Collection[Unit] = (),
    content_hash: str,
    check_code: str,
    typeset: Callable[[str], Typeset],
    substitutes: Sequence[str],
    tell: Tell,
    straddles: bool = False,
    is_concealed: bool = False,
) -> SealedFile:
    """Typeset under the check code, make the seals' places and certify. Done already: nothing happens.

    Units that sealed a sheet of paper stand among the issuers, without a place for a seal. ``straddles``: the first
    unit that seals here also does so over the edges of all pages. ``is_concealed``: it names persons, and no revision
    of it touches a disk in clear.
    """
    existing = SealedFile.objects.filter(matter=matter).first()
    if existing is not None:
        return existing
    certificates = _certificates([unit for unit in units if unit not in on_paper])
    made = typeset(check_code)
    platform = Authority.of_installation().platform()
    straddle = _straddle(units, on_paper, made) if straddles and made.pages > 1 else None
    pdf = signing.prepare(made.pdf, made.boxes, certificates, platform=platform, straddle=straddle)
    with transaction.atomic():
        _take(matter)
        digest = files.put(matter, pdf, is_concealed=is_concealed)
        file = SealedFile.objects.create(
            matter=matter,
            state=SealedFile.State.CERTIFIED,
            content_hash=content_hash,
            sha256=digest,
            size=len(pdf),
            check_code=check_code,
            issuers=[unit.pk for unit in units],
            on_paper=[unit.pk for unit in on_paper],
            is_concealed=is_concealed,
            substitutes=list(substitutes),
        )
        tell("file_certified", file=digest)
    return file


def _straddle(units: Sequence[Unit], on_paper: Collection[Unit], made: Typeset) -> Straddle | None:
    first = next((unit for unit in units if unit not in on_paper), None)
    return Straddle(first.code, made.pages, diameters([first])[first.code]) if first else None


def _certificates(units: Sequence[Unit]) -> dict[str, x509.Certificate]:
    """What every unit's place is bound to. Raises ``NoCertificate`` with the unit's code."""
    found = {}
    for unit in units:
        try:
            found[unit.code] = register.loaded(register.certificate_of(unit))
        except SealingRefused as refusal:
            refusal.unit = unit.code
            raise
    return found


def put_released_seals(matter: Matter, units: Sequence[Unit], *, tell: Tell) -> None:
    """Put on every seal that was released for this content and is not on yet, one revision and one row at a time.

    A unit whose key, certificate or device fails does not hold up the others; the first refusal is raised in the end.
    """
    platform = Authority.of_installation().platform()
    refused: list[SealingRefused] = []
    for unit in units:
        if not _waits_for_its_seal(matter, unit):
            continue
        try:
            _put_seal(matter, unit, platform, tell=tell)
        except (Ended, NoTime):
            raise
        except SealingRefused as refusal:
            refusal.unit = unit.code
            refused.append(refusal)
    if refused:
        raise refused[0]


def _waits_for_its_seal(matter: Matter, unit: Unit) -> bool:
    """Whether the unit's seal was released for the text in the file, and is not on it."""
    file = SealedFile.objects.get(matter=matter)
    is_released = SealRelease.objects.filter(matter=matter, unit=unit, content_hash=file.content_hash).exists()
    return is_released and not SealUse.objects.filter(matter=matter, unit=unit).exists()


def _put_seal(matter: Matter, unit: Unit, platform: Platform, *, tell: Tell) -> None:
    file, picture = SealedFile.objects.get(matter=matter), current_picture(unit)
    certificate = register.certificate_of(unit)
    platform.trust.refuse_revoked(register.loaded(certificate))
    pdf = signing.put_seal(
        files.read(file),
        unit.code,
        signer_of(unit),
        seal_page(unit, picture),
        base_sha256=file.sha256,
        platform=platform,
        name=unit.name,
    )
    with transaction.atomic():
        _take(matter)
        use = SealUse.objects.create(
            matter=matter,
            unit=unit,
            certificate=certificate,
            picture=picture,
            order=SealUse.objects.filter(matter=matter).count() + 1,
            base_sha256=file.sha256,
            result_sha256=files.put(matter, pdf, is_concealed=file.is_concealed),
        )
        _replace(file, pdf, use.result_sha256, SealedFile.State.CERTIFIED)
        seen = picture.sha256 if picture else ""
        tell("seal_put", unit=unit.code, order=use.order, base=use.base_sha256, file=use.result_sha256, picture=seen)


def is_complete(matter: Matter) -> bool:
    """Whether the seal of every issuer is on that did not seal a sheet of paper."""
    file = SealedFile.objects.get(matter=matter)
    return SealUse.objects.filter(matter=matter).count() == len(file.issuers) - len(file.on_paper)


def close(matter: Matter, *, then: Callable[[SealedFile], None]) -> SealedFile:
    """Close the complete file, examine it, keep the outcome for good, and let ``then`` write in the same transaction.

    Raises ``Damaged`` when the examination finds anything, and leaves the file open.
    """
    file = SealedFile.objects.get(matter=matter)
    if file.state == SealedFile.State.CLOSED:
        return file
    authority = Authority.of_installation()
    platform = authority.platform()
    pdf = signing.close(files.read(file), base_sha256=file.sha256, platform=platform)
    uses = SealUse.objects.filter(matter=matter).select_related("certificate", "unit")
    registered = {use.unit.code: register.loaded(use.certificate) for use in uses}
    expected = Expected.of(registered, platform.signer.certificate, platform.trust, on_paper=bool(file.on_paper))
    report = examine(pdf, expected)
    if not report.is_as_signed:
        raise Damaged(", ".join(str(finding.problem) for finding in report.findings))
    with transaction.atomic():
        _take(matter)
        file.outcome = outcome_of(report)
        digest = files.put(matter, pdf, is_concealed=file.is_concealed)
        _replace(file, pdf, digest, SealedFile.State.CLOSED)
        then(file)
    return file


def outcome_of(report: Report) -> dict:
    """What an examination found, as it is stored."""
    signatures = [
        {**asdict(seen), "signed_at": seen.signed_at.isoformat() if seen.signed_at else None}
        for seen in report.signatures
    ]
    return {"as_signed": report.is_as_signed, "signatures": signatures}


def _take(matter: Matter) -> None:
    """Lock the matter for what is written now. Raises ``Ended``: then nothing of it may be stored any more."""
    if Matter.objects.select_for_update(no_key=True).get(pk=matter.pk).closed_at is not None:
        raise Ended(str(matter.public_id))


def _replace(file: SealedFile, pdf: bytes, digest: str, state: str) -> None:
    file.sha256, file.size, file.state = digest, len(pdf), state
    file.save(update_fields=["sha256", "size", "state", "outcome", "changed_at"])
