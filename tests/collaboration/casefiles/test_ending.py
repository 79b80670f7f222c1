"""A case is archived by each side, hidden, then erased: never early, never while held, and nothing of it is left."""

import secrets
from io import BytesIO
from zipfile import ZipFile

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from freezegun import freeze_time
from pypdfium2 import PdfDocument

from collaboration.assistance.workflow import handling
from collaboration.casefiles import ending as clock
from collaboration.casefiles import workflow
from collaboration.casefiles.models import CaseFile, Ending
from collaboration.errors import WorkflowError
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.purging import at_end
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.roles import Role
from tests.canaries import tables_with
from tests.factories import casefiles, requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner, as_system

pytestmark = pytest.mark.django_db
WORD = "canary" + secrets.token_hex(6)


@pytest.fixture
def closed(settings):
    """A request that was closed, with a file of each side, and its people."""
    settings.DEMO, settings.UNSCANNED_FILES = True, "open"
    asking, asked = make_actor("320100"), make_actor("340100")
    answers = {**requests.ANSWERS["evidence"], "facts": WORD, "party": WORD}
    request = requests.make_request(asking, asked.unit, title=WORD, answers=answers)
    casefiles.keep(asking, request.matter, name=f"{WORD}.txt", content=WORD.encode())
    request = requests.accept(asked, requests.send(asking, request))
    casefiles.keep(asked, request.matter, name="样例.png")
    request = requests.reply(asked, request)
    with at_home(asking):
        handling.confirm(asking, request)
    return asking, asked, requests.again(asking, request)


def archive(actor, request, dossier="档001"):
    with at_home(actor):
        workflow.confirm_archive(actor, Matter.objects.get(pk=request.pk), dossier=dossier)


def months_later(count, days=1):
    return freeze_time(timezone.now() + relativedelta(months=count, days=days))


def night() -> tuple[int, int, int]:
    """What the jobs of a night do: whom they tell, what they hide, what they erase."""
    with as_system():
        return clock.announce_due(), clock.hide_due(), at_end.erase_due()


def told(actor) -> set[str]:
    with as_owner():
        return set(Notification.objects.filter(user=actor.user).values_list("act", flat=True))


def test_from_the_archive_to_the_certificate(closed):
    asking, asked, request = closed
    with at_home(asking):
        stored = list(CaseFile.objects.values_list("stored", flat=True))
    browser, path = at_desk(asking), f"/files/of/{request.public_id}"
    parcel = ZipFile(BytesIO(b"".join(browser.get(f"{path}/dossier.zip").streaming_content)))
    assert parcel.testzip() is None and parcel.read(f"003 {WORD}.txt").decode() == WORD
    papers = [name[4:-4] for name in parcel.namelist() if name[:3] in ("001", "002")]
    assert papers == ["协助请求", "第1次答复"] and all(
        parcel.read(name)[:4] == b"%PDF" for name in parcel.namelist()[2:4]
    )
    words = PdfDocument(parcel.read(parcel.namelist()[2]))[0].get_textpage().get_text_range()
    assert WORD in words and "目录.pdf" in parcel.namelist()
    assert browser.get(f"{path}/contents.pdf").content.startswith(b"%PDF")

    assert browser.post(f"{path}/ending/confirm/", {"dossier": "宁档2026-7"}).status_code == 302
    with months_later(100):
        assert night() == (0, 0, 0)  # the other side has not archived it
    archive(asked, request)
    assert night() == (0, 0, 0)  # no term has passed

    with months_later(6):
        assert night() == (1, 0, 0)  # nobody had been told
    assert "hiding_announced" in told(asking) & told(asked) and "erasing_announced" not in told(asking)
    with months_later(6, 15):
        assert (night(), night()) == ((0, 1, 0), (0, 0, 0))
    handler, signatory = make_actor("320100", Role.HANDLER), make_actor("320100", Role.SIGNATORY)
    for actor, seen in ((handler, 0), (signatory, 2)):
        with at_home(actor):
            assert CaseFile.objects.count() == CaseFile.objects.visible_to(actor).count() == seen
    with at_home(handler), pytest.raises(confidences.Erased):
        confidences.reveal(request.matter, request.confidences)

    with months_later(35, 2):
        assert night() == (1, 0, 0) and "erasing_announced" in told(asking) & told(asked)
    with months_later(36):
        assert (night(), night()) == ((0, 0, 1), (0, 0, 0))
    assert tables_with(WORD) == set() and not any(store.path_of(one).exists() for one in stored)
    with at_home(asking):
        left = Ending.objects.get()
        assert left.files_gone_at and len(left.certificate["files"]) == 2
        assert [one["dossier"] for one in left.certificate["archives"]] == ["宁档2026-7", "档001"]
        assert list(Record.objects.filter(chain=request.public_id).values_list("act", flat=True))[-1] == "erased"
    page = browser.get(f"{path}/ending/").content.decode()
    assert "宁档2026-7" in page and WORD not in page
    assert browser.get(f"{path}/certificate.pdf").content.startswith(b"%PDF")
    assert browser.get(f"{path}/dossier.zip").status_code == 404


