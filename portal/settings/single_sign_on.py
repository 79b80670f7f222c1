"""The agencies' own providers of identity, from a file of this installation."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def providers(path: Path) -> dict[str, Any]:
    """OpenID Connect providers as django-allauth wants them, from ``oidc.json``; none where there is no such file.

    Each has ``id``, ``name``, ``issuer``, ``client_id``, ``secret`` and, where the provider's user names are ours,
    ``match``: the claim that equals the user name.
    """
    listed = _listed(path)
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(one) for one in listed]}} if listed else {}


def origins(path: Path) -> list[str]:
    """Where a form may lead: confirming one's password before linking an account goes on to the provider."""
    addresses = (urlsplit(one["issuer"]) for one in _listed(path))
    return sorted({f"{address.scheme}://{address.netloc}" for address in addresses})


def _listed(path: Path) -> list[dict[str, str]]:
    return json.loads(path.read_text(encoding="utf-8"))["providers"] if path.exists() else []


def _app(one: dict[str, str]) -> dict[str, Any]:
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": one["secret"],
        "settings": {"server_url": one["issuer"], "match": one.get("match", "")},
    }
