"""Time stamps renewed beside closed files, so that what they prove outlives the certificates of the first ones.

Each new stamp is over the file's digest and all stamps before it: as long as one stamp was made while the one before it
could still be trusted, the chain holds. The file itself never changes.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from asn1crypto import cms
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from collaboration.sealing.models import RenewedStamp, SealedFile
from collaboration.sealing.platform import Trust

EVERY = timedelta(days=365)
AT_ONCE = 200


@dataclass(frozen=True)
class Stamp:
    """One renewed stamp as it is judged: when, by whom, and what is wrong with it, if anything."""

    at: datetime
    by: str
    problem: str = ""  # changed, untrusted


def due(now: datetime) -> QuerySet[SealedFile]:
    """Closed files whose newest stamp is a year old."""
    closed = SealedFile.objects.filter(state=SealedFile.State.CLOSED, changed_at__lt=now - EVERY)
    newest = closed.annotate(newest=Max("renewed__made_at"))
    return newest.filter(Q(newest=None) | Q(newest__lt=now - EVERY)).order_by("changed_at")


def renew(file: SealedFile, stamper: TimeStamper) -> RenewedStamp:
    """Put a new stamp beside the file. Raises ``NoTime`` where no service answers."""
    earlier = [bytes(one.token) for one in file.renewed.all()]
    token = asyncio.run(stamper.async_timestamp(imprint(file.sha256, earlier), "sha256")).dump()
    with transaction.atomic():
        return RenewedStamp.objects.create(file=file, order=len(earlier) + 1, token=token)


def renew_due(stamper: TimeStamper) -> int:
    """Renew what is due, some files at a time; how many."""
    found = list(due(timezone.now())[:AT_ONCE])
    for file in found:
        renew(file, stamper)
    return len(found)


def imprint(file_sha256: str, earlier: Sequence[bytes]) -> bytes:
    """What the next stamp is over."""
    before = b"".join(hashlib.sha256(token).digest() for token in earlier)
    return hashlib.sha256(bytes.fromhex(file_sha256) + before).digest()


def judged(file_sha256: str, tokens: Sequence[bytes], trust: Trust) -> list[Stamp]:
    """Every stamp, each trusted as of the time when the next one was made, the last one as of today."""
    times = [_time(token) for token in tokens]
    return [
        asyncio.run(_judged(token, imprint(file_sha256, tokens[:place]), trust, until))
        for place, (token, until) in enumerate(zip_longest(tokens, times[1:]))
    ]


async def _judged(token: bytes, wanted: bytes, trust: Trust, until: datetime | None) -> Stamp:
    signed = cms.ContentInfo.load(token)["content"]
    status = await validate_tst_signed_data(signed, trust.context(at=until), lambda _algorithm: wanted)
    name = status["signing_cert"].subject.native.get("common_name", "")
    problem = "changed" if not (status["intact"] and status["valid"]) else ""
    if not problem and status.get("trust_problem_indic") is not None:
        problem = "untrusted"
    return Stamp(_time(token), name, problem)


def _time(token: bytes) -> datetime:
    return cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed["gen_time"].native
