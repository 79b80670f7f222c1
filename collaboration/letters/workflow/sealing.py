"""What the sealer does with a signed letter. Runs as p_system; every part can be repeated."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.letters import notifications, printing
from collaboration.letters.models import Letter, State
from collaboration.matters.confidences import Erased
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.sealing import files, pipeline
from collaboration.sealing.authority import Authority
from collaboration.sealing.certifying import certify_copy
from collaboration.sealing.models import SealedFile
from collaboration.sealing.refusals import KeyUnavailable, NoTime, SealingRefused
from collaboration.typesetting.document import Typeset
from collaboration.typesetting.fonts import available_fonts
from collaboration.typesetting.typesetter import typeset
from collaboration.worklist import waiting
from tenants.identity.roles import Role

Tell = Callable[..., object]


def carry_on(public_id: UUID, *, comes_back: bool = False) -> None:
    """Go as far as the signature and the released seal allow; people are told what stops it."""
    letter = Letter.objects.with_units().get(matter__public_id=public_id)
    tell = partial(record_carried_out, letter.matter, unit_id=letter.matter.drafting_unit_id)
    try:
        if letter.status == State.SIGNED and not letter.is_to_be_sealed:
            _finish_without_seal(letter, tell)
        elif letter.status == State.SEALING:
            _seal(letter, tell)
    except (pipeline.Ended, Erased):
        return
    except SealingRefused as refusal:
        if comes_back and isinstance(refusal, KeyUnavailable | NoTime):
            raise
        with transaction.atomic():
            tell("sealing_stopped", reason=type(refusal).__name__, about=str(refusal)[:200])
            notifications.sealing_stopped(letter)


def _seal(letter: Letter, tell: Tell) -> None:
    units = [letter.matter.drafting_unit]
    pipeline.certify(
        letter.matter, units, content_hash=letter.content_hash, check_code=letter.check_code or "",
        typeset=lambda code: _typeset(letter, code), substitutes=[str(one) for one in available_fonts().substitutes],
        tell=tell, is_concealed=True,
    )  # fmt: skip
    pipeline.put_released_seals(letter.matter, units, tell=tell)
    if pipeline.is_complete(letter.matter):
        pipeline.close(letter.matter, then=partial(_sealed, letter, tell))


def _typeset(letter: Letter, code: str) -> Typeset:
    return typeset(printing.on_paper(letter, check_code=code))


def _sealed(letter: Letter, tell: Tell, file: SealedFile) -> None:
    _finish(letter, State.SEALED, file.sha256, file.size, tell)


def _finish_without_seal(letter: Letter, tell: Tell) -> None:
    made = _typeset(letter, letter.check_code or "")
    pdf = certify_copy(made.pdf, platform=Authority.of_installation().platform())
    with transaction.atomic():
        if Matter.objects.select_for_update(no_key=True).get(pk=letter.pk).state != State.SIGNED:
            return
        digest = files.put(letter.matter, pdf, is_concealed=True)
        _finish(letter, State.READY, digest, len(pdf), tell)


def _finish(letter: Letter, state: State, sha256: str, size: int, tell: Tell) -> None:
    letter.file_sha256, letter.file_size = sha256, size
    letter.save(update_fields=["file_sha256", "file_size"])
    matter = letter.matter
    matter.state, matter.changed_at = state, timezone.now()
    matter.save(update_fields=["state", "changed_at"])
    waiting.open_step(matter, unit=matter.drafting_unit, role=Role.HANDLER, step="hand_over")
    tell(str(state), file=sha256, check_code=letter.check_code)
    notifications.finished(letter, str(state))
