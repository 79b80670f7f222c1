"""A request for assistance is purged whole: what was asked, said and replied, and the key of what concerns persons."""

import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, Note, Reply, Status
from collaboration.assistance.workflow import handling
from collaboration.letters.workflow import outside
from collaboration.letters.workflow.outside import Happened
from collaboration.matters import confidences
from collaboration.matters.confidences import Erased
from collaboration.matters.models import Matter
from collaboration.publication.verification import Verdict, verify_code
from collaboration.purging.models import Purge
from collaboration.service.models import Attempt, Exhibit, Service, State
from collaboration.transfers.workflow import deciding, filing, handing_over, negotiating
from collaboration.transfers.workflow.negotiating import Opening
from tenants.audit import verification
from tenants.identity.roles import Role
from tests.canaries import tables_with
from tests.factories import letters, requests, services, transfers
from tests.factories.people import at_home, make_actor
from tests.factories.purges import purge
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WORD = "canary" + secrets.token_hex(6)


def test_nothing_of_a_request_is_left():
    asking, asked = make_actor("320100"), make_actor("340100")
    administrator = make_actor("320100", Role.UNIT_ADMINISTRATOR)
    answers = {**requests.ANSWERS["evidence"], "facts": WORD, "case_number": WORD}
    request = requests.make_request(asking, asked.unit, title=WORD, contact=WORD, outside=WORD, answers=answers)
    request = requests.accept(asked, requests.send(asking, request))
    with at_home(asked):
        handling.report(asked, request, text=WORD)
        for sort in ("sent", "answered"):
            paper = b"%PDF-1.7 " + WORD.encode()
            outside.record_step(asked, request, Happened(sort, timezone.localdate(), WORD, WORD, WORD, paper))
        handling.reply(asked, request, {**requests.PROOFS["evidence"], "result": WORD})
    token = bytes(requests.again(asking, request).confidences)
    purge(administrator, request.public_id)

    assert tables_with(WORD) == set()
    with as_owner():
        left = AssistanceRequest.objects.get(pk=request.pk)
        assert not left.title and not bytes(left.confidences) and left.status == Status.PURGED
        assert not Note.objects.exclude(text="").exists() and not Reply.objects.exclude(answers={}).exists()
        with pytest.raises(Erased):
            confidences.reveal(left.matter, token)


def test_what_was_served_for_a_request_goes_with_it():
    asking, asked = make_actor("320100"), make_actor("340100")
    service = services.begin(asking, asked)
    services.tell(asked, service, failed=True, failure_words=WORD)
    services.tell(asked, service, receiver=WORD)
    services.finish(asked, service)
    with as_owner():
        stored = Exhibit.objects.get().file.stored
        token = bytes(Attempt.objects.first().confidences)
    purge(make_actor("320100", Role.UNIT_ADMINISTRATOR), service.request.public_id)
    with as_owner():
        left = Service.objects.get(pk=service.pk)
        assert left.status == State.PURGED and not any(bytes(one.confidences) for one in left.attempts.all())
        assert stored in Purge.objects.get().files
        with pytest.raises(Erased):
            confidences.reveal(left.matter, token)
    assert verify_code(service.check_code).verdict == Verdict.OUTDATED


def test_the_letter_the_hand_over_list_the_filings_and_the_dispute_of_a_case_go_with_it():
    nanjing, hefei, jiangsu, anhui = (make_actor(code) for code in ("320100", "340100", "320000", "340000"))
    answers = {**requests.ANSWERS["transfer"], "reason": WORD, "case_number": WORD}
    case = requests.make_request(nanjing, hefei.unit, "transfer", title=WORD, answers=answers)
    letter = letters.sign(nanjing, nanjing, letters.write(nanjing, case, "request", sealed=False))
    letters.finish(letter)
    case = requests.accept(hefei, requests.send(nanjing, case))
    with at_home(nanjing):
        listed = handing_over.write(nanjing, case, [{"name": WORD, "quantity": WORD, "form": "copy"}])
        handing_over.sign(nanjing, listed, prove=transfers.proof)
    transfers.take(hefei, listed, remark=WORD)
    transfers.report(hefei, case, "verified", text=WORD)
    with at_home(jiangsu):
        filing.ask(jiangsu, transfers.file(case)[0], text=WORD)
    until = timezone.localdate() + timedelta(days=9)
    with at_home(nanjing):
        found = negotiating.begin(nanjing, Opening("jurisdiction", WORD, WORD, until, [hefei.unit], case.public_id))
        proof = transfers.PDF + WORD.encode()
        negotiating.prove_filing(nanjing, found, filed_at=timezone.now(), case_number=WORD, proof=proof)
    for actor in (nanjing, hefei):
        with at_home(actor):
            negotiating.state(actor, found, text=WORD, competent=actor.unit)
    transfers.carry_on(found, hefei)
    for lead in (jiangsu, anhui):
        with at_home(lead):
            deciding.refer(lead, found, organ=WORD)
    with at_home(anhui):
        decided = {"outcome": WORD, "decision_number": WORD, "decided_on": timezone.localdate(), "paper": proof}
        deciding.register_decision(anhui, found, unit=hefei.unit, **decided)
    names = "handover report filing filingquery coordination position firstfiling referral"
    assert {f"transfers_{name}" for name in names.split()} | {"letters_letter"} <= tables_with(WORD)

    purge(make_actor("320100", Role.UNIT_ADMINISTRATOR), case.public_id)

    assert tables_with(WORD) == set()
    with as_owner():
        left = Matter.objects.filter(kind__in=["assistance", "letter", "case_filing", "coordination"])
        assert {one.state for one in left} == {"purged"}
        assert list(verification.breaks()) == []
    assert verify_code(letter.check_code).verdict == Verdict.OUTDATED
