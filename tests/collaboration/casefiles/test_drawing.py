"""Office files and videos get pictures, after they can be opened; what cannot be drawn is as good without."""

import io
import os
import shutil
import socket
from collections.abc import Iterable
from threading import Thread

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from collaboration.casefiles import converting, drawing, films
from collaboration.casefiles.contents import ZIPPED
from collaboration.casefiles.models import CaseFile, State
from collaboration.matters import confidences
from tenants.files import store
from tests.collaboration.casefiles.corpus import packed
from tests.collaboration.casefiles.films import film
from tests.factories import casefiles, requests
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner
from tests.rooms import need_rooms

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    if shutil.which("soffice") is None:
        without = pytest.fail if "soffice" in os.environ.get("PORTAL_REQUIRE", "").split(",") else pytest.skip
        without("LibreOffice is not installed here")
    need_rooms()


@pytest.fixture
def case(settings):
    """A request with somebody at it."""
    settings.DEMO, settings.UNSCANNED_FILES = True, "open"
    asking = make_actor("320100")
    return asking, requests.make_request(asking, make_actor("340100").unit)


def word(*lines: str, drawn_in: Iterable[str] = ()) -> bytes:
    """A Word file; ``drawn_in`` are addresses of pictures that lie elsewhere."""
    document, written = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    for address in drawn_in:
        kept = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
        document.add_paragraph().add_run()._r.append(_picture(kept))
    document.save(written)
    return written.getvalue()


def _picture(kept: str):
    return parse_xml(
        f'<w:pict {nsdecls("w", "r")} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:90pt;height:90pt">'
        f'<v:imagedata r:id="{kept}"/></v:shape></w:pict>'
    )


def drawn(actor, file: CaseFile) -> CaseFile:
    with at_home(actor):
        drawing.draw(file.public_id)
        drawing.draw(file.public_id)  # a second run changes nothing
        return CaseFile.objects.prefetch_related("previews").get(pk=file.pk)


def test_a_word_file_can_be_opened_at_once_and_its_pages_come_later(office, case):
    asking, request = case
    file = casefiles.keep(asking, request.matter, name="样例.docx", content=word(*["样例内容。"] * 60))
    browser = at_desk(asking)
    assert file.is_open and "every 4s" in browser.get(f"/files/{file.public_id}/").content.decode()
    file = drawn(asking, file)
    first = file.previews.all()[0]
    page = browser.get(f"/files/{file.public_id}/").content.decode()
    assert file.facts == {"pages": file.previews.count()} and f"/preview/{first.number}/" in page
    picture = browser.get(f"/files/{file.public_id}/preview/1/").content
    assert picture.startswith(b"\x89PNG") and "every 4s" not in page
    assert not store.path_of(first.stored).read_bytes().startswith(b"\x89PNG")


def test_the_converter_draws_nothing_in_from_elsewhere(office):
    door, heard = socket.create_server(("127.0.0.1", 0)), []
    Thread(target=lambda: heard.append(door.accept()), daemon=True).start()
    addresses = (f"http://127.0.0.1:{door.getsockname()[1]}/a.png", "file:///etc/passwd")
    pdf = converting.as_pdf(ZIPPED["docx"], iter([word("样例", drawn_in=addresses)]))
    assert pdf.startswith(b"%PDF") and heard == [] and b"root:" not in pdf


def test_what_the_check_refuses_never_reaches_the_converter(case):
    asking, request = case
    file = casefiles.keep(asking, request.matter, name="a.docx", content=packed(more={"word/vbaProject.bin": b"x"}))
    assert file.state == State.REFUSED and jobs() == 0
    assert drawn(asking, file).facts == {}
    casefiles.keep(asking, request.matter, name="b.docx", content=packed())
    assert jobs() == 1


def jobs() -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    with as_owner():
        return ProcrastinateJob.objects.filter(task_name__endswith="casefiles.tasks.draw").count()


def test_without_an_office_suite_a_file_is_whole_and_the_page_says_so(case, monkeypatch, tmp_path):
    asking, request = case
    monkeypatch.setenv("PATH", str(tmp_path))
    file = drawn(asking, casefiles.keep(asking, request.matter, name="样例.docx", content=word("样例")))
    page = at_desk(asking).get(f"/files/{file.public_id}/").content.decode()
    assert file.facts == {drawing.UNDRAWN: True} and file.is_open
    assert "该文件没有预览。" in page and "every 4s" not in page


def test_a_video_has_its_first_picture_length_and_time(case):
    asking, request = case
    browser, captured = at_desk(asking), {"captured": "2026:01:05 08:30:00 UTC"}
    for ending in ("mp4", "webm", "mov"):
        file = drawn(asking, casefiles.keep(asking, request.matter, name=f"样例.{ending}", content=film(ending)))
        assert file.facts == {"width": 64, "height": 48, "seconds": 2, **captured} and file.previews.count() == 1
        page = browser.get(f"/files/{file.public_id}/").content.decode()
        assert f"/files/{file.public_id}/preview/1/" in page and "0:00:02" in page and "08:30:00" in page
        assert ("poster=" in page) == (ending != "mov")


def test_of_a_long_video_both_ends_are_enough(monkeypatch):
    data = film(padding=300_000)
    monkeypatch.setattr(films, "ENDS", (20_000, 4_000))
    facts, picture = films.look("video/mp4", data[:20_000] + data[-4_000:], len(data))
    assert facts["seconds"] == 2 and picture.size == (64, 48)


def test_a_broken_video_is_kept_without_a_picture(case):
    asking, request = case
    file = drawn(asking, casefiles.keep(asking, request.matter, name="样例.mp4", content=film()[:600]))
    assert file.is_open and file.facts == {drawing.UNDRAWN: True} and not file.previews.exists()


def test_nothing_is_drawn_of_what_was_erased_or_taken_back(case):
    asking, request = case
    gone, erased = (
        casefiles.keep(asking, request.matter, name=f"{name}.mp4", content=film(frames=frames))
        for name, frames in (("a", 5), ("b", 7))
    )
    with at_home(asking):
        CaseFile.objects.get(pk=gone.pk).delete()
        drawing.draw(gone.public_id)
    with as_owner():
        confidences.MatterKey.objects.all().delete()
    assert drawn(asking, erased).facts == {}
