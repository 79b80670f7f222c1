"""From signed to sealed: number, seals released one by one, the sealer's work."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.documents import notifications, printing, rules
from collaboration.documents.models import JointDocument, Kind, Status, Version
from collaboration.documents.workflow.sealing import authorised
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.numbering.workflow import issue
from collaboration.sealing import register
from collaboration.sealing.models import SealRelease
from collaboration.sealing.pictures.current import current_picture
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

RELEASE = "document.release_seal"


@transaction.atomic
def send_to_sealing(
    actor: Actor,
    document: JointDocument,
    *,
    code_word: str = "",
    chosen: int | None = None,
    reason: str = "",
    straddle: bool = False,
) -> JointDocument:
    """Give the document its number where its kind has one, and ask every unit's seal keeper for the seal."""
    document = take_up(actor, document, rules.SEND_TO_SEALING)
    attempt = printing.signed_attempt(document)
    version, units = attempt.version, printing.sealing_units(attempt)
    _check_sealable(version, units)
    number = _number(document, code_word, chosen, reason) if Kind(document.kind).is_numbered else ""
    if straddle:
        document.has_straddle_seal = True
        document.save(update_fields=["has_straddle_seal"])
    move(document, Status.SEALING)
    waiting.close_all(document.matter)
    for unit in units:  # also where a standing authorisation will do: should it end before, somebody is asked
        waiting.open_step(document.matter, unit=unit, role=Role.SEAL_KEEPER, step="release_seal")
    act = "numbered" if number else "sealing_started"
    record(document.matter, act, number=number, hash=version.content_hash)
    notifications.sealing_started(document, act, {unit: authorised(unit, document) is None for unit in units})
    return document


def _check_sealable(version: Version, units: list[Unit]) -> None:
    lost = printing.unprintable(version)
    if lost:
        raise WorkflowError(
            _("No typeface of this installation can show: %(characters)s. Nothing was changed.")
            % {"characters": " ".join(lost)}
        )
    if settings.MODE == "production" and (bare := [one.display_name for one in units if not current_picture(one)]):
        raise WorkflowError(
            _(
                "These units have not handed in the picture of their seal: %(units)s."
                " Their seal keepers do so under “Seal of my unit”."
            )
            % {"units": _(", ").join(bare)}
        )
    without = [unit.display_name for unit in units if not register.has_certificate(unit)]
    if without:
        raise WorkflowError(
            _(
                "No valid seal certificate is registered for: %(units)s. Their seal keepers see under “Seal of my unit”"
                " what is wrong; once the operator has registered a valid one, start again."
            )
            % {"units": _(", ").join(without)}
        )


def _number(document: JointDocument, code_word: str, chosen: int | None, reason: str) -> str:
    word = code_word or document.code_word or document.drafting_unit.code_word
    if not word:
        raise WorkflowError(_("Your unit has no agency code word yet; enter the one for this document."))
    return issue(document.matter, word=word, chosen=chosen, reason=reason)


def subject_of_release(document: JointDocument) -> Subject:
    """What the release of a seal is bound to."""
    version = printing.signed_attempt(document).version
    return Subject(RELEASE, document.public_id, version.number, version.content_hash, Role.SEAL_KEEPER)


@transaction.atomic
def release_seal(actor: Actor, document: JointDocument, *, content_hash: str, prove: Prove) -> JointDocument:
    """Release the acting unit's seal for this document and this hash; the sealer puts it on."""
    document = take_up(actor, document, rules.RELEASE_SEAL)
    if SealRelease.objects.filter(matter=document.matter, unit=actor.unit).exists():
        raise WrongState(_("The seal of your unit has already been released for this document."))
    if actor.unit not in printing.sealing_units(printing.signed_attempt(document)):
        raise NotAllowed(_("Your unit does not seal this document here: it signed on paper, or abstained."))
    subject = subject_of_release(document)
    if content_hash != subject.content_hash:
        raise Stale(_("This is not the text that was signed. Read it again before you release the seal."))
    proof = prove(subject)
    SealRelease.objects.create(
        matter=document.matter,
        unit=actor.unit,
        content_hash=content_hash,
        user=actor.user,
        method=proof.method,
        proof=proof.evidence,
    )
    waiting.done(document.matter, step="release_seal", unit=actor.unit)
    move(document)
    record(document.matter, "seal_released", hash=content_hash, method=proof.method)
    notifications.seal_released(document)
    return document


@transaction.atomic
def resume_sealing(actor: Actor, document: JointDocument) -> JointDocument:
    """Let the sealer try again after it stopped for a reason that has been removed."""
    document = take_up(actor, document, rules.RESUME_SEALING)
    record(document.matter, "sealing_resumed")
    return document
