"""Document services, brought to a state through the real steps; words of our own."""

import io
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from PIL import Image

from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles.models import CaseFile
from collaboration.casefiles.models import State as CaseFileState
from collaboration.matters.models import Matter
from collaboration.sealing import files as sealed_files
from collaboration.sealing.models import SealedFile
from collaboration.service import evidence
from collaboration.service.models import Attempt, Service, State
from collaboration.service.workflow import finishing, serving
from collaboration.service.workflow.serving import Evidence, Told
from tenants.identity.actor import Actor
from tests.factories import requests
from tests.factories.dispatched import plain_pdf
from tests.factories.documents import proof
from tests.factories.people import at_home
from tests.factories.seals import registered
from tests.ownership import as_owner

OFFICERS = {
    "officer_1": "样例送达人甲", "officer_1_number": "样例证号1",
    "officer_2": "样例送达人乙", "officer_2_number": "样例证号2",
}  # fmt: skip
SAID = {
    "direct": {"place": "样例路1号", "receiver": "样例受送达人", "relation": "本人"},
    "left": {"place": "样例路1号", "refusal": "样例拒收事由", "witness": "样例见证人", "witness_of": "样例居民委员会"},
    "failed": {"place": "样例路1号", "failure_words": "样例情况：家中无人"},
}
ONCE_MORE = {"direct": "receipt", "left": "receipt"}


def picture(colour: str = "white") -> bytes:
    """A small whole JPEG."""
    drawn = io.BytesIO()
    Image.new("RGB", (24, 24), colour).save(drawn, "JPEG")
    return drawn.getvalue()


def accepted(asking: Actor, asked: Actor, **answers: Any) -> AssistanceRequest:
    """A request to serve a paper, accepted."""
    given = {**requests.ANSWERS["service"], **answers}
    made = requests.make_request(asking, asked.unit, "service", answers=given)
    return requests.accept(asked, requests.send(asking, made))


def begin(asking: Actor, asked: Actor, **answers: Any) -> Service:
    """A service that has begun."""
    request = accepted(asking, asked, **answers)
    with at_home(asked):
        return serving.begin(asked, request)


def hand_in(
    actor: Actor, service: Service, attempt_key: UUID, sort: str, data: bytes = b"", key: UUID | None = None
) -> Any:
    """A file of an attempt."""
    with at_home(actor):
        given = data or picture()
        file = evidence.keep(actor, service, name="a.jpg", stream=io.BytesIO(given), size=len(given))
        _looked_at(file)
        file.refresh_from_db()
        return serving.hand_in(actor, service, Evidence(key or uuid4(), attempt_key, sort, file, timezone.now()))


def _looked_at(file: CaseFile) -> None:
    """As the parser would have it, without its work."""
    waiting = CaseFile.objects.filter(pk=file.pk, state=CaseFileState.WAITING)
    waiting.update(state=CaseFileState.UNSCANNED)


def tell(actor: Actor, service: Service, manner: str = "direct", *, failed: bool = False, **said: str) -> Attempt:
    """An attempt with what it needs; one that served, or one that found nobody."""
    key = uuid4()
    if not failed:
        hand_in(actor, service, key, ONCE_MORE[manner])
    words = {**OFFICERS, **SAID["failed" if failed else manner], **said}
    told = Told(key, manner, "failed" if failed else "served", timezone.now(), words, "absent" if failed else "")
    with at_home(actor):
        return serving.tell(actor, service, told)


def finish(actor: Actor, service: Service) -> Service:
    """The proof made out, by a unit that has a certificate."""
    registered(actor.unit.code)
    with at_home(actor):
        return finishing.finish(actor, service)


def release(actor: Actor, service: Service) -> None:
    with at_home(actor):
        finishing.release_seal(actor, again(actor, service), content_hash=service.content_hash, prove=proof)


def close_proof(service: Service, words: str = "") -> None:
    """What the sealer would have left: the proof, locked with the key of its matter, with these words in it."""
    pdf = plain_pdf() + words.encode()
    with as_owner():
        SealedFile.objects.create(
            matter=service.matter, state=SealedFile.State.CLOSED, content_hash=service.content_hash, size=len(pdf),
            sha256=sealed_files.put(service.matter, pdf, is_concealed=True), is_concealed=True,
            check_code=service.check_code, issuers=[service.matter.drafting_unit_id],
        )  # fmt: skip
        Matter.objects.filter(pk=service.pk).update(state=State.SEALED)


def again(actor: Actor, service: Service) -> Service:
    """The service as it is now."""
    with at_home(actor):
        return Service.objects.with_units().get(pk=service.pk)
