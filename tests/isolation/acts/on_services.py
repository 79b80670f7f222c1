"""Every act of document service, each in a state in which it is time for it."""

from hashlib import sha256
from uuid import uuid4

from django.utils import timezone

from collaboration.service.models import Service
from tenants.identity.actor import Actor
from tests.factories import services as make
from tests.isolation.acts.cast import AROUND, CITY, OTHER_CITY, Cast
from tests.isolation.acts.trying import CONFIRMED, Attempt

SIDES = {"entrusting": CITY, "serving": OTHER_CITY, **AROUND}
REASON = {"reason": "样例理由。"}


def _of(service: Service, page: str, name: str, data: object = None, **more: object) -> Attempt:
    return Attempt(f"service:{name}", f"/service/{service.public_id}/{page}", data or {}, sides=SIDES, **more)


def _sides(cast: Cast) -> tuple[Actor, Actor]:
    return cast.worker(CITY), cast.worker(OTHER_CITY)


def _told() -> dict[str, object]:
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    shared = {"key": str(uuid4()), "manner": "direct", "result": "failed", "happened_at": when, "failure": "absent"}
    return {**shared, **make.OFFICERS, **make.SAID["failed"]}


def _file(actor: Actor) -> dict[str, object]:
    keys = {"key": str(uuid4()), "attempt_key": str(uuid4()), "sort": "receipt"}
    return {**keys, "sha256": sha256(make.picture()).hexdigest()}


def serving(cast: Cast) -> list[Attempt]:
    """A request that was accepted; a paper that is being served, with an attempt."""
    request, service = make.accepted(*_sides(cast)), make.begin(*_sides(cast))
    make.tell(cast.worker(OTHER_CITY), service)
    make.registered(OTHER_CITY)
    return [
        Attempt("service:begin", f"/service/begin/{request.public_id}/", sides=SIDES),
        _of(service, "personal/", "open_confidences"),
        _of(service, "door/", "door", _told()),
        _of(service, "files/", "hand_in", _file),
        _of(service, "papers/", "papers"),
        _of(service, "attempts/1/strike/", "strike", REASON),
        _of(service, "finish/", "finish"),
    ]


def finished(cast: Cast) -> list[Attempt]:
    """A proof that waits for the seal; another one for the sealer."""
    entrusting, serving = _sides(cast)
    waits, released = make.begin(entrusting, serving), make.begin(entrusting, serving)
    for one in (waits, released):
        make.tell(serving, one)
    make.finish(serving, waits)
    make.release(serving, make.finish(serving, released))
    return [
        _of(waits, "take-back/", "take_back", REASON),
        _of(waits, "release/", "release", CONFIRMED, reads=True),
        _of(released, "resume/", "resume"),
    ]
