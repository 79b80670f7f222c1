"""Every act on a letter, each in a state in which it is time for it; on departments outside."""

from django.utils import timezone

from collaboration.letters.models import Department, Letter
from collaboration.letters.workflow import writing
from tenants.identity.actor import Actor
from tests.factories import letters as make
from tests.factories import requests
from tests.factories.people import at_home
from tests.factories.sealed import register_seals
from tests.isolation.acts.cast import AROUND, CITY, ITS_UNIT, OFFICE, OTHER_CITY, OTHER_PROVINCE, PROVINCE, Cast
from tests.isolation.acts.trying import CONFIRMED, Attempt
from tests.ownership import as_owner

ASKING = {"asking": CITY, "asked": OTHER_CITY, **AROUND}
REASON = {"reason": "样例理由。"}
KEEPERS = {"office": OFFICE, "lead": PROVINCE, "own": CITY, "outside": OTHER_PROVINCE}


def _of(letter: Letter, page: str, name: str, data: object = None, **more: object) -> Attempt:
    return Attempt(f"letters:{name}", f"/letters/{letter.public_id}/{page}", data or {}, **{"sides": ASKING, **more})


def _drafted(author: Actor, guest: Actor, *, sealed: bool = False) -> Letter:
    return make.write(author, requests.make_request(author, guest.unit), "request", sealed=sealed)


def _words() -> dict[str, object]:
    return {"title": "样例函", "recipients": "样例单位", "text": "样例正文。", "code_word": "样例函", "revision": "0"}


def letters(cast: Cast) -> list[Attempt]:
    """A draft, one that waits for the signature, one for the seal, and one that can go out."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    register_seals(CITY)
    asked, draft, submitted = (
        requests.make_request(author, guest.unit),
        _drafted(author, guest),
        _drafted(author, guest),
    )
    sealing = make.sign(author, author, _drafted(author, guest, sealed=True))
    with at_home(author):
        submitted = writing.submit(author, submitted)
    return [
        Attempt("letters:write", f"/letters/on/{asked.public_id}/request/", _words(), sides=ASKING),
        _of(draft, "edit/", "edit", _words()),
        _of(draft, "submit/", "submit"),
        _of(draft, "cancel/", "cancel", REASON),
        _of(submitted, "sign/", "sign", CONFIRMED, reads=True),
        _of(submitted, "return/", "return", REASON),
        _of(sealing, "release/", "release", CONFIRMED, reads=True),
        _of(sealing, "resume/", "resume"),
    ]


def replies(cast: Cast) -> list[Attempt]:
    """An acknowledgement that can go out; a step with a department outside; settings and the register."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    request = requests.make_request(author, guest.unit, outside="样例公安机关")
    request = requests.accept(guest, requests.send(author, request))
    letter = make.write(guest, request, "acknowledgement", sealed=False)
    make.sign(guest, guest, letter)
    make.finish(letter)
    with as_owner():
        row = Department.objects.create(area=PROVINCE, name="样例部门")
    happened = {"sort": "sent", "happened_on": timezone.localdate().isoformat()}
    return [
        _of(letter, "hand-over/", "hand_over"),
        Attempt("letters:outside", f"/letters/outside/{request.public_id}/", happened, sides=ASKING),
        Attempt("letters:practice", "/letters/practice/", {"evidence-way": "sealed"}, sides=ITS_UNIT),
        Attempt(
            "letters:departments", "/letters/departments/", {"area": PROVINCE, "name": "另一样例部门"}, sides=KEEPERS
        ),
        Attempt("letters:end_department", "/letters/departments/end/", {"department": row.pk}, sides=KEEPERS),
    ]
