import hashlib
import json
from base64 import b64decode
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from allauth.account.internal import flows  # noqa: F401 (loaded before the context is used)
from allauth.core.context import request_context
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from tenants.identity import reauthentication
from tenants.identity.confirmation import Confirmation, ConfirmedForm, renewed
from tenants.identity.models import ActChallenge
from tenants.identity.reauthentication import Unproven
from tenants.identity.roles import Role
from tests.factories.people import PASSWORD, make_actor
from tests.ownership import as_owner
from tests.tenants.identity.authenticators import App, Passkey

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Subject:
    act: str
    object_id: UUID
    version: int
    content_hash: str
    role: Role


SIGN = Subject("document.countersign", uuid4(), 3, "ab" * 32, Role.SIGNATORY)
RELEASE = replace(SIGN, act="seal.release", role=Role.SEAL_KEEPER)
RETURN = replace(SIGN, act="document.return")
CANCEL = replace(SIGN, act="document.cancel", role=Role.HANDLER)
ACTS = [SIGN, RELEASE, RETURN, CANCEL]


@pytest.fixture
def signer():
    """Somebody who acts, in a request that really arrived."""
    actor = make_actor("310000")
    request = RequestFactory().post("/", HTTP_HOST="desk.portal.localhost")
    request.user, request.session = actor.user, {}
    with actor.acting(), request_context(request):
        yield actor


def met(actor, subject, passkey):
    confirmation = Confirmation(actor, subject)
    digest = hashlib.sha256(reauthentication.canonical(actor, confirmation.challenge)).digest()
    return reauthentication.verify(actor, confirmation.nonce, {"assertion": passkey.sign(digest)})


@pytest.mark.parametrize("subject", ACTS, ids=lambda subject: subject.act)
@pytest.mark.parametrize("case", ["none", "stale", "other document", "other act", "other text", "replayed", "fresh"])
def test_only_a_fresh_proof_of_the_very_act_is_taken(signer, subject, case):
    evidence = met(signer, subject, Passkey(signer.user))
    wanted = subject
    if case == "none":
        with pytest.raises(Unproven):
            reauthentication.verify(signer, str(uuid4()), {"password": PASSWORD})
        return
    if case == "stale":
        with as_owner():
            ActChallenge.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    if case == "other document":
        wanted = replace(subject, object_id=uuid4())
    if case == "other act":
        wanted = ACTS[(ACTS.index(subject) + 1) % len(ACTS)]
    if case == "other text":
        wanted = replace(subject, content_hash="cd" * 32)
    if case == "replayed":
        evidence.prove(subject)

    if case == "fresh":
        assert evidence.prove(wanted).method == "passkey"
    else:
        with pytest.raises(Unproven):
            evidence.prove(wanted)


def test_challenge_ends_after_two_minutes(signer):
    confirmation = Confirmation(signer, SIGN)
    assert timedelta(seconds=119) < confirmation.challenge.expires_at - timezone.now() <= timedelta(seconds=120)
    with as_owner():
        ActChallenge.objects.update(expires_at=timezone.now())
    with pytest.raises(Unproven):
        reauthentication.verify(signer, confirmation.nonce, {"password": PASSWORD})


def test_step_that_fails_leaves_the_challenge_unused(signer):
    evidence = met(signer, SIGN, Passkey(signer.user))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        evidence.prove(SIGN)
        raise ZeroDivisionError

    assert evidence.prove(SIGN).method == "passkey"


def test_nobody_else_and_no_other_unit_uses_a_challenge(signer):
    confirmation = Confirmation(signer, SIGN)
    same_person = make_actor("320000", user=signer.user)
    colleague = make_actor("310000")

    for actor in (same_person, colleague):
        with actor.acting(), pytest.raises(Unproven):
            reauthentication.verify(actor, confirmation.nonce, {"password": PASSWORD})


def test_role_that_is_not_held_gets_no_challenge():
    handler = make_actor("310000", Role.HANDLER)
    with handler.acting(), pytest.raises(Unproven):
        Confirmation(handler, SIGN)


