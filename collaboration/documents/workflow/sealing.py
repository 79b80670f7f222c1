"""What the sealer does with a document whose seals are being released. Runs as p_system; every part can be repeated."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.documents import notifications, printing
from collaboration.documents.models import Countersigning, JointDocument, Status
from collaboration.documents.workflow import aftercare
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.sealing import pipeline
from collaboration.sealing.models import STANDING, SealedFile, SealRelease, StandingAuthorisation
from collaboration.sealing.refusals import KeyUnavailable, NoTime, SealingRefused
from collaboration.typesetting.fonts import available_fonts
from collaboration.typesetting.typesetter import typeset
from collaboration.worklist import waiting
from tenants.identity.roles import Role
from tenants.units.models import Unit


def seal(public_id: UUID, *, comes_back: bool = False) -> None:
    """Go as far as the released seals allow: certify, put seals on, close when the last one is on.

    A service that does not answer is an error while the job ``comes_back`` by itself; after that people are told.
    """
    document = JointDocument.objects.select_related("matter__drafting_unit").get(matter__public_id=public_id)
    if document.status != Status.SEALING:
        return
    attempt = printing.signed_attempt(document)
    units = printing.sealing_units(attempt)
    tell = partial(record_carried_out, document.matter, unit_id=document.drafting_unit.pk)
    try:
        _certify(document, attempt, units, tell)
        _release_as_authorised(document, units)
        pipeline.put_released_seals(document.matter, units, tell=tell)
        if pipeline.is_complete(document.matter):
            pipeline.close(document.matter, then=partial(_closed, document, tell))
            aftercare.look_after(document)
    except pipeline.Ended:
        return
    except SealingRefused as refusal:
        if comes_back and isinstance(refusal, KeyUnavailable | NoTime):
            raise
        with transaction.atomic():
            tell("sealing_stopped", reason=type(refusal).__name__, about=str(refusal)[:200], unit=refusal.unit)
            notifications.sealing_stopped(document)


def _certify(
    document: JointDocument, attempt: Countersigning, sealing: list[Unit], tell: Callable[..., object]
) -> None:
    units = printing.issuing_units(attempt)
    number = document.number
    pipeline.certify(
        document.matter,
        units,
        on_paper=[unit for unit in units if unit not in sealing],
        content_hash=attempt.version.content_hash,
        check_code=attempt.check_code,
        typeset=lambda code: typeset(printing.on_paper(document, attempt, number=number, check_code=code)),
        substitutes=[str(one) for one in available_fonts().substitutes],
        tell=tell,
        straddles=document.has_straddle_seal,
    )


def _release_as_authorised(document: JointDocument, units: list[Unit]) -> None:
    """Release the seals of units with a standing authorisation in writing, in the name of who granted it."""
    content_hash = SealedFile.objects.get(matter=document.matter).content_hash
    for unit in units:
        with transaction.atomic():
            matter = Matter.objects.select_for_update(no_key=True).get(pk=document.pk)
            if matter.state != Status.SEALING:
                return  # cancelled meanwhile
            granted = authorised(unit, document)
            if granted is None or SealRelease.objects.filter(matter=matter, unit=unit).exists():
                continue
            assert granted.granted_by is not None  # noqa: S101 - valid() gives only what a signatory confirmed
            SealRelease.objects.create(
                matter=matter,
                unit=unit,
                content_hash=content_hash,
                user=granted.granted_by,
                authorisation=granted,
                method=STANDING,
            )
            waiting.done(matter, step="release_seal", unit=unit)
            texts = {"authorisation": str(granted)}
            record_carried_out(
                matter, "seal_released_as_authorised", unit_id=unit.pk, texts=texts, authorisation=granted.pk
            )
            notifications.seal_released_as_authorised(document, unit)


def authorised(unit: Unit, document: JointDocument) -> StandingAuthorisation | None:
    """The unit's standing authorisation under which its seal may go on this document today."""
    speaking = StandingAuthorisation.objects.filter(unit=unit).valid(timezone.localdate())
    return speaking.covering(kind=document.kind, drafting_unit=document.drafting_unit).first()


def _closed(document: JointDocument, tell: Callable[..., object], file: SealedFile) -> None:
    matter = document.matter
    matter.state, matter.changed_at = Status.SEALED, timezone.now()
    matter.save(update_fields=["state", "changed_at"])
    waiting.open_step(matter, unit=document.drafting_unit, role=Role.HANDLER, step="issue")
    waiting.open_step(matter, unit=document.drafting_unit, role=Role.HANDLER, step="publish")
    tell("sealed", file=file.sha256, check_code=file.check_code)
    notifications.sealed(document)
