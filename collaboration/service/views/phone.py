"""What the phone at the door needs besides the form: the way back to the portal, the empty form, and who keeps that."""

import hashlib
import json
import re
from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from collaboration.casefiles.contents import LARGEST
from collaboration.service import rules
from collaboration.service.forms import AttemptForm
from collaboration.service.models import Service
from collaboration.service.requirements import for_the_phone
from collaboration.service.views.finding import step_page
from collaboration.service.views.layout import groups_of, inputs_of
from tenants.identity.keys import phone_key

KEPT_FOR = 8 * 3600  # seconds for which a phone without a line may open what waits on it
MODULES = ("service/keeping.js", "service/queue.js", "casefiles/digest.js")  # that the page's own script imports


def asked_of(service: Service, form: AttemptForm) -> dict[str, object]:
    """What the form at the door shows and its script needs; nothing of the case or of anybody."""
    return {
        "service": service,
        "form": form,
        "groups": groups_of(form),
        "inputs": inputs_of(form),
        "rules": for_the_phone(),
        "largest": LARGEST,
        "uploads": reverse("casefiles:finish", args=[service.public_id]).partition(str(service.public_id))[0],
    }


@require_GET
@never_cache
@step_page(rules.SERVE)
def line(request: HttpRequest, service: Service) -> HttpResponse:
    """The portal can be reached: the key of what waits on the phone of this person, and the token to send it with."""
    owner = f"{request.actor.user.public_id} {request.actor.unit.code}"
    until = int((timezone.now().timestamp() + KEPT_FOR) * 1000)
    told = {"owner": owner, "key": b64encode(phone_key(owner)).decode(), "until": until, "token": get_token(request)}
    return JsonResponse(told)


@require_GET
@step_page(rules.SERVE)
def shell(request: HttpRequest, service: Service) -> HttpResponse:
    """The form without a line: no word of the case or the person, no token."""
    return _private(HttpResponse(_shell(request, service)))


@require_GET
@step_page(rules.SERVE)
def worker(request: HttpRequest, service: Service) -> HttpResponse:
    """The service worker of exactly this page; it changes with what it keeps."""
    page = _shell(request, service)
    found = re.findall(rf'"({re.escape(settings.STATIC_URL)}[^"#?]+)', page)
    files = sorted({*found, *(static(name) for name in MODULES)})
    prefix = f"door-{service.public_id}-"
    told = {
        "page": reverse("service:door", args=[service.public_id]),
        "shell": reverse("service:shell", args=[service.public_id]),
        "files": files,
        "prefix": prefix,
        "cache": prefix + hashlib.sha256((page + "".join(files)).encode()).hexdigest()[:16],
    }
    answer = render(request, "service/worker.js", {"told": json.dumps(told)}, content_type="text/javascript")
    return _private(answer)


def _shell(request: HttpRequest, service: Service) -> str:
    allowed = list(service.request.answers.get("manners") or [])
    context = {**asked_of(service, AttemptForm(allowed=allowed)), "is_shell": True}
    return render(request, "service/shell.html", context).content.decode()


def _private(answer: HttpResponse) -> HttpResponse:
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
