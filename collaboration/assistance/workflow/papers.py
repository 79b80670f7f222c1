"""Papers that a kind wants with a request: each a file of the asking unit, or a reason where that is enough."""

from typing import Any

from collaboration.assistance.catalogue.questions import PAPER, Question, load
from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles import storing
from collaboration.casefiles.models import UNFIT, CaseFile
from tenants.identity.actor import Actor


def wanted(request: AssistanceRequest) -> list[Question]:
    """The papers that the kind asks for."""
    return [one for one in load(request.kind_version.questions) if one.type == PAPER]


def choices(actor: Actor, request: AssistanceRequest) -> list[tuple[str, str]]:
    """The files that can be one of them, by name."""
    own = (one for one in storing.listed(actor, request.matter) if one.file.unit_id == actor.unit.pk)
    return [(str(one.file.public_id), one.name) for one in own if one.file.state not in UNFIT]


def lacking(request: AssistanceRequest) -> list[str]:
    """The papers that are neither there nor excused."""
    papers = wanted(request)
    files = CaseFile.objects.filter(matter=request.matter, unit=request.asking_unit).exclude(state__in=UNFIT)
    there = set(map(str, files.values_list("public_id", flat=True))) if papers else set()
    return [one.words for one in papers if not _is_given(one, request.answers.get(one.name), there)]


def _is_given(paper: Question, answer: Any, there: set[str]) -> bool:
    given = answer if isinstance(answer, dict) else {}
    return given.get("file") in there or bool(not paper.is_required and given.get("without"))