def test_a_hold_stops_the_clock_until_it_is_lifted(closed):
    asking, asked, request = closed
    for actor in (asking, asked):
        archive(actor, request)
    browser, path = at_desk(make_actor("340100", Role.SIGNATORY)), f"/files/of/{request.public_id}/ending"
    assert browser.post(f"{path}/hold/", {"hold-reason": " "}).status_code == 422
    assert browser.post(f"{path}/hold/", {"hold-reason": "行政复议"}).status_code == 302
    with months_later(100):
        assert night() == (0, 0, 0)
    stranger = make_actor("340100", Role.HANDLER)
    with at_home(stranger), pytest.raises(WorkflowError):
        workflow.lift(stranger, request.matter, reason="不再需要")
    browser.post(f"{path}/lift/", {"lift-reason": "复议终结"})
    with months_later(100):
        assert night() == (2, 0, 0)
    browser.post(f"{path}/hold/", {"hold-reason": "审计"})
    browser.post(f"{path}/lift/", {"lift-reason": "审计完毕"})
    with months_later(100, 31):
        assert night() == (2, 0, 0)  # told anew after a hold
    with months_later(101, 31):
        assert night() == (0, 1, 1)


def test_nobody_archives_what_is_not_over_or_not_theirs(closed):
    asking, _asked, request = closed
    running = requests.make_request(asking, make_actor("330000").unit)
    with pytest.raises(WorkflowError):
        archive(asking, running)
    for code in ("310000", "320102"):
        assert at_desk(make_actor(code)).get(f"/files/of/{request.public_id}/ending/").status_code == 404
    archive(asking, request)
    with pytest.raises(WorkflowError):
        archive(asking, request)


def test_the_administrator_decides_by_digest_alone(settings):
    settings.DEMO, settings.UNSCANNED_FILES = True, "hold"
    asking, administrator = make_actor("320100"), make_actor("320100", Role.UNIT_ADMINISTRATOR)
    request = requests.make_request(asking, make_actor("340100").unit)
    files = [casefiles.keep(asking, request.matter, name=f"{WORD}{number}.png") for number in range(2)]
    browser, other = at_desk(administrator), at_desk(make_actor("340100", Role.UNIT_ADMINISTRATOR))
    page = browser.get("/files/held/").content.decode()
    assert (
        files[0].sha256 in page
        and WORD not in page
        and files[0].sha256 not in other.get("/files/held/").content.decode()
    )
    for who, file, decision in ((other, files[0], "let"), (browser, files[0], "let"), (browser, files[1], "refuse")):
        who.post(f"/files/held/{file.public_id}/", {"decision": decision, "reason": "已查杀"})
    with as_owner():
        assert [CaseFile.objects.get(pk=one.pk).state for one in files] == ["unscanned", "refused"]
    assert store.path_of(files[0].stored).exists() and not store.path_of(files[1].stored).exists()
