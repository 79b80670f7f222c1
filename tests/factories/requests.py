"""Assistance requests, brought to a state through the real steps; words of our own."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from collaboration.assistance.catalogue.questions import as_initial
from collaboration.assistance.forms import PREFIX
from collaboration.assistance.models import AssistanceRequest, KindVersion
from collaboration.assistance.workflow import drafting, handling, receiving, sending
from collaboration.assistance.workflow.drafting import Wording
from tenants.identity.actor import Actor
from tenants.units.models import Unit
from tests.factories.people import at_home

ANSWERS = {
    "evidence": {
        "case_number": "演示立〔2026〕7号", "cause": "样例案由", "facts": "样例事实。", "to_obtain": "样例取证事项",
        "place": "样例地点", "party": "样例当事人", "party_id": "样例证件号", "party_phone": "025-1234567",
    },
    "enquiry": {"question": "样例咨询事项"},
    "service": {
        "case_number": "演示立〔2026〕8号", "cause": "样例案由", "paper": "样例行政处罚决定书", "copies": 2,
        "paper_file": {"without": "原件另行寄送"},
        "paper_number": "样例〔2026〕1号", "recipient_kind": "person", "recipient": "样例受送达人",
        "recipient_phone": "021-1234567", "address": "样例路1号", "reason": "样例理由",
        "manners": ["direct", "left", "post", "electronic"], "serve_by": "2099-12-31",
    },
    "transfer": {
        "case_number": "演示立〔2026〕9号", "cause": "样例案由", "facts": "样例事实。", "place": "样例地点",
        "found_on": "2026-01-05", "reason": "样例移送理由", "file": "样例询问笔录", "party": "样例当事人",
    },
}  # fmt: skip
PROOFS = {
    "evidence": {
        "result": "样例办理结果",
        "obtained": "样例证据一份",
        "officers": "样例执法人员甲\n样例执法人员乙",
        "record": {"without": "原件另行寄送"},
    },
    "enquiry": {"result": "样例答复"},
    "service": {"result": "样例送达情况"},
    "transfer": {"result": "样例办理结果"},
}


def typed(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as they are typed into the form on the page."""
    return {f"{PREFIX}-{name}": value for name, value in as_initial(answers).items()}


def version_of(kind: str) -> KindVersion:
    """The newest version of a kind."""
    return KindVersion.objects.filter(kind=kind).order_by("-number")[0]


def wording(addressee: Unit, kind: str = "evidence", **changed: Any) -> Wording:
    """A complete request to this unit."""
    given = {
        "title": "样例协助事项", "addressee": addressee, "wanted_on": timezone.localdate() + timedelta(days=30),
        "contact": "样例联系人", "contact_phone": "021-7654321", "answers": ANSWERS[kind],
    }  # fmt: skip
    return Wording(**{**given, **changed})


def make_request(asking: Actor, asked: Unit, kind: str = "evidence", **changed: Any) -> AssistanceRequest:
    """A draft."""
    with at_home(asking):
        return drafting.create(asking, version_of(kind), wording(asked, kind, **changed))


def send(asking: Actor, request: AssistanceRequest) -> AssistanceRequest:
    with at_home(asking):
        sending.send(asking, request)
    return again(asking, request)


def accept(asked: Actor, request: AssistanceRequest) -> AssistanceRequest:
    """Received and accepted."""
    with at_home(asked):
        receiving.receive(asked, request)
        receiving.accept(asked, request)
    return again(asked, request)


def reply(asked: Actor, request: AssistanceRequest) -> AssistanceRequest:
    with at_home(asked):
        handling.reply(asked, request, PROOFS[request.kind_version.kind_id])
    return again(asked, request)


def again(actor: Actor, request: AssistanceRequest) -> AssistanceRequest:
    """The request as it is now."""
    with at_home(actor):
        return AssistanceRequest.objects.with_units().get(pk=request.pk)
