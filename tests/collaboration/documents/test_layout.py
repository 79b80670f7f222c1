"""The pages beside the text, before anything is sealed."""

import base64
import io
import re

import pytest
from PIL import Image

from collaboration.documents.models import Kind, Status
from tests.factories import documents as make
from tests.factories.desk import at_desk
from tests.factories.people import make_actor

PICTURE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")
pytestmark = pytest.mark.django_db


def pages(body: str) -> list[Image.Image]:
    return [Image.open(io.BytesIO(base64.b64decode(found))) for found in PICTURE.findall(body)]


def is_red(pixel: tuple[int, int, int]) -> bool:
    return pixel[0] > 180 and pixel[1] < 120


@pytest.mark.parametrize("kind", [Kind.AGREEMENT, Kind.JOINT_NOTICE, Kind.LETTER])
def test_every_party_sees_the_pages_and_where_the_seals_will_be(kind):
    people = [make_actor(code) for code in ("310000", "320000")]
    document = make.make_document(Status.SIGNED, *people, kind=kind)

    for actor in people:
        with actor.acting():
            number = make.again(actor, document).versions.last().number
        body = at_desk(actor).get(f"/documents/{document.public_id}/versions/{number}/layout/").content.decode()
        shown = pages(body)
        assert shown and all(page.size == (695, 983) or page.size == (694, 982) for page in shown)
        last = shown[-1].convert("RGB")
        assert any(is_red(pixel) for _count, pixel in last.getcolors(last.width * last.height))


def test_strangers_and_versions_that_were_not_sent_have_no_layout():
    author, invited, stranger = (make_actor(code) for code in ("310000", "320000", "330000"))
    document = make.make_document(Status.DRAFT, author, invited)
    address = f"/documents/{document.public_id}/versions/1/layout/"

    assert at_desk(stranger).get(address).status_code == 404
    assert at_desk(invited).get(address).status_code == 404
    assert at_desk(author).get(address).status_code == 200
    assert pages(at_desk(author).get(f"{address}?from=500").content.decode()) == []
