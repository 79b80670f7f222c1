"""Every act on an assistance request, each in a state in which it is time for it; and on what the alliance agreed."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, Competence, Understanding
from collaboration.assistance.overview import rating
from collaboration.assistance.workflow import handling, receiving, sending
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories import requests as make
from tests.factories.people import at_home
from tests.isolation.acts.cast import (
    AROUND,
    CITY,
    COUNTY,
    ITS_UNIT,
    OFFICE,
    OTHER_CITY,
    OTHER_PROVINCE,
    PROVINCE,
    Cast,
)
from tests.isolation.acts.trying import Attempt
from tests.ownership import as_owner

TWO_SIDES = {"asking": CITY, "asked": OTHER_CITY, **AROUND}
ACROSS = {"asking": COUNTY, "decider": CITY, "asked": OTHER_CITY, "superior": PROVINCE, "outside": OTHER_PROVINCE}
REASON, WORDS = {"reason": "样例理由。"}, {"text": "样例内容。"}
OFFICE_ALONE = {"office": OFFICE, "own": CITY}


def _of(request: AssistanceRequest, page: str, name: str, data: object = None, **more: object) -> Attempt:
    path = f"/assistance/{request.public_id}/{page}"
    return Attempt(f"assistance:{name}", path, data or {}, **{"sides": TWO_SIDES, **more})


def _form(revision: int = 0) -> dict[str, object]:
    answers = {f"answer-{name}": value for name, value in make.ANSWERS["evidence"].items()}
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    head = {"title": "另一样例事项", "wanted_on": day, "contact": "样例", "contact_phone": "1"}
    return {**head, "form_key": str(uuid4()), "revision": str(revision), **answers}


def _made(cast: Cast, asking: str = CITY, asked: str = OTHER_CITY) -> AssistanceRequest:
    return make.make_request(cast.worker(asking), cast.worker(asked).unit)


def _received(cast: Cast) -> tuple[Actor, Actor, AssistanceRequest]:
    asking, asked = cast.worker(CITY), cast.worker(OTHER_CITY)
    request = make.send(asking, _made(cast))
    with at_home(asked):
        receiving.receive(asked, request)
    return asking, asked, make.again(asking, request)


def begun(cast: Cast) -> list[Attempt]:
    """A draft; one that was sent; one that waits for the superior of the county that asks."""
    draft, sent = _made(cast), make.send(cast.worker(CITY), _made(cast))
    across = make.send(cast.worker(COUNTY), _made(cast, COUNTY))
    return [
        Attempt("assistance:write", f"/assistance/new/evidence/{OTHER_PROVINCE}/", _form(), sides=ITS_UNIT),
        _of(draft, "edit/", "edit", _form()),
        _of(draft, "send/", "send", {"also": ""}),
        _of(draft, "discard/", "discard"),
        _of(sent, "receive/", "receive"),
        _of(sent, "withdraw/", "withdraw", REASON),
        _of(sent, "personal/", "open_confidences"),
        _of(across, "level/", "decide_level", {"decision": "approve"}, sides=ACROSS),
    ]


def received(cast: Cast) -> list[Attempt]:
    """One was received; another one was sent back to be completed."""
    _asking, asked, request = _received(cast)
    *_both, returned = _received(cast)
    with at_home(asked):
        receiving.return_for_completion(asked, returned, text="样例补正。")
    return [
        _of(request, "accept/", "accept"),
        _of(request, "decline/", "decline", {"why": "other", **REASON}),
        _of(request, "return/", "return", WORDS),
        _of(request, "forward/", "forward", {"unit": COUNTY, **REASON}),
        _of(returned, "complete/", "complete", _form()),
    ]


def _close(asking: Actor, asked: Actor, request: AssistanceRequest) -> None:
    with at_home(asked):
        receiving.accept(asked, request)
        handling.reply(asked, request, make.PROOFS["evidence"])
    with at_home(asking):
        handling.confirm(asking, request)


def accepted(cast: Cast) -> list[Attempt]:
    """One is being handled, with a question to the asking unit; another one is answered."""
    _asking, asked, request = _received(cast)
    *_both, answered = _received(cast)
    with at_home(asked):
        for one in (request, answered):
            receiving.accept(asked, one)
        handling.reply(asked, answered, make.PROOFS["evidence"])
        question = handling.ask(asked, request, text="样例提问？")
    *_both, over = _received(cast)
    *_both, rated = _received(cast)
    for one in (over, rated):
        _close(_asking, asked, one)
    with at_home(_asking):
        rating.rate(_asking, rated, timeliness="good", effort="good")
    *_both, ended = _received(cast)
    with at_home(asked):
        receiving.accept(asked, ended)
    with at_home(_asking):
        sending.end(_asking, ended, reason="样例。")
    part = {"title": "样例分办", "unit": COUNTY, "wanted_on": _form()["wanted_on"]}
    proof = make.typed(make.PROOFS["evidence"])
    return [
        _of(request, "report/", "report", WORDS),
        _of(request, "ask/", "ask", WORDS),
        _of(request, f"questions/{question.public_id}/", "answer_question", WORDS),
        _of(request, "split/", "split", {**part, "unit": "340000"}),
        _of(request, "reply/", "reply", proof),
        _of(request, "end/", "end", REASON),
        _of(ended, "hand-over/", "hand_over", WORDS),
        _of(answered, "confirm/", "confirm"),
        _of(answered, "ask-to-complete/", "ask_to_complete", WORDS),
        _of(over, "rating/", "rate", {"timeliness": "good", "effort": "good"}),
        _of(rated, "rating/answer/", "answer_rating", WORDS),
    ]


def agreed(cast: Cast) -> list[Attempt]:
    """The office keeps kinds, agreed list and competence map."""
    unit, today = Unit.objects.get(code=CITY), timezone.localdate()
    with as_owner():
        line = Understanding.objects.create(kind_id="files", is_agreed=False, valid_from=today)
        place = Competence.objects.create(unit=unit, subject_id="waste", area=CITY)
    kinds, since = "/assistance/catalogue/kinds/enquiry/", today.isoformat()
    return [
        Attempt("assistance:kind", kinds, _kind(), sides=OFFICE_ALONE),
        Attempt("assistance:new_kind", "/assistance/catalogue/kinds/new/", {"code": "further", **_kind()},
                sides=OFFICE_ALONE),
        Attempt("assistance:offer", f"{kinds}offer/", sides=OFFICE_ALONE),
        Attempt("assistance:agreed", "/assistance/catalogue/agreed/",
                {"kind": "files", "is_agreed": "no", "since": since}, sides=OFFICE_ALONE),
        Attempt("assistance:end_understanding", f"/assistance/catalogue/agreed/{line.pk}/end/", sides=OFFICE_ALONE),
        Attempt("assistance:competences", "/assistance/catalogue/competences/",
                {"subject": "green", "unit": CITY, "area": CITY, "since": since}, sides=OFFICE_ALONE),
        Attempt("assistance:end_competence", f"/assistance/catalogue/competences/{place.pk}/end/", sides=OFFICE_ALONE),
        Attempt("assistance:subjects", "/assistance/catalogue/subjects/", {"code": "further", "name": "样例事项"},
                sides=OFFICE_ALONE),
        Attempt("assistance:subject", "/assistance/catalogue/subjects/green/", {"name": "样例事项"},
                sides=OFFICE_ALONE),
    ]  # fmt: skip


def _kind() -> dict[str, object]:
    counts = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0-name": "question", "0-type": "long", "0-label": "样例问题"}
    both = {f"{prefix}-{name}": value for prefix in "qp" for name, value in counts.items()}
    return {"name": "样例类型", "purpose": "样例用途", "days": "7", **both}
