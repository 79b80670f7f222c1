"""What the sealer does with a proof whose seal was released. Runs as p_system; every part can be repeated."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.matters.confidences import Erased
from collaboration.matters.record import record_carried_out
from collaboration.sealing import pipeline
from collaboration.sealing.models import SealedFile
from collaboration.sealing.refusals import KeyUnavailable, NoTime, SealingRefused
from collaboration.service import notifications
from collaboration.service.models import Service, State
from collaboration.service.printing import proof_of
from collaboration.typesetting.fonts import available_fonts
from collaboration.typesetting.service_proof import typeset_proof
from collaboration.worklist import waiting


def seal(public_id: UUID, *, comes_back: bool = False) -> None:
    """Typeset the proof, put the serving unit's seal on, close it. Done already: nothing happens."""
    service = Service.objects.with_units().get(matter__public_id=public_id)
    if service.status != State.SEALING:
        return
    unit = service.matter.drafting_unit
    tell = partial(record_carried_out, service.matter, unit_id=unit.pk)
    try:
        pipeline.certify(
            service.matter,
            [unit],
            content_hash=service.content_hash,
            check_code=service.check_code,
            typeset=lambda _code: typeset_proof(proof_of(service)),
            substitutes=[str(one) for one in available_fonts().substitutes],
            tell=tell,
            is_concealed=True,
        )
        pipeline.put_released_seals(service.matter, [unit], tell=tell)
        if pipeline.is_complete(service.matter):
            pipeline.close(service.matter, then=partial(_closed, service, tell))
    except (pipeline.Ended, Erased):
        return
    except SealingRefused as refusal:
        if comes_back and isinstance(refusal, KeyUnavailable | NoTime):
            raise
        with transaction.atomic():
            tell("sealing_stopped", reason=type(refusal).__name__, about=str(refusal)[:200], unit=refusal.unit)
            notifications.to_serving(service, "sealing_stopped")


def _closed(service: Service, tell: partial[int], file: SealedFile) -> None:
    matter = service.matter
    matter.state, matter.changed_at = State.SEALED, timezone.now()
    matter.closed_at = matter.changed_at
    matter.save(update_fields=["state", "changed_at", "closed_at"])
    waiting.close_all(matter)
    tell("sealed", file=file.sha256, check_code=file.check_code)
    notifications.to_both(service, "sealed")
