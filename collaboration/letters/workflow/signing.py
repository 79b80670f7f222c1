"""Sign and number a letter or return it, release the seal, let the sealer try again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.letters import notifications, printing, rules
from collaboration.letters.models import Letter, State
from collaboration.letters.workflow.taking import move, take_up
from collaboration.matters import confidences
from collaboration.matters.record import record
from collaboration.numbering.workflow import issue
from collaboration.sealing.check_codes import new_check_code
from collaboration.sealing.models import SealRelease
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role

SIGN, RELEASE = "letter.sign", "letter.release_seal"


def subject_of(letter: Letter, act: str, role: Role) -> Subject:
    """What a signature or the release of the seal is bound to."""
    return Subject(act, letter.public_id, letter.revision, letter.content_hash, role)


@transaction.atomic
def sign(actor: Actor, letter: Letter, *, content_hash: str, prove: Prove) -> Letter:
    """Sign these very words: the letter gets its number, and the seal keeper is asked or the file is made."""
    letter = take_up(actor, letter, rules.SIGN)
    if content_hash != letter.content_hash or printing.content_hash(letter) != letter.content_hash:
        raise Stale(_("The text has changed since you opened it. Read the new one before you sign."))
    proof = prove(subject_of(letter, SIGN, Role.SIGNATORY))
    waiting.close_all(letter.matter)
    move(letter, State.SIGNED)
    letter.signer, letter.signed_at = actor.name, timezone.now()
    letter.number = issue(letter.matter, word=letter.code_word or actor.unit.code_word)
    letter.check_code = new_check_code()
    letter.save(update_fields=["signer", "signed_at", "number", "check_code"])
    confidences.key_for_files(letter.matter, make=True)  # the sealer locks the file with it, and makes none
    if letter.is_to_be_sealed:
        move(letter, State.SEALING)
        waiting.open_step(letter.matter, unit=actor.unit, role=Role.SEAL_KEEPER, step="release_letter_seal")
    record(letter.matter, "signed", hash=letter.content_hash, number=letter.number, method=proof.method)
    notifications.signed(letter)
    return letter


@transaction.atomic
def return_to_writer(actor: Actor, letter: Letter, *, reason: str) -> Letter:
    """Send it back to be changed, and say what to change."""
    letter = take_up(actor, letter, rules.RETURN)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."))
    waiting.close_all(letter.matter)
    move(letter, State.DRAFT)
    waiting.open_step(letter.matter, unit=actor.unit, role=Role.HANDLER, step="submit_letter")
    record(letter.matter, "returned", texts={"reason": reason.strip()})
    notifications.returned(letter)
    return letter


@transaction.atomic
def release_seal(actor: Actor, letter: Letter, *, content_hash: str, prove: Prove) -> Letter:
    """Release the unit's seal for exactly this letter; the sealer puts it on."""
    letter = take_up(actor, letter, rules.RELEASE)
    if SealRelease.objects.filter(matter=letter.matter).exists():
        raise WrongState(_("The seal of your unit has already been released for this document."))
    if content_hash != letter.content_hash:
        raise Stale(_("This is not the text that was signed. Read it again before you release the seal."))
    proof = prove(subject_of(letter, RELEASE, Role.SEAL_KEEPER))
    SealRelease.objects.create(
        matter=letter.matter, unit=actor.unit, content_hash=content_hash, user=actor.user, method=proof.method,
        proof=proof.evidence,
    )  # fmt: skip
    waiting.done(letter.matter, step="release_letter_seal", unit=actor.unit)
    move(letter)
    record(letter.matter, "seal_released", hash=content_hash, method=proof.method)
    return letter


@transaction.atomic
def resume(actor: Actor, letter: Letter) -> None:
    """Let the sealer try again after it stopped for a reason that has been removed."""
    letter = take_up(actor, letter, rules.RESUME)
    record(letter.matter, "sealing_resumed")
