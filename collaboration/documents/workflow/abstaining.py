"""A unit neither signs nor stops the others, where the alliance allows it."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from collaboration.documents import rules
from collaboration.documents.models import Abstention, Countersigning, CountersigningPolicy, JointDocument
from collaboration.documents.workflow.countersigning import give_word, take_turn
from collaboration.errors import NotAllowed, WorkflowError
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Level

ACT = "document.abstain"


def subject_of_abstention(document: JointDocument, attempt: Countersigning) -> Subject:
    """What an abstention is bound to."""
    version = attempt.version
    return Subject(ACT, document.public_id, version.number, version.content_hash, Role.SIGNATORY)


@transaction.atomic
def abstain(actor: Actor, document: JointDocument, *, content_hash: str, reason: str, prove: Prove) -> JointDocument:
    """Abstain for the acting unit: its signature line and seal are left out, the others' words count as they are."""
    document, attempt = take_turn(actor, document, rules.ABSTAIN, content_hash)
    if not attempt.may_abstain:
        raise NotAllowed(_("The alliance does not allow units to abstain from this document."))
    if not reason.strip():
        raise WorkflowError(_("Give the reason why your unit abstains."))
    if not _two_would_sign(attempt):
        raise WorkflowError(_("At least two units have to sign; your unit can only sign, or return the text."))
    proof = prove(subject_of_abstention(document, attempt))
    Abstention.objects.create(
        countersigning=attempt,
        unit=actor.unit,
        user=actor.user,
        user_name=actor.name,
        content_hash=content_hash,
        method=proof.method,
        proof=proof.evidence,
    )
    detail = {"hash": content_hash, "method": proof.method}
    return give_word(document, attempt, actor.unit, "abstained", texts={"reason": reason.strip()}, **detail)


def _two_would_sign(attempt: Countersigning) -> bool:
    return attempt.turns.count() - attempt.abstentions.count() > 2


def keeps_policy(actor: Actor) -> bool:
    """Administrators of the alliance office keep what the alliance agreed on."""
    return actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit.level == Level.OFFICE


@transaction.atomic
def allow_abstaining(actor: Actor, *, allowed: bool) -> None:
    """Say whether units may abstain from documents whose countersigning begins from now on."""
    if not keeps_policy(actor):
        raise NotAllowed(_("Only administrators of the alliance office decide on this."))
    if CountersigningPolicy.objects.filter(abstaining_allowed=True).exists() == allowed:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT allow_abstaining(%s)", [allowed])
