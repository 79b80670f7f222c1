"""Write a letter, read it, fetch its file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.approval import reading
from collaboration.assistance import joining
from collaboration.assistance.catalogue.questions import load
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.reading import last_reply
from collaboration.assistance.workflow import opening, papers
from collaboration.casefiles.panel import panel
from collaboration.errors import WorkflowError
from collaboration.letters import house, printing, rules, wording
from collaboration.letters.forms import LetterPage
from collaboration.letters.models import Letter, Sort
from collaboration.letters.models.letter import REPLIES, label_of
from collaboration.letters.practice import way_of
from collaboration.letters.views.finding import letter_page, step_page
from collaboration.letters.workflow import writing
from collaboration.matters import confidences
from collaboration.sealing import files
from tenants.audit.timeline import timeline
from tenants.files.scans import PDF
from tenants.identity.access import acting_required

CAN = {
    "edit": rules.EDIT,
    "submit": rules.SUBMIT,
    "sign": rules.SIGN,
    "release": rules.RELEASE,
    "hand_over": rules.HAND_OVER,
    "cancel": rules.CANCEL,
    "resume": rules.RESUME,
}


@require_http_methods(["GET", "POST"])
@acting_required
def write(request: HttpRequest, matter: UUID, sort: str) -> HttpResponse:
    """Begin a letter on a request, with words made from it."""
    found = AssistanceRequest.objects.visible_to(request.actor).with_units()
    asked = get_object_or_404(found, matter__public_id=matter)
    if sort not in Sort.values or asked.matter.is_purged:
        raise Http404
    kind = Sort(sort)
    if not rules.may_write(request.actor, asked, kind):
        raise PermissionDenied
    unit = request.actor.unit
    with override("zh-hans"):  # what the letter says, whoever writes it
        known = {**last_reply(asked), **joining.proposed(request.actor, asked)} if kind in REPLIES else {}
    initial: dict[str, Any] = {**wording.beginning(asked, kind, known), "code_word": unit.code_word, "answers": known,
                               "is_to_be_sealed": way_of(unit, asked.kind_version).is_sealed}  # fmt: skip
    page = LetterPage(asked, kind, request.POST or None, initial, papers.choices(request.actor, asked))
    if request.method == "POST" and page.is_valid():
        try:
            letter = writing.write(request.actor, asked, kind, page.words)
        except WorkflowError as error:
            page.words_form.add_error(None, str(error))
        else:
            return redirect(letter)
    return _form(request, page, kind, asked, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@step_page(rules.EDIT)
def edit(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Change a draft."""
    asked = letter.request
    personal = confidences.reveal(asked.matter, letter.confidences) if letter.confidences else {}
    if personal:
        opening.note(request.actor, asked)
    initial: dict[str, Any] = {name: getattr(letter, name) for name in (*writing.WRITTEN, "revision")}
    initial["answers"] = {**letter.answers, **personal}
    page = LetterPage(asked, Sort(letter.sort), request.POST or None, initial, papers.choices(request.actor, asked))
    if request.method == "POST" and page.is_valid():
        try:
            writing.save(request.actor, letter, page.words, revision=page.revision)
        except WorkflowError as error:
            page.words_form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(letter)
    return _form(request, page, Sort(letter.sort), asked, letter, status=422 if request.method == "POST" else 200)


def _form(
    request: HttpRequest, page: LetterPage, sort: Sort, asked: AssistanceRequest, letter: Letter | None = None,
    *, status: int,
) -> HttpResponse:  # fmt: skip
    files = panel(request, asked.matter, is_beside_form=True) if page.answers.papers else ""
    context = {"page": page, "label": label_of(sort, asked), "asked": asked, "letter": letter, "files": files}
    return render(request, "letters/write.html", context, status=status)


@require_GET
@letter_page
def detail(request: HttpRequest, letter: Letter) -> HttpResponse:
    """What the letter says, how far it is, what to do next."""
    is_own = letter.matter.drafting_unit_id == request.actor.unit.pk
    can = {name: rule.is_open(request.actor, letter) for name, rule in CAN.items()}
    context = {
        "letter": letter,
        "asked": letter.request,
        "is_own": is_own,
        "can": can,
        "paragraphs": printing.paragraphs(letter),
        "approvals": reading.on_page(request.actor, letter.request.matter, _words(letter)) if can["submit"] else [],
        "matter": letter.request.matter,
        "proof": _proof(letter) if is_own else [],
        "entries": timeline(letter.public_id) if is_own else [],
    }
    return render(request, "letters/detail.html", context)


def _words(letter: Letter) -> list[str]:
    """What the unit's own chain has to let pass before this letter is signed."""
    word = house.OF_LETTERS.get(Sort(letter.sort))
    return [word] if word else []


def _proof(letter: Letter) -> list[tuple[str, str]]:
    """The open answers that go out with a reply."""
    if not letter.answers:
        return []
    questions = load(letter.request.kind_version.proof)
    return [(one.words, words) for one in questions if (words := one.shown(letter.answers.get(one.name)))]


@require_GET
@letter_page
def file(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The finished file, as it goes out."""
    if not letter.file_sha256:
        raise Http404
    try:
        pdf = files.read_concealed(letter.matter, letter.file_sha256)
    except (confidences.Erased, FileNotFoundError) as error:
        raise Http404 from error
    name = content_disposition_header(False, f"{letter.number or letter.title}.pdf") or "inline"
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type=PDF, headers=headers)
