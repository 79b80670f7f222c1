"""Acts before, at and after publication."""

from datetime import timedelta

from django.utils import timezone

from collaboration.documents import readiness
from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import publishing
from collaboration.publication.models import PublishedDocument
from tenants.identity.actor import Actor
from tests.factories.clearances import clear
from tests.factories.publications import make_published
from tests.factories.sealed import sealed_at_once
from tests.isolation.acts.cast import CITY, OTHER_CITY, Cast
from tests.isolation.acts.trying import Attempt

DAY = "2030-03-05"


def _parties(cast: Cast) -> tuple[Actor, Actor]:
    return cast.worker(CITY), cast.worker(OTHER_CITY)


def _of(document: JointDocument, page: str, name: str, data: object = None, **more: object) -> Attempt:
    return Attempt(f"documents:{name}", f"/documents/{document.public_id}/{page}", data or {}, **more)


def prepared(cast: Cast) -> list[Attempt]:
    """One sealed document is being prepared; of another everything is recorded."""
    author, guest = _parties(cast)
    document, ready = (sealed_at_once(author, guest) for _number in range(2))
    clear(author, ready)
    hidden = {"words": "每季度互通", "ground": "样例依据。"}
    outcomes = {"disclosure": "public", "secrecy": "passed", "risk": "low"}
    reviews = [
        _of(document, f"publish/{kind}/", "review", {"outcome": outcome}, act=kind)
        for kind, outcome in outcomes.items()
    ]
    return [
        *reviews,
        _of(document, "publish/public-version/", "public_version", hidden),
        _of(ready, "publish/", "publish", {"when": "now"}),
    ]


def planned(cast: Cast) -> list[Attempt]:
    """Publication waits for the other unit's word and for its time."""
    author, guest = _parties(cast)
    document = sealed_at_once(author, guest)
    clear(author, document)
    with author.acting():
        publishing.plan(author, document, publish_at=timezone.now() + timedelta(days=1), asks_units=True)
        digest = readiness.open_plan(document).content_hash
    return [
        _of(document, "publish/cancel/", "cancel_publication"),
        _of(document, "publish/agree/", "agree_publication", {"answer": "yes", "content_hash": digest}),
    ]


def published(cast: Cast) -> list[Attempt]:
    """The document is public."""
    author, guest = _parties(cast)
    document = sealed_at_once(author, guest)
    clear(author, document)
    with author.acting():
        publishing.publish_document(author, document)
    other = make_published()
    text = PublishedDocument.objects.get(pk=document.public_id).text
    corrected = {"field": "topic", "after": "样例", "reason": "样例。"}
    by_other = {"since": DAY, "source": other.check_code, "text": f"{text}\n另行增加一条。"}
    return [
        _of(document, "validity/note/", "note_validity", {"validity": "expired", "since": DAY, "reason": "样例。"}),
        _of(document, "validity/consolidate/", "consolidate", by_other),
        _of(document, "validity/interpret/", "interpret", {"title": "样例解读", "text": "说明。", "reviewer": "样例"}),
        _of(
            document,
            "validity/correct/",
            "correct_particulars",
            corrected,
        ),
        Attempt("published:take_down", f"/published/{document.public_id}/take-down/", {"reason": "样例原因。"}),
    ]
