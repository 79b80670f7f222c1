"""Transferred cases, brought to a stage through the real steps; words of our own."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import receiving
from collaboration.transfers.models import Coordination, Filing, HandOver, Outcome, Stage
from collaboration.transfers.workflow import deciding, filing, handing_over, negotiating, reporting
from collaboration.transfers.workflow.negotiating import Opening
from collaboration.transfers.workflow.reporting import Told
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Proof, Subject
from tenants.units.models import Unit
from tests.factories import requests
from tests.factories.people import at_home
from tests.ownership import as_system

ITEMS = [
    {"name": "样例询问笔录", "quantity": "一份三页", "form": "original"},
    {"name": "样例现场照片", "quantity": "六张", "form": "copy"},
]
WORDS = {"text": "样例办理情况。", "case_number": "样例立〔2026〕8号"}


def proof(subject: Subject) -> Proof:
    """A confirmation that always holds."""
    return Proof("password", {"statement": subject.content_hash})


def accepted(sender: Actor, receiver: Actor) -> AssistanceRequest:
    """A case that the other unit has accepted; its file is owed."""
    return requests.accept(receiver, requests.send(sender, requests.make_request(sender, receiver.unit, "transfer")))


def received(sender: Actor, receiver: Actor, **answers: str) -> AssistanceRequest:
    """A case that the other unit has signed for and may still turn away."""
    given = {**requests.ANSWERS["transfer"], **answers}
    request = requests.send(sender, requests.make_request(sender, receiver.unit, "transfer", answers=given))
    with at_home(receiver):
        receiving.receive(receiver, request)
    return requests.again(receiver, request)


def hand_over(sender: Actor, request: AssistanceRequest) -> HandOver:
    """Written and signed by the sender."""
    with at_home(sender):
        return handing_over.sign(sender, handing_over.write(sender, request, ITEMS), prove=proof)


def take(receiver: Actor, kept: HandOver, remark: str = "") -> HandOver:
    with at_home(receiver):
        return handing_over.take(receiver, kept, remark=remark, prove=proof)


def taken_over(sender: Actor, receiver: Actor) -> AssistanceRequest:
    """The file has arrived, signed by both sides."""
    request = accepted(sender, receiver)
    take(receiver, hand_over(sender, request))
    return requests.again(receiver, request)


def report(receiver: Actor, request: AssistanceRequest, stage: str, outcome: str = "", **changed: Any) -> None:
    given = {"stage": stage, "happened_on": timezone.localdate(), "outcome": outcome, **WORDS, **changed}
    with at_home(receiver):
        reporting.report(receiver, request, Told(**given))


def report_to_the_end(receiver: Actor, request: AssistanceRequest) -> None:
    """Verified, opened, handled, closed."""
    for stage in Stage:
        report(receiver, request, stage, Outcome.FILED if stage is Stage.DECIDED else "")


def file(request: AssistanceRequest) -> list[Filing]:
    """Filed by the portal, as its job does it."""
    with as_system():
        filing.file_case(request.public_id)
        return list(Filing.objects.with_units().filter(about=request.public_id).order_by("pk"))


PDF = b"%PDF-1.7 %%EOF"


def dispute(actor: Actor, *others: Actor) -> Coordination:
    """A jurisdiction dispute that these units negotiate."""
    units = [other.unit for other in others]
    until = timezone.localdate() + timedelta(days=10)
    with at_home(actor):
        return negotiating.begin(actor, Opening("jurisdiction", "样例争议", "样例案件由谁办理？", until, units))


def coordination(province: Actor, kept: Filing) -> Coordination:
    """A province settles something about a filed case with the two units."""
    until = timezone.localdate() + timedelta(days=10)
    with at_home(province):
        opening = Opening("case", "样例协调", "样例问题", until, [kept.unit, kept.other], kept.about)
        return negotiating.begin(province, opening)


def disagree(found: Coordination, *actors: Actor) -> None:
    """Each holds itself competent."""
    for actor in actors:
        state_as(actor, found, actor.unit)


def state_as(actor: Actor, found: Coordination, competent: Unit) -> None:
    """Hold this unit competent."""
    with at_home(actor):
        negotiating.state(actor, found, text="样例意见。", competent=competent)


def carry_on(found: Coordination, actor: Actor) -> None:
    with at_home(actor):
        deciding.carry_on(actor, found)


def refer(found: Coordination, *leads: Actor) -> None:
    """Jointly, one after the other."""
    for lead in leads:
        with at_home(lead):
            deciding.refer(lead, found, organ="样例机关")
