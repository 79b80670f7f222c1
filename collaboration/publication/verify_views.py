"""``/verify/``: people upload a file or type its code and read plain words; programs ask the same address in JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collaboration.publication import presentation, throttle
from collaboration.publication.code_finder import Busy
from collaboration.publication.differing import WORDS
from collaboration.publication.forms import VerifyForm
from collaboration.publication.uploads import LARGEST, MemoryOnly
from collaboration.publication.verification import Finding, Verdict, verify_code, verify_file
from tenants.units.models import Tenant

JSON = "application/json"
COME_BACK = 5


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Judge a file or a code.

    Exempt from the CSRF check: it reads no session and changes nothing, and a program or a page without cookies shall
    be able to ask.
    """
    asks = request.method == "POST" or bool(request.GET.get("code", "").strip())
    wait = throttle.wait_needed(request) if asks else 0  # before a byte of the file is read
    if wait:
        return _refusal(request, 429, _("Too many attempts in one minute. Please wait a moment."), wait)
    handler = MemoryOnly(request)
    request.upload_handlers = [handler]
    code = (request.POST if request.method == "POST" else request.GET).get("code", "").strip()
    file = request.FILES.get("file")
    if request.method != "POST" and not code:
        return _page(request, {})
    if handler.too_large:
        limit = LARGEST // 1024 // 1024
        return _refusal(request, 413, _("Files of more than %(limit)d MB are not checked.") % {"limit": limit})
    if file is None and not code:
        return _refusal(request, 400, _("Choose a PDF file, or type the check code printed on it."))
    try:
        finding = verify_file(file.read(), code) if file is not None else verify_code(code)
    except Busy:
        return _refusal(
            request, 503, _("Many files are being checked right now. Please try again in a moment."), COME_BACK
        )
    return _answer(request, finding, file.name if file is not None else code)


def _answer(request: HttpRequest, finding: Finding, asked: str) -> HttpResponse:
    site = presentation.site_showing(finding.document, request.tenant) if finding.document else None
    if _wants_json(request):
        return JsonResponse(_as_data(finding, site), json_dumps_params={"ensure_ascii": False})
    document = finding.document
    return _page(
        request,
        {
            "finding": finding,
            "asked": asked,
            "document": document,
            "address": presentation.page_address(site, document) if document and site else "",
            "successor_address": presentation.successor_address(finding.change, request.tenant),
            "names": presentation.issuer_names(document) if document else finding.signers,
            "on_paper": presentation.names_on_paper(document) if document else finding.on_paper,
        },
    )


def _as_data(finding: Finding, site: Tenant | None) -> dict[str, Any]:
    document = finding.document
    return {
        "verdict": finding.verdict.value,
        "manner": finding.manner.value if finding.manner else None,
        "checked": "file" if finding.by_file else "code",
        "message": words(finding),
        "signers": list(finding.signers) or [issuer["name"] for issuer in (document.issuers if document else [])],
        "on_paper": list(finding.on_paper),
        "is_earlier": finding.is_earlier,
        "sealed_at": finding.sealed_at.isoformat() if finding.sealed_at else None,
        "withdrawn_on": timezone.localdate(finding.withdrawn.at).isoformat() if finding.withdrawn else None,
        "withdrawal_reason": finding.withdrawn.reason if finding.withdrawn else None,
        "is_public_version": finding.is_public_version,
        "purged_on": finding.purged_on.isoformat() if finding.purged_on else None,
        "document": presentation.summary(document, finding.change, site) if document else None,
        **({"facts": dict(finding.known.facts)} if finding.known else {}),
    }


def words(finding: Finding) -> str:
    """The verdict in one sentence."""
    if finding.known:
        return finding.known.sentence
    if finding.purged_on and finding.verdict == Verdict.ALTERED:
        return _("This file names a document that was purged, and it is not the file that was signed.")
    if finding.purged_on:
        return _("The document was purged: it should never have been entered, and nothing of it is kept here.")
    if finding.withdrawn and finding.verdict == Verdict.ALTERED:
        return _("This file names a document that is withdrawn, and it is not the file that was signed.")
    if finding.withdrawn:
        return _("The document is withdrawn: it was taken off all sites.")
    if finding.verdict == Verdict.GENUINE and finding.is_public_version:
        return _("This file is exactly the public version of a document in force; some words in it are blacked out.")
    if finding.is_earlier and finding.verdict in (Verdict.GENUINE, Verdict.OUTDATED):
        return _earlier_words(finding)
    if finding.verdict == Verdict.GENUINE:
        return (
            _("This file is exactly what was signed, and it is in force.")
            if finding.by_file
            else _(
                "A document with this code was published and is in force. Only its file can be checked byte by byte."
            )
        )
    if finding.verdict == Verdict.OUTDATED:
        return _("This is the document as it was signed, but it is no longer in force in this form.")
    if finding.manner:
        return str(WORDS[finding.manner][0])
    if finding.verdict == Verdict.ALTERED:
        return _("This file refers to one of our documents but is not the file that was signed.")
    return _("No public document matches this.")


def _earlier_words(finding: Finding) -> str:
    """Of a paper from before the portal: what its file is, and what it is not."""
    if finding.verdict == Verdict.OUTDATED:
        return _("This document was signed on paper before the portal, and is no longer in force in this form.")
    if finding.by_file:
        return _("This file is exactly the registered scan of a document that was signed on paper before the portal.")
    return _("A document with this code was signed on paper before the portal and is registered here, and in force.")


def _refusal(request: HttpRequest, status: int, sentence: str, wait: int = 0) -> HttpResponse:
    if _wants_json(request):
        response: HttpResponse = JsonResponse({"verdict": None, "message": sentence}, status=status)
    else:
        response = _page(request, {"refusal": sentence}, status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", JSON]) == JSON


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {"form": VerifyForm(), "crumbs": [(_("Home"), _home(request)), (_("Check a document"), "")]}
    if "finding" in context:
        shared["words"] = words(context["finding"])
        manner, known = context["finding"].manner, context["finding"].known
        shared["advice"] = WORDS[manner][1] if manner else known.advice if known else ""
    return render(request, "publication/verify.html", shared | context, status=status)


def _home(request: HttpRequest) -> str:
    return "/en/" if request.path.startswith("/en/") else "/"
