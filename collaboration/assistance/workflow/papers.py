"""Papers that a kind wants with a request or its reply: each a file of the unit, or a reason where that is enough."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from collaboration.assistance.catalogue.questions import PAPER, Question, load
from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles import storing
from collaboration.casefiles.models import UNFIT, CaseFile
from collaboration.errors import WorkflowError
from tenants.identity.actor import Actor
from tenants.units.models import Unit


def wanted(questions: Sequence[Mapping[str, Any]]) -> list[Question]:
    """The papers among the questions of a kind, as these are stored."""
    return [one for one in load(questions) if one.type == PAPER]


def choices(actor: Actor, request: AssistanceRequest) -> list[tuple[str, str]]:
    """The files that can be one of them, by name."""
    own = (one for one in storing.listed(actor, request.matter) if one.file.unit_id == actor.unit.pk)
    return [(str(one.file.public_id), one.name) for one in own if one.file.state not in UNFIT]


def lacking(request: AssistanceRequest) -> list[Question]:
    """The papers of the request that are neither there nor excused."""
    return _lacking(request, request.asking_unit, wanted(request.kind_version.questions), request.answers)


def lacking_in_reply(request: AssistanceRequest, answers: Mapping[str, Any]) -> list[Question]:
    """The papers of a reply with these answers that are neither there nor excused."""
    return _lacking(request, request.addressee, wanted(request.kind_version.proof), answers)


def refuse(lacking: Sequence[Question]) -> None:
    """Say which papers are not there, beside the first of them."""
    if lacking:
        names = _(", ").join(one.words for one in lacking)
        words = _("These papers are not among the files yet: %(papers)s.") % {"papers": names}
        raise WorkflowError(words, field=lacking[0].name)


def _lacking(
    request: AssistanceRequest, unit: Unit, papers: list[Question], answers: Mapping[str, Any]
) -> list[Question]:
    files = CaseFile.objects.filter(matter=request.matter, unit=unit).exclude(state__in=UNFIT)
    there = set(map(str, files.values_list("public_id", flat=True))) if papers else set()
    return [one for one in papers if not _is_given(one, answers.get(one.name), there)]


def _is_given(paper: Question, answer: Any, there: set[str]) -> bool:
    given = answer if isinstance(answer, dict) else {}
    return given.get("file") in there or bool(not paper.is_required and str(given.get("without") or "").strip())
