"""Every act on a transferred case, and on a case that was filed with a province."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest
from collaboration.transfers.models import Coordination
from collaboration.transfers.workflow import filing, handing_over
from tenants.identity.actor import Actor
from tenants.identity.roles import CONTENT_ROLES
from tests.factories import transfers as make
from tests.factories.people import at_home
from tests.isolation.acts.cast import CITY, COUNTY, ITS_UNIT, OFFICE, OTHER_CITY, OTHER_PROVINCE, PROVINCE, Cast
from tests.isolation.acts.on_requests import REASON, TWO_SIDES, WORDS
from tests.isolation.acts.trying import CONFIRMED, Attempt

FILED = {"filing": CITY, "province": PROVINCE, "other": OTHER_CITY, "neighbour": COUNTY, "outside": OTHER_PROVINCE,
         "office": OFFICE}  # fmt: skip
OTHER_LEAD = "340000"
DISPUTE = {"party": CITY, "other": OTHER_CITY, "lead": PROVINCE, "other_lead": OTHER_LEAD, "neighbour": COUNTY,
           "outside": OTHER_PROVINCE, "office": OFFICE}  # fmt: skip
INSIDE = {"superior": CITY, "party": COUNTY, "above": PROVINCE, "outside": OTHER_PROVINCE, "office": OFFICE}


def _of(request: AssistanceRequest, page: str, name: str, data: object = None, **more: object) -> Attempt:
    path = f"/transfers/cases/{request.public_id}/{page}"
    return Attempt(f"transfers:{name}", path, data or {}, **{"sides": TWO_SIDES, **more})


def handed_over(cast: Cast) -> list[Attempt]:
    """The list of one case is owed, that of another is written, of a third signed; a fourth was taken over."""
    sender, receiver = cast.worker(CITY), cast.worker(OTHER_CITY)
    owed, written, signed, taken = (make.accepted(sender, receiver) for _case in range(4))
    with at_home(sender):
        handing_over.write(sender, written, make.ITEMS)
    make.hand_over(sender, signed)
    make.take(receiver, make.hand_over(sender, taken))
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    return [
        _of(owed, "hand-over/", "hand_over", {"items": "样例材料"}),
        _of(written, "hand-over/sign/", "sign", CONFIRMED, reads=True),
        _of(signed, "take-over/", "take_over", CONFIRMED, reads=True),
        _of(signed, "send-back/", "send_back", REASON),
        _of(taken, "report/", "report", {"happened_on": day, **WORDS}),
    ]


def _talk(found: Coordination, page: str, name: str, data: object = None, **more: object) -> Attempt:
    path = f"/transfers/coordinations/{found.public_id}/{page}/"
    return Attempt(f"transfers:{name}", path, data or {}, **{"sides": DISPUTE, **more})


def _paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("proof.pdf", make.PDF, content_type="application/pdf")


def _proof(_actor: Actor) -> dict[str, object]:
    return {"filed_at": "2026-01-05T09:00", "case_number": "1", "proof": _paper()}


def _decision(_actor: Actor) -> dict[str, object]:
    said = {"unit": CITY, "outcome": "样例", "decision_number": "1", "decided_on": "2026-01-05"}
    return {**said, "paper": _paper()}


def negotiated(cast: Cast) -> list[Attempt]:
    """A dispute across provinces in each of its states; one inside a province; a coordination of a filed case."""
    city, county, other, lead = (cast.worker(code) for code in (CITY, COUNTY, OTHER_CITY, PROVINCE))
    other_lead = cast.person(OTHER_LEAD, *sorted(CONTENT_ROLES))
    case = make.accepted(city, other)
    kept = make.file(case)[0]
    fresh, stated, with_leads, referred = (make.dispute(city, other) for _dispute in range(4))
    inside, talk = make.dispute(city, county), make.coordination(lead, kept)
    for found, one in ((stated, other), (with_leads, other), (referred, other), (inside, county)):
        make.disagree(found, city, one)
    for found in (with_leads, referred, inside):
        make.carry_on(found, city)
    make.refer(referred, lead, other_lead)
    words = {"subject": "样例", "question": "样例", "until": (timezone.localdate() + timedelta(days=9)).isoformat()}
    new, of_filing = "/transfers/coordinations/new/", f"/transfers/filed/{kept.public_id}/coordinate/"
    return [
        Attempt("transfers:dispute", new, {**words, "units": OTHER_PROVINCE}, sides=ITS_UNIT),
        Attempt("transfers:coordinate", of_filing, words, sides=FILED),
        _talk(fresh, "state", "state", {"text": "样例", "unit": CITY}),
        _talk(fresh, "first", "prove", _proof),
        _talk(fresh, "case", "case", {"case": case.pk}),
        _talk(stated, "carry-on", "carry_on"),
        _talk(with_leads, "refer", "refer", {"organ": "样例机关"}),
        _talk(referred, "decision", "decision", _decision),
        _talk(inside, "designate", "designate", {"unit": COUNTY, "reason": "样例"}, sides=INSIDE),
        _talk(talk, "conclude", "conclude", {"outcome": "样例"}, sides=FILED),
    ]


def filed(cast: Cast) -> list[Attempt]:
    """One filing is new, another one was queried."""
    sender, receiver, province = cast.worker(CITY), cast.worker(OTHER_CITY), cast.worker(PROVINCE)
    fresh, queried = (make.file(make.accepted(sender, receiver))[0] for _case in range(2))
    with at_home(province):
        filing.ask(province, queried, text="样例询问？")
    pages = [(fresh, "acknowledge", {}), (fresh, "query", WORDS), (queried, "answer", WORDS)]
    return [
        Attempt(f"transfers:{name}", f"/transfers/filed/{one.public_id}/{name}/", data, sides=FILED)
        for one, name, data in pages
    ]
