"""An address outside the desk is the person's once they have repeated a code that was sent there."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.errors import WorkflowError
from collaboration.outgoing.errors import Refused, Undelivered
from collaboration.outgoing.models import Line
from collaboration.outgoing.ways import registry
from tenants.identity.models import User

VALID = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)  # between two codes
A_DAY, MOST = timedelta(days=1), 5  # codes in a day: whoever's telephone it is, it does not ring all night
TRIES = 5


def waiting_line(person: User, way: str) -> Line | None:
    """The person's line of this way whose address is not confirmed."""
    line = Line.objects.visible_to(person).filter(way=way).exclude(address="").first()
    return None if line is None or line.is_confirmed else line


def send_code(person: User, way: str) -> None:
    """Send a fresh code to the address, unless that was done a moment ago or too often; earlier codes end."""
    code = f"{secrets.randbelow(10**6):06d}"
    to = _note(person, way, code)
    try:
        registry.send_code(person, way, to, code)
    except Refused:
        raise WorkflowError(_("The service refused this address. Check it for a slip of the pen.")) from None
    except Undelivered:
        raise WorkflowError(_("The service does not answer now. Ask for another code in a few minutes.")) from None


@transaction.atomic
def _note(person: User, way: str, code: str) -> str:
    now = timezone.now()
    line = Line.objects.visible_to(person).select_for_update().filter(way=way).exclude(address="").first()
    if line is None or line.is_confirmed:
        raise WorkflowError(_("There is nothing to confirm here."))
    if line.code_sent_at and now < line.code_sent_at + PAUSE:
        raise WorkflowError(_("A code was sent less than a minute ago. Wait for it before you ask for another."))
    if line.codes_since is None or now > line.codes_since + A_DAY:
        line.codes_since, line.codes_sent = now, 0
    if line.codes_sent >= MOST:
        raise WorkflowError(_("Too many codes were sent today. Try again tomorrow."))
    line.codes_sent += 1
    line.code_digest, line.code_sent_at, line.code_tries = _digest(line, code), now, 0
    line.save(update_fields=["codes_since", "codes_sent", "code_digest", "code_sent_at", "code_tries"])
    return line.address


def confirm(person: User, way: str, code: str) -> None:
    """Take the address for the person's own if this is the code that went there."""
    left = _try(person, way, code, timezone.now())
    if left == 0:
        raise WorkflowError(_("Too many wrong codes. Ask for another one."))
    if left:
        words = ngettext(
            "This is not the code. You can try %(count)d more time.",
            "This is not the code. You can try %(count)d more times.",
            left,
        )
        raise WorkflowError(words % {"count": left})


@transaction.atomic
def _try(person: User, way: str, code: str, now: datetime) -> int | None:
    """None when the code was right, else how many tries are left."""
    mine = Line.objects.visible_to(person).filter(way=way)
    line = mine.select_for_update().first()
    if line is None or not line.code_digest or line.code_sent_at is None or now > line.code_sent_at + VALID:
        raise WorkflowError(_("This code is no longer valid. Ask for another one."))
    if line.code_tries >= TRIES:
        return 0
    if constant_time_compare(line.code_digest, _digest(line, code)):
        mine.update(confirmed_address=line.address, code_digest="", code_tries=0)
        return None
    mine.update(code_tries=F("code_tries") + 1)
    return TRIES - line.code_tries - 1


def _digest(line: Line, code: str) -> str:
    """Bound to the person, the way and the very address."""
    return salted_hmac(
        "outgoing.code", f"{line.user_id} {line.way} {line.address} {code}", algorithm="sha256"
    ).hexdigest()