def test_passkey_signs_exactly_what_is_agreed_to(signer):
    passkey = Passkey(signer.user)
    proof = met(signer, SIGN, passkey).proof

    statement = json.loads(proof.evidence["statement"])
    answer = proof.evidence["assertion"]["response"]
    raw = websafe_decode(answer["clientDataJSON"])
    client = json.loads(raw)
    assert {name: statement[name] for name in ("act", "object", "version", "hash", "role", "unit")} == {
        "act": SIGN.act, "object": str(SIGN.object_id), "version": 3, "hash": SIGN.content_hash,
        "role": "signatory", "unit": "310000",
    }  # fmt: skip
    assert statement["user"] == str(signer.user.public_id)
    assert client["challenge"] == websafe_encode(hashlib.sha256(proof.evidence["statement"].encode()).digest())
    signed = websafe_decode(answer["authenticatorData"]) + hashlib.sha256(raw).digest()
    ES256(cbor.decode(b64decode(proof.evidence["public_key"]))).verify(signed, websafe_decode(answer["signature"]))


@pytest.mark.parametrize("case", ["other challenge", "other origin", "other key", "nonsense"])
def test_passkey_answer_to_something_else_is_refused(signer, case):
    passkey, stranger = Passkey(signer.user), Passkey(make_actor("320000").user)
    confirmation = Confirmation(signer, SIGN)
    digest = hashlib.sha256(reauthentication.canonical(signer, confirmation.challenge)).digest()
    answers = {
        "other challenge": passkey.sign(hashlib.sha256(b"other").digest()),
        "other origin": passkey.sign(digest, origin="http://sh.portal.localhost:8000"),
        "other key": stranger.sign(digest),
        "nonsense": "[]",
    }
    with pytest.raises(Unproven):
        reauthentication.verify(signer, confirmation.nonce, {"assertion": answers[case]})


def test_code_serves_once_and_the_portal_attests_it(signer):
    app = App(signer.user)
    code = app.code()

    proof = reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {"code": code}).prove(SIGN)

    key = Ed25519PublicKey.from_public_bytes(b64decode(proof.evidence["key"]))
    key.verify(b64decode(proof.evidence["signature"]), proof.evidence["statement"].encode())
    assert json.loads(proof.evidence["statement"])["method"] == proof.method == "totp"
    with pytest.raises(Unproven):
        reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {"code": code})


def test_password_alone_proves_nothing_outside_demonstrations(signer, settings):
    with pytest.raises(Unproven):
        reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {"password": PASSWORD})
    App(signer.user)
    with pytest.raises(Unproven):
        reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {"password": PASSWORD})

    settings.DEMO = True
    evidence = reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {"password": PASSWORD})
    assert evidence.prove(SIGN).method == "password"


@pytest.mark.parametrize("way", ["code", "password"])
def test_five_wrong_tries_close_the_way(signer, settings, way):
    settings.DEMO = True
    app = App(signer.user)
    for _ in range(5):
        with pytest.raises(Unproven):
            reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {way: "000000"})

    with pytest.raises(Unproven):
        right = {"code": app.code(), "password": PASSWORD}
        reauthentication.verify(signer, Confirmation(signer, SIGN).nonce, {way: right[way]})


def test_form_confirms_and_refuses_in_the_words_of_its_space(signer):
    class Refused(Exception):
        pass

    class Form(ConfirmedForm):
        refusal = Refused

    app = App(signer.user)
    wrong = Form({"proof_nonce": Confirmation(signer, SIGN).nonce, "proof_code": "1"}, actor=signer, subject=SIGN)
    assert not wrong.is_valid()
    assert wrong.proof_error in wrong.non_field_errors()
    right = {"proof_nonce": Confirmation(signer, SIGN).nonce, "proof_code": app.code()}
    form = Form(right, actor=signer, subject=SIGN)
    assert form.is_valid()
    with pytest.raises(Refused):
        form.prove(RETURN)
    assert form.prove(SIGN).method == "totp"


def test_page_gets_a_fresh_challenge_for_its_own_subject_only(signer):
    ticket = Confirmation(signer, SIGN).ticket
    fresh = renewed(signer, ticket)
    assert (fresh.challenge.act, fresh.challenge.object_id) == (SIGN.act, SIGN.object_id)

    other = make_actor("310000")
    with pytest.raises(Unproven):
        renewed(other, ticket)
    with pytest.raises(Unproven):
        renewed(signer, ticket + "x")
