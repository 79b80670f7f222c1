"""A service ends with its request: hidden with it, erased with it, and nothing is left of whom it was for."""

import secrets

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from freezegun import freeze_time

from collaboration.assistance.workflow import handling
from collaboration.casefiles import ending, workflow
from collaboration.casefiles.models import CaseFile
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.publication.verification import Verdict, verify_code
from collaboration.purging import at_end
from collaboration.sealing import files
from collaboration.sealing.models import SealedFile
from tenants.files import store
from tenants.identity.roles import Role
from tests.canaries import files_with, tables_with
from tests.factories import requests
from tests.factories import services as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner, as_system

pytestmark = pytest.mark.django_db
WORD = "canary" + secrets.token_hex(6)
PERSON = f"{WORD}person"
PERSONAL = {"recipient": PERSON, "recipient_phone": PERSON, "address": PERSON, "paper": WORD, "cause": WORD}


def nights() -> None:
    """Everything that jobs do at night until the terms are over."""
    for months, days in ((6, 1), (6, 20), (35, 20), (36, 25)):
        with freeze_time(timezone.now() + relativedelta(months=months, days=days)), as_system():
            ending.announce_due(), ending.hide_due(), at_end.erase_due()


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


def test_after_its_term_no_word_of_it_is_left_anywhere(settings, tmp_path):
    asking, asked, service = served(settings, tmp_path)
    with as_owner():
        stored = [*CaseFile.objects.values_list("stored", flat=True), SealedFile.objects.get().sha256]
    assert all(store.path_of(one).exists() for one in stored)
    nights()
    assert tables_with(WORD) == set() and files_with(WORD, tmp_path) == set()
    assert not any(store.path_of(one).exists() for one in stored)
    said = "".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    assert WORD not in said and WORD not in str(getattr(cache, "_cache", ""))
    for actor in (asking, asked):
        browser = at_desk(actor)
        own = (f"/service/{service.public_id}/", f"/assistance/{service.request.public_id}/")
        for page in ("/", "/notices/", "/assistance/", *own, f"/files/of/{service.request.public_id}/ending/"):
            assert WORD not in browser.get(page).content.decode(), page
    assert verify_code(service.check_code).verdict == Verdict.OUTDATED
