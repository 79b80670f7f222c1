"""A letter as an e-mail, and handing it to the mail server."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.outgoing import unsubscribing
from collaboration.outgoing.content import Told
from collaboration.outgoing.errors import Refused, TryLater, Undelivered, Unreachable
from collaboration.outgoing.models import Letter
from tenants import hosts
from tenants.identity.models import User

LISTED = 50
SUBJECT = 120
PERMANENT = range(500, 600)


def write(letter: Letter, person: User, told: list[Told]) -> EmailMultiAlternatives:
    """The letter in the person's language, as plain text and as HTML."""
    with translation.override(person.language):
        leave = unsubscribing.address(person, {one.category for one in told})
        context = {
            "person": person,
            "subject": subject(told),
            "told": told[:LISTED],
            "more": max(0, len(told) - LISTED),
            "inbox": hosts.desk_url(reverse("notices:inbox", urlconf="portal.urls.desk")),
            "settings": hosts.desk_url(reverse("outgoing:wishes", urlconf="portal.urls.desk")),
            "leave": leave,
            "language": person.language,
        }
        message = EmailMultiAlternatives(
            context["subject"],
            render_to_string("outgoing/mail/letter.txt", context).strip() + "\n",
            from_email=_return_path(letter),
            to=[person.email],
            headers=_headers(letter, leave),
        )
        message.attach_alternative(render_to_string("outgoing/mail/letter.html", context), "text/html")
    return message


def subject(told: list[Told]) -> str:
    """What the mailbox shows: the one thing that happened, or how many."""
    if len(told) > 1:
        line = ngettext("%(number)s new notice", "%(number)s new notices", len(told)) % {"number": len(told)}
    else:
        one = {"act": told[0].act, "title": told[0].title}
        line = _("%(act)s: %(title)s") % one if told[0].title else _("Something waits for you on the desk")
    line = " ".join(line.split())
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1] + "…"


def _return_path(letter: Letter) -> str:
    """Where refusals that come later go: an address of its own for every letter, where the operator set one up."""
    name, _at, domain = settings.MAIL_BOUNCES.partition("@")
    return f"{name}+{letter.pk.hex}@{domain}" if domain else settings.DEFAULT_FROM_EMAIL


def _headers(letter: Letter, leave: str) -> dict[str, str]:
    """The same name at every try, so that a mailbox that got it twice keeps one; no machine shall answer it."""
    return {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": f"<{letter.pk}@{settings.BASE_DOMAIN}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": f"<notices.{settings.BASE_DOMAIN}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def hand_over(message: EmailMultiAlternatives, server: BaseEmailBackend) -> None:
    """Give the message to the mail server, or say what came in between. The connection stays open for the next one.

    Opened before and not inside sending: a server that breaks off after it took the message has still taken it.
    """
    try:
        server.open()
    except OSError as error:
        raise Unreachable(str(error) or type(error).__name__) from error
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        raise _answer(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPDataError as error:
        raise _answer(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPResponseException as error:
        raise TryLater(_words(error.smtp_code, error.smtp_error)) from error
    except (smtplib.SMTPNotSupportedError, ValueError) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise TryLater(str(error) or type(error).__name__) from error


def _answer(code: int, words: bytes | str) -> Undelivered:
    return (Refused if code in PERMANENT else TryLater)(_words(code, words))


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"[:300]
