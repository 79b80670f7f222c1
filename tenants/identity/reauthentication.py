"""Prove again who acts, for exactly one act on one text.

A page that asks for it shows a *challenge*: a row that names the act, object, version and hash, good for two minutes.
The form checks what the person gave (``verify``, which counts failed tries and so stays outside the step), and the
step consumes the challenge in its own transaction (``Evidence.prove``): a challenge serves once, and for nothing else.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import rfc8785
from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.identity import keys, passkeys
from tenants.identity.actor import Actor
from tenants.identity.models import ActChallenge
from tenants.identity.roles import Role

LIFETIME = timedelta(seconds=120)


class Unproven(Exception):
    """Nobody proved who acts, or not for this; the text says what to do."""


@dataclass(frozen=True)
class Subject:
    """Exactly what a proof is bound to: an act in a role, on one object in the version of this hash."""

    act: str
    object_id: UUID
    version: int
    content_hash: str
    role: Role


@dataclass(frozen=True)
class Proof:
    """How the person proved who they are for a subject, and the evidence that is kept."""

    method: str
    evidence: dict[str, Any]


Prove = Callable[[Subject], Proof]  # consumes the challenge inside the step's transaction, or raises ``Unproven``


def challenge(actor: Actor, *, role: Role, act: str, object_id: UUID, version: int, content_hash: str) -> ActChallenge:
    """Ask the acting person to prove who they are for this act on this text."""
    if not actor.has(role):
        raise Unproven(_("Your membership does not include the role this act requires."))
    return ActChallenge.objects.create(
        user=actor.user,
        unit=actor.unit,
        role=role,
        act=act,
        object_id=object_id,
        version=version,
        content_hash=content_hash,
        expires_at=timezone.now() + LIFETIME,
    )


def canonical(actor: Actor, asked: ActChallenge, **more: str) -> bytes:
    """The one way to write down what a challenge asks (RFC 8785)."""
    return rfc8785.dumps(
        {
            "act": asked.act,
            "object": str(asked.object_id),
            "version": asked.version,
            "hash": asked.content_hash,
            "user": str(actor.user.public_id),
            "unit": actor.unit.code,
            "role": str(asked.role),
            "nonce": str(asked.nonce),
            "expires": asked.expires_at.isoformat(),
            **more,
        }
    )


def passkey_options(actor: Actor, asked: ActChallenge) -> dict[str, Any]:
    """What the browser needs to let a passkey sign the challenge; empty for somebody without passkeys."""
    return passkeys.request_options(actor.user, hashlib.sha256(canonical(actor, asked)).digest())


def methods(actor: Actor) -> set[str]:
    """How this person may prove who they are: with a second factor, or in a demonstration with the password."""
    held = set(Authenticator.objects.filter(user=actor.user).values_list("type", flat=True))
    found = {"passkey"} if Authenticator.Type.WEBAUTHN in held else set()
    if held - {Authenticator.Type.WEBAUTHN}:
        found.add("code")
    return found | {"password"} if settings.DEMO else found


@dataclass(frozen=True)
class Evidence:
    """A challenge that was met; it becomes a proof when a step consumes it."""

    actor: Actor
    asked: ActChallenge
    proof: Proof

    def prove(self, subject: Subject) -> Proof:
        """Consume the challenge for this subject. Call inside the step's transaction: it serves once."""
        asked = self.asked
        bound = (asked.act, asked.object_id, asked.version, asked.content_hash, asked.role)
        wanted = (subject.act, subject.object_id, subject.version, subject.content_hash, str(subject.role))
        if bound != wanted or not self.actor.has(subject.role):
            raise Unproven(_("You confirmed something else. Read the page again and confirm once more."))
        now = timezone.now()
        fresh = ActChallenge.objects.filter(pk=asked.pk, used_at=None, expires_at__gt=now, unit=self.actor.unit)
        if fresh.update(used_at=now) != 1:
            raise Unproven(_("This confirmation was already used or is older than two minutes. Please confirm again."))
        return self.proof


def verify(actor: Actor, nonce: str, given: dict[str, str]) -> Evidence:
    """Check what the person gave (``assertion``, ``code`` or ``password``) against an open challenge of theirs.

    Outside any transaction: a failed try must stay counted when nothing else happens.
    """
    asked = _open_challenge(actor, nonce)
    allowed = methods(actor)
    if given.get("assertion") and "passkey" in allowed:
        return Evidence(actor, asked, _by_passkey(actor, asked, given["assertion"]))
    if given.get("code") and "code" in allowed:
        form = AuthenticateForm({"code": given["code"]}, user=actor.user)
        if not form.is_valid():
            raise Unproven(" ".join(form.errors.get("code", [])))
        form.authenticator.record_usage()
        return Evidence(actor, asked, attested(actor, asked, str(form.authenticator.type)))
    if given.get("password") and "password" in allowed:
        return Evidence(actor, asked, _by_password(actor, asked, given["password"]))
    raise Unproven(_missing(allowed))


def _missing(allowed: set[str]) -> str:
    if not allowed:
        return _("First set up a passkey or an authenticator app in your account; then you can confirm acts.")
    if allowed == {"password"}:
        return _("Enter your password to confirm.")
    return _("Confirm with your passkey or enter a code.")


def _open_challenge(actor: Actor, nonce: str) -> ActChallenge:
    try:
        asked = ActChallenge.objects.filter(nonce=UUID(nonce), user=actor.user, unit=actor.unit, used_at=None).first()
    except ValueError:
        asked = None
    if asked is None or asked.expires_at <= timezone.now():
        raise Unproven(_("This confirmation was already used or is older than two minutes. Please confirm again."))
    return asked


def _by_password(actor: Actor, asked: ActChallenge, password: str) -> Proof:
    try:
        right = get_adapter().reauthenticate(actor.user, password)
    except ValidationError as error:
        raise Unproven(" ".join(error.messages)) from error
    if not right:
        raise Unproven(_("The password is incorrect."))
    return attested(actor, asked, "password")


def _by_passkey(actor: Actor, asked: ActChallenge, assertion: str) -> Proof:
    statement = canonical(actor, asked)
    try:
        signed = passkeys.check(actor.user, hashlib.sha256(statement).digest(), json.loads(assertion))
    except ValueError as error:
        raise Unproven(_("The passkey did not confirm this act. Please try again.")) from error
    return Proof("passkey", {"statement": statement.decode(), **signed})


def attested(actor: Actor, asked: ActChallenge, method: str) -> Proof:
    """The portal's own word, signed, that the person proved who they are by this method."""
    key = keys.attestation_key()
    statement = canonical(actor, asked, method=method, at=timezone.now().isoformat())
    return Proof(
        method,
        {
            "statement": statement.decode(),
            "algorithm": "Ed25519",
            "signature": b64encode(key.sign(statement)).decode(),
            "key": keys.attestation_public(),
        },
    )
