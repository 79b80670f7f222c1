"""A real mail server on loopback that can refuse, delay and hang up."""

import asyncio
import contextlib
import email
import email.policy
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.server import free_port


class Postmaster:
    """What the server does with each command; everything it took is kept."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 OK"
        self.delay = 0.0
        self.hang_up = False  # before it answers to the message
        self.take_first = False  # although it hangs up

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.delay:
            await asyncio.sleep(self.delay)
        if not self.hang_up or self.take_first:
            if self.data_answer.startswith("2"):
                self.envelopes.append(envelope)
                self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.hang_up:
            server.transport.abort()
        return self.data_answer

    def copies(self) -> Counter[str]:
        """How often each message id was taken."""
        return Counter(str(message["Message-ID"]) for message in self.taken)


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[Postmaster, int]]:
    """The server on a free port, for the length of the block."""
    postmaster = Postmaster()
    controller = Controller(postmaster, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    try:
        yield postmaster, controller.port
    finally:
        controller.stop()
