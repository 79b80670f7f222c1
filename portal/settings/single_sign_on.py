"""The agencies' own providers of identity, from a file of this installation."""

import json
from pathlib import Path
from typing import Any


def providers(path: Path) -> dict[str, Any]:
    """OpenID Connect providers as django-allauth wants them, from ``oidc.json``; none where there is no such file.

    Each has ``id``, ``name``, ``issuer``, ``client_id``, ``secret`` and, where the provider's user names are ours,
    ``match``: the claim that equals the user name.
    """
    if not path.exists():
        return {}
    listed = json.loads(path.read_text(encoding="utf-8"))["providers"]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_app(one) for one in listed]}}


def _app(one: dict[str, str]) -> dict[str, Any]:
    return {
        "provider_id": one["id"],
        "name": one["name"],
        "client_id": one["client_id"],
        "secret": one["secret"],
        "settings": {"server_url": one["issuer"], "match": one.get("match", "")},
    }
