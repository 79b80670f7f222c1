"""The papers of a case: locked while they are kept, in the archive volume, and after their term nowhere at all."""

import os
import secrets
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time

from collaboration.assistance.workflow import handling
from collaboration.casefiles import drawing, ending, workflow
from collaboration.letters.workflow import going_out
from collaboration.matters.models import Matter
from collaboration.publication.verification import Verdict, verify_code
from collaboration.purging import at_end
from collaboration.service.workflow import sealing as service_sealing
from tenants.db.cluster import installed_programs
from tenants.identity.roles import Role
from tests.collaboration.casefiles.films import film
from tests.factories import casefiles, requests, services, transfers
from tests.factories import letters as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.factories.sealed import register_seals
from tests.ownership import as_system

ALL = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER)
WORD = "canary" + secrets.token_hex(6)


def dumped() -> str:
    """Every schema of the database, as a backup holds it."""
    where = connection.settings_dict
    command = [installed_programs() / "pg_dump", "-h", where["HOST"], "-p", str(where["PORT"]), "-U", where["USER"]]
    environment = {**os.environ, "PGPASSWORD": where["PASSWORD"]}
    return subprocess.run([*command, where["NAME"]], env=environment, capture_output=True, check=True).stdout.decode()


def volume(actor, request) -> dict[str, bytes]:
    browser = at_desk(actor)
    answer = browser.get(f"/files/of/{request.public_id}/dossier.zip")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as made:
        return {name: made.read(name) for name in made.namelist()}


def served(asking, asked):
    """A paper served, with letters both ways and a proof, all sealed; and files of both sides."""
    given = {**requests.ANSWERS["service"], "recipient": WORD, "recipient_phone": WORD, "address": WORD, "cause": WORD}
    request = requests.make_request(asking, asked.unit, "service", title=WORD, answers=given)
    casefiles.keep(asking, request.matter, name=f"{WORD}.txt", content=WORD.encode())
    clip = casefiles.keep(asking, request.matter, name=f"{WORD}.mp4", content=film())
    with at_home(asking):
        drawing.draw(clip.public_id)
    letter = make.release(asking, make.sign(asking, asking, make.write(asking, request, "request")))
    make.finish(letter)
    request = requests.accept(asked, requests.send(asking, request))
    with at_home(asked):
        service = services.serving.begin(asked, request)
    services.tell(asked, service, failed=True, failure_words=WORD)
    services.tell(asked, service, receiver=WORD, remark=WORD)
    service = services.finish(asked, service)
    services.release(asked, service)
    with as_system():
        service_sealing.seal(service.public_id)
    back = make.sign(asked, asked, make.write(asked, request, "service", sealed=False))
    make.finish(back)
    with at_home(asked):
        going_out.hand_over(asked, back)
    with at_home(asking):
        handling.confirm(asking, request)
    return requests.again(asking, request), service, letter, back


def transferred(asking, asked):
    """A case handed over by a list, and reported to its end."""
    request = transfers.taken_over(asking, asked)
    transfers.report_to_the_end(asked, request)
    requests.reply(asked, request)
    with at_home(asking):
        handling.confirm(asking, request)
    return requests.again(asking, request)


def archive(request, *sides):
    for actor in sides:
        with at_home(actor):
            workflow.confirm_archive(actor, Matter.objects.get(pk=request.pk), dossier="样档1")


def nights() -> None:
    """Everything that jobs do at night until the terms are over."""
    for months, days in ((6, 1), (6, 20), (35, 20), (36, 25)):
        with freeze_time(timezone.now() + relativedelta(months=months, days=days)), as_system():
            ending.announce_due(), ending.hide_due(), at_end.erase_due()


def files(folder) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.urls("portal.urls.desk")
@pytest.mark.usefixtures("own_database")
def test_the_papers_of_a_case_from_the_volume_to_the_last_trace(settings, tmp_path):
    settings.DEMO, settings.UNSCANNED_FILES, settings.FILES_ROOT = True, "open", tmp_path
    asking, asked = make_actor("320100", *ALL), make_actor("340100", *ALL)
    register_seals("320100", "340100")
    request, service, letter, back = served(asking, asked)
    case = transferred(asking, asked)

    papers, lists = volume(asking, request), volume(asked, case)
    assert [name.partition(" ")[2].partition(".")[0] for name in papers][2:] == [
        "协助请求", "第1次答复", letter.number, back.number, "送达回证（1）", WORD, WORD, "a",
    ]  # fmt: skip
    assert "003 移交清单（1）.pdf" in lists
    pdfs = [data for made in (papers, lists) for name, data in made.items() if name.endswith(".pdf")]
    assert len(pdfs) == 10 and all(data.startswith(b"%PDF") for data in pdfs)
    assert not any(path.read_bytes().startswith(b"%PDF") for path in files(tmp_path))
    assert verify_code(letter.check_code).verdict == Verdict.GENUINE
    assert WORD in dumped()

    for one in (request, case):
        archive(one, asking, asked)
    nights()
    left = dumped()
    assert WORD not in left and WORD.encode().hex() not in left
    assert files(tmp_path) == set()
    said = "".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert WORD not in said and WORD not in str(getattr(cache, "_cache", ""))
    for code in (letter.check_code, service.check_code):
        told = verify_code(code)
        assert told.verdict == Verdict.OUTDATED and "期限已满" in told.known.sentence
    own = (letter, request, service)
    ends = f"/files/of/{request.public_id}/ending/"
    for browser in map(at_desk, (asking, asked)):
        for page in (
            "/",
            "/notices/",
            "/assistance/",
            f"/palette/?q={WORD}",
            ends,
            *(x.get_absolute_url() for x in own),
        ):
            assert WORD not in browser.get(page).content.decode().replace(f"q={WORD}", "").replace(f'"{WORD}"', ""), (
                page
            )
        assert browser.get(f"{letter.get_absolute_url()}file/").status_code == 404
