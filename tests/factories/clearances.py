"""What has to be recorded before a sealed document may be published."""

from collections.abc import Mapping

from collaboration.documents.models import JointDocument, Review
from collaboration.documents.workflow import reviewing
from tenants.identity.actor import Actor
from tests.factories.people import make_actor

OUTCOMES = {
    Review.Kind.DISCLOSURE: Review.Outcome.PUBLIC,
    Review.Kind.SECRECY: Review.Outcome.PASSED,
    Review.Kind.RISK: Review.Outcome.LOW,
}


def clear(
    author: Actor, document: JointDocument, outcomes: Mapping[str, str] = OUTCOMES, *, colleague: Actor | None = None
) -> None:
    """Disclosure decided and risk assessed by the author, secrets looked for by a colleague."""
    colleague = colleague or make_actor(author.unit.code)
    for kind, outcome in outcomes.items():
        person = colleague if kind == Review.Kind.SECRECY else author
        with person.acting():
            reviewing.review(person, document, kind=kind, outcome=outcome, words="样例说明。")
