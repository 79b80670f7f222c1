"""A file of a gigabyte goes up part by part, is compared, and comes down again; memory stays what it was."""

import hashlib
import json
import resource
import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from benchmarks.harness import QUICK, Figure, as_application, database, timed

if TYPE_CHECKING:
    from django.test import Client

PART = 2 * 1024 * 1024
SIZE = (16 if QUICK else 512) * PART
HEAD = b"\x00\x00\x00\x18ftypmp42"
NOISE = secrets.token_bytes(PART)


def parts() -> Iterator[bytes]:
    """A file that looks like a video; no two parts are the same."""
    for number in range(SIZE // PART):
        begin = HEAD if number == 0 else number.to_bytes(12, "big")
        yield begin + NOISE[len(begin) :]


def digest_of(pieces: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def most_memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sender(browser: "Client", upload: str) -> Callable[[], None]:
    """Sends all parts."""

    def send() -> None:
        for index, part in enumerate(parts()):
            browser.post(f"/files/uploads/{upload}/{index}/", part, content_type="application/octet-stream")

    return send


def run() -> list[Figure]:
    """Upload through the views in parts of 2 MB, from one unit; download by the other."""
    with database():
        from django.conf import settings

        from collaboration.casefiles.models import CaseFile
        from tenants.jobs import memory
        from tests.factories import requests
        from tests.factories.desk import at_desk
        from tests.factories.people import at_home, make_actor
        from tests.ownership import as_owner

        as_application()
        settings.DEMO = True
        asking, asked = make_actor("320100"), make_actor("340100")
        request = requests.send(asking, requests.make_request(asking, asked.unit))
        browser, other = at_desk(asking), at_desk(asked)
        told = {"name": "样例.mp4", "size": SIZE, "sha256": digest_of(parts())}
        path = f"/files/of/{request.public_id}"
        upload = browser.post(f"{path}/begin/", json.dumps(told), content_type="application/json").json()["upload"]
        memory.settle()  # as the server does
        before = most_memory()
        sent = timed(sender(browser, upload))
        compared = timed(lambda: browser.post(f"/files/uploads/{upload}/finish/"))
        browser.post(f"{path}/hand-over/")
        with at_home(asking):
            content = f"/files/{CaseFile.objects.get().public_id}/content/"
        with as_owner():
            CaseFile.objects.update(state="clean")
        taken = timed(lambda: digest_of(other.get(content).streaming_content) == told["sha256"])
        size = SIZE // 1024**2
        return [
            Figure(f"upload of {size} MB, in parts", sent, "s", 60),
            Figure(f"comparing {size} MB", compared, "s", 20),
            Figure(f"download of {size} MB", taken, "s", 30),
            Figure("upload and download, growth of memory", most_memory() - before, "MB", 50),
        ]
