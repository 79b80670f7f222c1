"""Before publication: the three reviews, and what the public does not read."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.documents import notifications, printing, public_text, readiness, rules
from collaboration.documents.models import JointDocument, PublicVersion, Review
from collaboration.documents.text.redacting import Expression
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.record import record
from tenants.identity.actor import Actor

ACTS = {
    Review.Kind.DISCLOSURE: "disclosure_decided",
    Review.Kind.SECRECY: "secrecy_reviewed",
    Review.Kind.RISK: "risk_assessed",
}
LONGEST_WORD, MOST_WORDS = 200, 200


@transaction.atomic
def review(actor: Actor, document: JointDocument, *, kind: str, outcome: str, words: str = "") -> Review:
    """Record a review of the text for the public. The secrecy reviewer is not the one who decided on disclosure."""
    document = take_up(actor, document, rules.REVIEWS[kind])
    refuse_while_planned(document)
    if outcome not in readiness.CHOICES[kind]:
        raise WorkflowError(_("Choose one of the outcomes."))
    if outcome not in readiness.WITHOUT_WORDS and not words.strip():
        raise WorkflowError(_("Give the reason, the legal ground or the measures."))
    ready = readiness.of(document)
    decided = ready.reviews.get(Review.Kind.DISCLOSURE)
    if kind == Review.Kind.SECRECY and decided is not None and decided.user_id == actor.user.pk:
        raise NotAllowed(_("Whoever decided on disclosure cannot review it for secrets as well; ask a colleague."))
    made = Review.objects.create(
        document=document, kind=kind, outcome=outcome, words=words.strip(), content_hash=ready.text.content_hash,
        user=actor.user, user_name=actor.user.name,
    )  # fmt: skip
    move(document)
    texts = {"reason": made.words} if made.words else None
    record(document.matter, ACTS[Review.Kind(kind)], texts=texts, outcome=outcome, hash=made.content_hash)
    notifications.reviewed(document, ACTS[Review.Kind(kind)])
    return made


@transaction.atomic
def hide(
    actor: Actor, document: JointDocument, *, words: Iterable[str], block_ids: Iterable[str], ground: str
) -> PublicVersion:
    """Say what the public does not read; with nothing named it reads everything. The sealed file stays as it is."""
    document = take_up(actor, document, rules.REDACT)
    refuse_while_planned(document)
    version = printing.signed_attempt(document).version
    known = {block["id"] for block in version.blocks}
    cut = PublicVersion(
        document=document,
        words=sorted({word.strip() for word in words if word.strip()}),
        block_ids=sorted(known.intersection(block_ids)),
        ground=ground.strip(),
        user=actor.user,
    )
    _check(cut)
    text = public_text.hiding(document.kind, version, cut)
    if text.missing:
        raise WorkflowError(_("%(words)s: there are not so many places.") % {"words": _(", ").join(text.missing)})
    if cut.hides and not text.places:
        raise WorkflowError(_("None of these words occurs in the text."))
    cut.content_hash = text.content_hash
    cut.save(force_insert=True)
    move(document)
    act = "public_version_made" if cut.hides else "public_version_dropped"
    record(document.matter, act, hash=cut.content_hash, places=text.places)
    notifications.reviewed(document, act)
    return cut


def _check(cut: PublicVersion) -> None:
    if len(cut.words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in cut.words):
        raise WorkflowError(
            _("At most %(words)d expressions of %(length)d characters each.")
            % {"words": MOST_WORDS, "length": LONGEST_WORD}
        )
    if any(len(Expression.read(word).words) < 2 for word in cut.words):
        raise WorkflowError(_("Each expression needs at least two characters."))
    if cut.hides and not cut.ground:
        raise WorkflowError(_("Give the legal ground on which these words are not made public."))


def refuse_while_planned(document: JointDocument) -> None:
    """What units were asked to agree to, or what has a date, does not change under their hands."""
    if readiness.open_plan(document) is not None:
        raise WrongState(_("Publication is planned already; cancel the plan first."))
