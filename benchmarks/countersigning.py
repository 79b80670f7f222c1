"""One countersignature over HTTP, confirmed with a passkey: from the act to the answer."""

import hashlib
from collections.abc import Callable

from benchmarks.harness import QUICK, Figure, as_application, database, queries_of, say, timed

COUNT = 3 if QUICK else 15


def run() -> list[Figure]:
    """Sign several documents for one unit of four; the PDF work is outside the request."""
    with database():
        from collaboration.documents.models import Countersignature, Status
        from tests.factories import documents as make
        from tests.factories.desk import at_desk
        from tests.factories.people import make_actor
        from tests.tenants.identity.authenticators import Passkey

        as_application()
        people = [make_actor(code) for code in ("310000", "320000", "330000", "340000")]
        signer, passkey = people[1], Passkey(people[1].user)
        browser = at_desk(signer)
        say("Bringing documents to countersigning …")
        documents = [make.make_document(Status.COUNTERSIGNING, *people) for _ in range(COUNT)]
        acts = [_act(browser, passkey, document) for document in documents]
        asked = queries_of(acts.pop())
        spent = sorted(timed(act) for act in acts)
        with signer.acting():
            assert Countersignature.objects.filter(unit=signer.unit).count() == COUNT
    return [
        Figure("one countersign step, queries", asked, "queries", 30),
        Figure("one countersign step", round(spent[len(spent) // 2] * 1000, 1), "ms", 150),
    ]


def _act(browser: object, passkey: object, document: object) -> Callable[[], None]:
    """What is sent when the signatory, having read the page, confirms."""
    path = f"/documents/{document.public_id}/countersign/"

    def act() -> None:
        assert browser.post(path, data).status_code == 302

    form = browser.get(path).context["form"]
    challenge = form.confirmation
    data = {
        "content_hash": form.initial["content_hash"],
        "proof_nonce": challenge.nonce,
        "proof_assertion": passkey.sign(hashlib.sha256(_asked(challenge)).digest()),
    }
    return act


def _asked(challenge: object) -> bytes:
    from tenants.identity.reauthentication import canonical

    return canonical(challenge.actor, challenge.challenge)
