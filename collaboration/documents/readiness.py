"""What has to be recorded before a document may be published, and what is still missing, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from collaboration.documents import public_text
from collaboration.documents.models import Countersigning, JointDocument, Objection, PublicationPlan, Review
from collaboration.documents.public_text import PublicText
from collaboration.errors import WorkflowError

Kind, Outcome = Review.Kind, Review.Outcome
CHOICES: Mapping[str, tuple[Outcome, ...]] = {
    Kind.DISCLOSURE: (Outcome.PUBLIC, Outcome.ON_REQUEST, Outcome.WITHHELD),
    Kind.SECRECY: (Outcome.PASSED, Outcome.REFUSED),
    Kind.RISK: (Outcome.LOW, Outcome.MEDIUM, Outcome.HIGH),
}
WITHOUT_WORDS = frozenset({Outcome.PUBLIC, Outcome.PASSED, Outcome.LOW})  # every other outcome needs its reason


@dataclass(frozen=True)
class Readiness:
    """The newest review of each kind, the text they have to speak of, and every sentence about what is missing."""

    text: PublicText
    reviews: Mapping[str, Review]
    missing: tuple[str, ...]


def of(document: JointDocument) -> Readiness:
    """How far the preparation of publication has come."""
    text = public_text.of(document)
    reviews = {review.kind: review for review in Review.objects.filter(document=document).filter(_of_this_text())}
    found = [*_disclosure(reviews), *_secrecy(reviews, text), *_risk(reviews)]
    found += _objections(document)
    if text.cut is not None and not text.cut.sha256:
        found.append(_("The file of the public version is still being typeset; this takes a few seconds."))
    return Readiness(text, reviews, tuple(found))


def _of_this_text() -> Q:
    """Reviews made before the signed text was put to signature were of one that was taken back since."""
    signed = Countersigning.objects.filter(document=OuterRef("document"), outcome=Countersigning.Outcome.COMPLETE)
    return Q(at__gte=Subquery(signed.values("opened_at")[:1]))


def require(document: JointDocument) -> Readiness:
    """Raise ``WorkflowError`` with everything that is missing."""
    ready = of(document)
    if ready.missing:
        raise WorkflowError(" ".join(ready.missing))
    return ready


def open_plan(document: JointDocument) -> PublicationPlan | None:
    """The plan that is still to be carried out."""
    return PublicationPlan.objects.filter(document=document, ended_at=None).first()


def _objections(document: JointDocument) -> list[str]:
    if not document.is_earlier:
        return []
    objections = Objection.objects.standing().filter(document=document).select_related("unit")
    return [_("%(unit)s objects to the registration.") % {"unit": one.unit.display_name} for one in objections]


def _disclosure(reviews: Mapping[str, Review]) -> list[str]:
    review = reviews.get(Kind.DISCLOSURE)
    if review is None:
        return [_("Record the disclosure decision first.")]
    if review.outcome != Outcome.PUBLIC:
        return [
            _("The disclosure decision says “%(outcome)s”: this document is not published.")
            % {"outcome": review.get_outcome_display()}
        ]
    return []


def _secrecy(reviews: Mapping[str, Review], text: PublicText) -> list[str]:
    review = reviews.get(Kind.SECRECY)
    if review is None:
        return [_("Have the text reviewed for secrets first.")]
    if review.outcome != Outcome.PASSED:
        return [_("The secrecy review by %(name)s refused publication.") % {"name": review.user_name}]
    if review.content_hash != text.content_hash:
        return [_("The text for the public was changed after the secrecy review; have it reviewed again.")]
    return []


def _risk(reviews: Mapping[str, Review]) -> list[str]:
    review = reviews.get(Kind.RISK)
    if review is None:
        return [_("Record the risk assessment first.")]
    if review.outcome == Outcome.HIGH:
        return [_("The risk assessment advises against publication now; assess again when the measures are taken.")]
    return []
