"""What pages, the proof and the reply say of a service."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.casefiles.models import CaseFile
from collaboration.matters import confidences
from collaboration.matters.confidences import Erased
from collaboration.service.evidence import files_of
from collaboration.service.models import Attempt, Exhibit, Result, Service
from tenants.identity.actor import Actor


@dataclass(frozen=True)
class Shown:
    """An attempt as a page shows it; ``words`` are None where they are masked or erased."""

    attempt: Attempt
    exhibits: Sequence[tuple[Exhibit, CaseFile | None]]
    words: dict[str, str] | None


def words_of(service: Service, attempt: Attempt) -> dict[str, str]:
    """What the attempt says of persons. Raises ``Erased``."""
    return confidences.reveal(service.matter, attempt.confidences)


def attempts_of(actor: Actor, service: Service, *, may_open: bool) -> list[Shown]:
    """All attempts with their files, those struck out too; files that the person may not see are named by digest."""
    exhibits: dict[Any, list[tuple[Exhibit, CaseFile | None]]] = {}
    found = list(service.exhibits.all())
    files = files_of(actor, found)
    for one in found:
        exhibits.setdefault(one.attempt_key, []).append((one, files.get(one.file_id)))
    return [
        Shown(attempt, exhibits.get(attempt.public_id, ()), _opened(service, attempt) if may_open else None)
        for attempt in service.attempts.all()
    ]


def _opened(service: Service, attempt: Attempt) -> dict[str, str] | None:
    try:
        return words_of(service, attempt)
    except Erased:
        return None


def recipient_of(service: Service) -> dict[str, Any]:
    """What the entrusting unit said of the recipient and the paper. Raises ``Erased``."""
    request = service.request
    return {**request.answers, **confidences.reveal(request.matter, request.confidences)}


def recipient_shown(service: Service) -> dict[str, Any]:
    """The same for pages: nothing where it is hidden or erased."""
    try:
        return recipient_of(service)
    except Erased:
        return {}


def content_of(service: Service) -> dict[str, Any]:
    """Everything that the proof says; its digest is what the seal is released for."""
    said = recipient_of(service)
    wanted = ("case_number", "cause", "paper", "paper_number", "copies", "recipient", "address")
    attempts = list(service.attempts.filter(struck_at=None))
    exhibits = list(service.exhibits.filter(attempt_key__in=[one.public_id for one in attempts]).order_by("pk"))
    return {
        "service": str(service.public_id),
        "check_code": service.check_code,
        "serving": service.matter.drafting_unit.name,
        "entrusting": service.request.asking_unit.name,
        **{name: str(said.get(name, "")) for name in wanted},
        "result": service.result,
        "manner": service.manner,
        "served_on": service.served_on.isoformat() if service.served_on else "",
        "attempts": [_attempt(service, one) for one in attempts],
        "exhibits": [_exhibit(one, attempts) for one in exhibits],
    }


def _attempt(service: Service, attempt: Attempt) -> dict[str, Any]:
    at = timezone.localtime(attempt.happened_at)
    return {
        "number": attempt.number, "manner": attempt.manner, "result": attempt.result, "failure": attempt.failure,
        "at": at.strftime("%Y-%m-%d %H:%M"), **words_of(service, attempt),
    }  # fmt: skip


def _exhibit(exhibit: Exhibit, attempts: Sequence[Attempt]) -> dict[str, Any]:
    number = next(one.number for one in attempts if one.public_id == exhibit.attempt_key)
    taken = timezone.localtime(exhibit.taken_at).strftime("%Y-%m-%d %H:%M:%S") if exhibit.taken_at else ""
    return {
        "attempt": number,
        "sort": exhibit.sort,
        "type": exhibit.media_type,
        "sha256": exhibit.sha256,
        "taken": taken,
    }


def newest_for(actor: Actor, request_pk: int) -> Service | None:
    """The last service of a request that the acting unit sees."""
    return Service.objects.visible_to(actor).filter(request=request_pk).with_units().first()


def proposed_reply(service: Service) -> str:
    """What the serving unit answers with the proof, to begin from."""
    if service.result == Result.SERVED and service.served_on:
        return _("Served on %(day)s (%(manner)s). Check code of the proof of service: %(code)s.") % {
            "day": service.served_on.isoformat(), "manner": service.get_manner_display(), "code": service.check_code,
        }  # fmt: skip
    return _("It could not be served; the attempts stand on the statement with the check code %(code)s.") % {
        "code": service.check_code
    }
