"""Every act on files of a request: of the two units that work on it; an upload under way is its person's alone."""

import hashlib
from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import handling
from collaboration.casefiles import storing, workflow
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import requests as make
from tests.factories.casefiles import keep
from tests.factories.people import at_home
from tests.isolation.acts.cast import CITY, OFFICE, OTHER_CITY, PERSON, UNIT, Cast
from tests.isolation.acts.on_requests import TWO_SIDES
from tests.isolation.acts.trying import Attempt

CONTENT = b"{}"  # as a script sends nothing
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def on_request(cast: Cast) -> list[Attempt]:
    """A request that was received, with a file of each unit that the other has not been handed yet."""
    asking, asked = cast.worker(CITY), cast.worker(OTHER_CITY)
    request = make.accept(asked, make.send(asking, make.make_request(asking, asked.unit)))
    matter, path = request.matter, f"/files/of/{request.public_id}"
    file, *_others = [keep(who, matter, name=f"{who.unit.code}.png") for who in (asking, asked)]
    with at_home(asking):
        waits = storing.keep(asking, matter, name="a.txt", stream=BytesIO(b"words that wait"))
    form = lambda actor: {"file": SimpleUploadedFile("a.txt", b"words of " + actor.unit.code.encode())}  # noqa: E731
    told = {"name": "a.txt", "size": 2, "sha256": DIGEST}
    return [
        Attempt("casefiles:begin", f"{path}/begin/", told, sides=TWO_SIDES, is_json=True),
        Attempt("casefiles:small", f"{path}/small/", form, sides=TWO_SIDES),
        Attempt("casefiles:hand_over", f"{path}/hand-over/", sides=TWO_SIDES),
        Attempt("casefiles:remove", f"/files/{file.public_id}/remove/", sides=TWO_SIDES),
        Attempt("casefiles:check", f"/files/{waits.public_id}/check/", sides=TWO_SIDES),
        *(_upload(name, page, matter) for name, page in (("part", "0/"), ("drop", "drop/"))),
        _upload("finish", "finish/", matter, is_whole=True),
    ]


def _upload(name: str, page: str, matter: Matter, *, is_whole: bool = False) -> Attempt:
    def begun(actor: Actor) -> str:
        return f"/files/uploads/{_begun(actor, matter, is_whole=is_whole)}/{page}"

    return Attempt(f"casefiles:{name}", sides=PERSON, before=begun, is_json=True)


def _begun(actor: Actor, matter: Matter, *, is_whole: bool) -> UUID:
    if not actor.has(Role.HANDLER):
        return uuid4()
    with at_home(actor):
        upload = storing.begin(actor, matter, name="a.txt", size=len(CONTENT), sha256=DIGEST)
        if is_whole:
            storing.append(upload, 0, CONTENT)
        return upload.pk


def files_kept(cast: Cast) -> list[Attempt]:
    """A request that was closed; another one that both sides hold; a file that nothing scans; the schedule."""
    asking, asked = cast.worker(CITY), cast.worker(OTHER_CITY)
    closed, held = (_closed(asking, asked) for _each in range(2))
    for who in (asking, asked):
        with at_home(who):
            workflow.hold(who, held.matter, reason="样例理由")
    with override_settings(UNSCANNED_FILES="hold"):
        file = keep(asking, make.make_request(asking, asked.unit).matter)
    line = {"kind": "", "hide_after": "1", "erase_after": "2", "valid_from": "2026-01-01"}
    path = "/files/of/{}/ending/{}/".format
    return [
        Attempt("casefiles:confirm", path(closed.public_id, "confirm"), {"dossier": "样001"}, sides=TWO_SIDES),
        Attempt("casefiles:hold", path(closed.public_id, "hold"), {"hold-reason": "样例理由"}, sides=TWO_SIDES),
        Attempt("casefiles:lift", path(held.public_id, "lift"), {"lift-reason": "样例理由"}, sides=TWO_SIDES),
        Attempt(
            "casefiles:decide", f"/files/held/{file.public_id}/", {"decision": "let", "reason": "样例"}, sides=UNIT
        ),
        Attempt("casefiles:schedule", "/files/schedule/", line, sides={"office": OFFICE, "own": CITY}),
    ]


def _closed(asking: Actor, asked: Actor) -> AssistanceRequest:
    sent = make.send(asking, make.make_request(asking, asked.unit))
    answered = make.reply(asked, make.accept(asked, sent))
    with at_home(asking):
        handling.confirm(asking, answered)
    return make.again(asking, answered)
