"""Forms of acts that a person confirms by proving again who they are, and the way to a fresh challenge meanwhile."""

import json
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing

from tenants.identity import reauthentication
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Evidence, Proof, Subject, Unproven
from tenants.identity.roles import Role

SALT = "identity.confirmation"
GIVEN = ("assertion", "code", "password")


class Confirmation:
    """What the fragment ``identity/_reauthenticate.html`` shows: an open challenge and the ways to meet it."""

    def __init__(self, actor: Actor, subject: Subject) -> None:
        self.actor, self.subject = actor, subject
        self.methods = reauthentication.methods(actor)
        self.challenge = reauthentication.challenge(
            actor,
            role=subject.role,
            act=subject.act,
            object_id=subject.object_id,
            version=subject.version,
            content_hash=subject.content_hash,
        )

    @property
    def nonce(self) -> str:
        return str(self.challenge.nonce)

    @property
    def options(self) -> dict[str, Any]:
        """What a passkey is asked to sign."""
        return reauthentication.passkey_options(self.actor, self.challenge) if "passkey" in self.methods else {}

    @property
    def options_json(self) -> str:
        return json.dumps(self.options)

    @property
    def ticket(self) -> str:
        """The subject, signed: with it the page gets a fresh challenge when this one has grown old."""
        s = self.subject
        return signing.dumps(
            [self.actor.membership.pk, s.act, str(s.object_id), s.version, s.content_hash, str(s.role)], salt=SALT
        )


def renewed(actor: Actor, ticket: str) -> Confirmation:
    """A fresh challenge for the subject of a page of this very actor; ``Unproven`` for anything else."""
    try:
        membership, act, object_id, version, content_hash, role = signing.loads(ticket, salt=SALT, max_age=8 * 3600)
    except signing.BadSignature as error:
        raise Unproven from error
    if membership != actor.membership.pk:
        raise Unproven
    return Confirmation(actor, Subject(act, UUID(object_id), version, content_hash, Role(role)))


class ConfirmedForm(forms.Form):
    """A form whose act needs a proof. Hand ``form.prove`` to the step; include the fragment in the page.

    A subclass names as ``refusal`` the exception of its own steps, so that one ``except`` in the view is enough.
    """

    refusal: type[Exception] = Unproven
    evidence: Evidence | None = None
    proof_error = ""

    def __init__(self, *args: Any, actor: Actor, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.subject = actor, subject

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            given = {name: self.data.get(f"proof_{name}", "").strip() for name in GIVEN}
            try:
                self.evidence = reauthentication.verify(self.actor, self.data.get("proof_nonce", ""), given)
            except Unproven as error:
                self.proof_error = str(error)
                self.add_error(None, self.proof_error)
        return cleaned

    @cached_property
    def confirmation(self) -> Confirmation:
        """A challenge for the page that is being shown."""
        return Confirmation(self.actor, self.subject)

    def prove(self, subject: Subject) -> Proof:
        """Consume the challenge inside the step's transaction; what was not confirmed raises ``refusal``."""
        if self.evidence is None:
            raise self.refusal
        try:
            return self.evidence.prove(subject)
        except Unproven as error:
            raise self.refusal(str(error)) from error
