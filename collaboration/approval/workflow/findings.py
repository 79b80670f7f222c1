"""A finding on a normative document is recorded: legality review, collective deliberation, exemption."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import rules
from collaboration.approval.models import Finding
from collaboration.approval.models.findings import CONCLUSIONS
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.internal.record import record_internally
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


@dataclass(frozen=True)
class Found:
    """What was found, by whom, when; with the paper that says so."""

    sort: str
    conclusion: str
    held_on: date
    held_by: str
    words: str = ""
    file_name: str = ""
    file: bytes = b""


def record_finding(actor: Actor, matter: Matter, found: Found, *, content_hash: str) -> Finding:
    """Write a finding to the unit's own file, as part of a step that holds the matter's lock."""
    if not rules.can_record(actor):
        raise NotAllowed(_("Only a handler or signatory records findings."))
    if found.conclusion not in CONCLUSIONS[Finding.Sort(found.sort)]:
        raise WorkflowError(_("This is no conclusion of such a finding."))
    if found.held_on > timezone.localdate():
        raise WorkflowError(_("This day has not come yet."))
    if not found.held_by.strip():
        raise WorkflowError(_("Say who reviewed it, or which meeting deliberated on it."))
    if found.sort == Finding.Sort.LEGALITY and not found.file:
        raise WorkflowError(_("Add the opinion of the legality review as a PDF file."))
    if found.sort == Finding.Sort.EXEMPTION and not found.words.strip():
        raise WorkflowError(_("Give the legal reason for the exemption."))
    made = Finding.objects.create(
        unit_id=actor.unit.pk,
        matter=matter.public_id,
        sort=found.sort,
        content_hash=content_hash,
        conclusion=found.conclusion,
        held_on=found.held_on,
        held_by=found.held_by.strip()[:140],
        words=found.words.strip(),
        file_name=found.file_name[:200],
        file=found.file,
        recorded_by_id=actor.user.pk,
        recorded_by_name=actor.name,
    )
    detail = {"finding": made.pk, "sort": found.sort, "conclusion": found.conclusion, "hash": content_hash}
    record_internally(matter.public_id, "finding_recorded", **detail)
    return made
