"""What is said of a person (numbers of identity cards, telephones, names of files) lies nowhere in clear."""

import logging
import secrets
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles import checking
from collaboration.casefiles.models import CaseFile
from tests.canaries import files_with, tables_with
from tests.factories import requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = pytest.mark.django_db
LOGS = Path(__file__).resolve().parents[3] / ".cache"


def digits(count: int) -> str:
    return "".join(secrets.choice("123456789") for _each in range(count))


def test_numbers_of_a_person_are_in_no_table_log_mail_or_file(settings, caplog, tmp_path):
    settings.DEMO, settings.UNSCANNED_FILES, settings.FILES_ROOT = True, "open", tmp_path
    caplog.set_level(logging.DEBUG)
    number, telephone = digits(18), "1" + digits(10)
    asking, asked = make_actor("320100"), make_actor("340100")
    browser, other = at_desk(asking), at_desk(asked)
    answers = {**requests.ANSWERS["evidence"], "party": number, "party_id": number, "party_phone": telephone}
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    form = {
        "title": "",
        "wanted_on": day,
        "contact": "样例",
        "contact_phone": "1",
        "form_key": str(uuid4()),
        "revision": "0",
    }
    form |= {f"answer-{name}": value for name, value in answers.items()}
    address = "/assistance/new/evidence/340100/"
    assert browser.post(address, form).status_code == 422
    assert browser.post(address, {**form, "title": "样例事项"}).status_code == 302
    with at_home(asking):
        request = AssistanceRequest.objects.with_units().get()
    upload = SimpleUploadedFile(f"{number}.txt", f"{number} {telephone}".encode())
    browser.post(f"/files/of/{request.public_id}/small/", {"file": upload})
    with at_home(asking):
        file = CaseFile.objects.get()
        checking.check(file.public_id)
    requests.accept(asked, requests.send(asking, request))

    opened = other.post(f"/assistance/{request.public_id}/personal/").content.decode()
    assert number in opened and telephone in opened
    assert number in other.get(f"/files/{file.public_id}/").content.decode()
    content = b"".join(other.get(f"/files/{file.public_id}/content/").streaming_content).decode()
    assert content == f"{number} {telephone}"
    third = at_desk(make_actor("320102"))
    for page in (f"/files/{file.public_id}/", f"/assistance/{request.public_id}/", "/notices/", "/"):
        assert number not in third.get(page).content.decode()

    said = caplog.text + "".join(f"{letter.subject} {letter.body}" for letter in mail.outbox)
    for word in (number, telephone):
        assert tables_with(word) == set() and files_with(word, tmp_path) == set() and word not in said
        assert not any(word in log.read_text(errors="replace") for log in LOGS.rglob("postgres.log"))
