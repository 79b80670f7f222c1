"""A request for assistance is purged whole: what was asked, said and replied, and the key of what concerns persons."""

import secrets

import pytest
from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, Note, Reply, Status
from collaboration.assistance.workflow import handling
from collaboration.letters.workflow import outside
from collaboration.letters.workflow.outside import Happened
from collaboration.matters import confidences
from collaboration.matters.confidences import Erased
from collaboration.publication.verification import Verdict, verify_code
from collaboration.purging.models import Purge
from collaboration.service.models import Attempt, Exhibit, Service, State
from tenants.identity.roles import Role
from tests.canaries import tables_with
from tests.factories import requests, services
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
