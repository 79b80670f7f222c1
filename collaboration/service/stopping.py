"""Why the sealer stopped, in words that help."""

import json

from collaboration.sealing.refusals import words_for
from collaboration.service.models import Service
from tenants.audit.models import Record

SAID_BY_SEALER = ("sealing_stopped", "seal_put", "file_certified", "sealing_resumed", "sealed")


def why_stopped(service: Service) -> str:
    """The sealer's last word, where that was a refusal."""
    said = Record.objects.filter(chain=service.public_id, act__in=SAID_BY_SEALER).order_by("-number").first()
    if said is None or said.act != "sealing_stopped":
        return ""
    return words_for(json.loads(said.detail).get("reason", ""))
