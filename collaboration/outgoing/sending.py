"""Sending what is due. A letter is claimed before it is sent and marked afterwards.

Two jobs never send the same letter. One killed in between leaves the claim to run out; the letter then goes out again
under the same message id, which happens only if the kill came after the server had taken it.
"""

import logging
import time
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error
from django.db.models import F
from django.utils import timezone

from collaboration.outgoing import lines, mail
from collaboration.outgoing.content import Told, told_in
from collaboration.outgoing.errors import Refused, TryLater, Undelivered, Unreachable
from collaboration.outgoing.models import Letter, Way
from collaboration.outgoing.sorting import people_with_something_new, prepare_letters
from collaboration.outgoing.ways import registry
from tenants.db.context import Acting, act_as
from tenants.identity.models import User

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # longer than a server may take for one letter
GIVEN_UP_AFTER = timedelta(days=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
A_RUN = 45.0  # seconds, so that other jobs get their turn; the next run goes on


def send_due_letters() -> None:
    """Sort, compose and send for everybody until the time is over. A way on which nobody answers is tried once."""
    end = time.monotonic() + A_RUN
    server, dead = get_connection(), set[str]()
    try:
        for person_id, last in people_with_something_new():
            if time.monotonic() > end:
                return
            with act_as(Acting(person_id)):
                _serve(person_id, last, server, dead)
    finally:
        _close(server)


def _serve(person_id: int, last: int, server: BaseEmailBackend, dead: set[str]) -> None:
    """Everything due for one person but on dead ways. One person's trouble stays with them."""
    try:
        person = User.objects.get(pk=person_id)
        prepare_letters(person, last=last)
        for letter in due_letters(person):
            if letter.way not in dead:
                try:
                    send(letter, person, server)
                except Unreachable as error:
                    dead.add(letter.way)
                    logger.warning("Nobody answers on the way %s: %s", letter.way, error)
    except Error:
        logger.exception("Letters of account %s could not be prepared.", person_id)


def due_letters(person: User) -> list[Letter]:
    """The person's letters whose turn has come, the oldest first."""
    mine = Letter.objects.visible_to(person).filter(state=Letter.State.WAITING, next_at__lte=timezone.now())
    return list(mine.order_by("made_at", "pk"))


def send(letter: Letter, person: User, server: BaseEmailBackend) -> None:
    """Send one letter, unless somebody else is at it. Raises ``Unreachable`` when the server is away."""
    now = timezone.now()
    if not _claim(letter, now):
        return
    told = told_in(letter, person)
    to = lines.address(person, letter.way)
    if not told or not to:
        _end(letter, Letter.State.EMPTY)
        return
    try:
        _hand_over(letter, person, to, told, server)
    except Refused as error:
        _end(letter, Letter.State.REFUSED, str(error))
        lines.refused(person, letter.way, to, str(error))
    except Undelivered as error:
        _put_off(letter, now, str(error))
        if letter.way == Way.MAIL:
            _close(server)  # the conversation may have been left in the middle
        if isinstance(error, Unreachable):
            raise
    else:
        _end(letter, Letter.State.SENT)
        lines.taken(person, letter.way)


def _hand_over(letter: Letter, person: User, to: str, told: list[Told], server: BaseEmailBackend) -> None:
    if letter.way == Way.MAIL:
        mail.hand_over(mail.write(letter, person, told), server)
    elif letter.way in registry.services():
        registry.send(letter, person, to, len(told))
    else:
        raise TryLater("this way is not set up any more")


def _claim(letter: Letter, now: datetime) -> bool:
    """Whether the letter is ours until the lease is over."""
    free = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING, next_at__lte=now)
    return bool(free.update(tries=F("tries") + 1, next_at=now + LEASE))


def _put_off(letter: Letter, now: datetime, problem: str) -> None:
    if now - letter.made_at > GIVEN_UP_AFTER:
        _end(letter, Letter.State.GIVEN_UP, problem)
        return
    pause = PAUSES[min(letter.tries, len(PAUSES) - 1)]
    Letter.objects.filter(pk=letter.pk).update(next_at=now + pause, problem=problem[:300])


def _end(letter: Letter, state: Letter.State, problem: str = "") -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, ended_at=timezone.now(), problem=problem[:300])


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except OSError:
        logger.info("The mail server was gone before we took leave.")
