"""A service is hidden with its request; that nothing is left of it at the end is tried with its letters (purging)."""

import secrets

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from freezegun import freeze_time

from collaboration.assistance.workflow import handling
from collaboration.casefiles import ending, workflow
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.sealing import files
from collaboration.sealing.models import SealedFile
from tenants.identity.roles import Role
from tests.factories import requests
from tests.factories import services as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_system

pytestmark = pytest.mark.django_db
WORD = "canary" + secrets.token_hex(6)
PERSON = f"{WORD}person"
PERSONAL = {"recipient": PERSON, "recipient_phone": PERSON, "address": PERSON, "paper": WORD, "cause": WORD}


def served(settings, tmp_path):
    settings.DEMO, settings.FILES_ROOT = True, tmp_path
    asking, asked = make_actor("320100"), make_actor("340100")
    service = make.begin(asking, asked, **PERSONAL)
    make.tell(asked, service, failed=True, failure_words=PERSON)
    make.tell(asked, service, receiver=PERSON, remark=PERSON)
    service = make.finish(asked, service)
    pdf = f"%PDF-1.7 {WORD}".encode()
    with as_system():  # as the sealer keeps it; the sealing itself is tried elsewhere
        digest = files.put(service.matter, pdf, is_concealed=True)
        SealedFile.objects.create(
            matter=service.matter, state="closed", content_hash=service.content_hash, sha256=digest, size=len(pdf),
            check_code=service.check_code, issuers=[asked.unit.pk], is_concealed=True,
        )  # fmt: skip
        assert files.read(SealedFile.objects.get(matter=service.matter)) == pdf
    requests.reply(asked, service.request)
    with at_home(asking):
        handling.confirm(asking, service.request)
    for actor in (asking, asked):
        with at_home(actor):
            workflow.confirm_archive(actor, Matter.objects.get(pk=service.request.pk), dossier="样档1")
    return asking, asked, service


def test_a_service_is_hidden_with_its_request(settings, tmp_path):
    _asking, _asked, service = served(settings, tmp_path)
    with freeze_time(timezone.now() + relativedelta(months=6, days=1)), as_system():
        ending.announce_due()
    with freeze_time(timezone.now() + relativedelta(months=6, days=20)), as_system():
        assert ending.hide_due() == 1
    handler, signatory = make_actor("320100", Role.HANDLER), make_actor("320100", Role.SIGNATORY)
    with at_home(handler), pytest.raises(confidences.Erased):
        confidences.key_for_files(service.matter)
    with at_home(signatory):
        assert confidences.key_for_files(service.matter)
    browser, path = at_desk(handler), f"/service/{service.public_id}/"
    browser.post(f"{path}personal/")
    page = browser.get(path)
    assert page.status_code == 200 and PERSON not in page.content.decode()
    assert browser.get(f"{path}proof/").status_code == 404
