"""The proofs that the stand-alone checker takes: passkeys and the portal's word, for exactly the act and text."""

import copy
import hashlib

import pytest
from allauth.core.context import request_context
from django.test import RequestFactory

from collaboration.documents.evidence.proofs import proven
from tenants.identity import keys, reauthentication
from tenants.identity.reauthentication import Proof
from tests.factories.people import PASSWORD, make_actor
from tests.tenants.identity.authenticators import Passkey
from tests.tenants.identity.test_reauthentication import SIGN, Confirmation

pytestmark = pytest.mark.django_db
WANTED = {
    "act": SIGN.act, "object": str(SIGN.object_id), "hash": SIGN.content_hash, "unit": "310000", "role": str(SIGN.role),
}  # fmt: skip


def given(*, by_passkey: bool) -> Proof:
    actor = make_actor("310000")
    request = RequestFactory().post("/", HTTP_HOST="desk.portal.localhost")
    request.user, request.session = actor.user, {}
    with actor.acting(), request_context(request):
        confirmation = Confirmation(actor, SIGN)
        digest = hashlib.sha256(reauthentication.canonical(actor, confirmation.challenge)).digest()
        met = {"assertion": Passkey(actor.user).sign(digest)} if by_passkey else {"password": PASSWORD}
        return reauthentication.verify(actor, confirmation.nonce, met).prove(SIGN)


@pytest.mark.parametrize("by_passkey", [True, False])
def test_a_proof_holds_for_its_own_act_alone(by_passkey, settings):
    settings.DEMO = True
    proof, known = given(by_passkey=by_passkey).evidence, [keys.attestation_public()]
    assert proven(proof, known, WANTED)

    assert [name for name in WANTED if proven(proof, known, WANTED | {name: "other"})] == []
    assert proven(proof, [], WANTED) is by_passkey
    assert not proven(
        proof | {"statement": proof["statement"].replace("310000", "320000")}, known, WANTED | {"unit": "320000"}
    )
    assert not any(
        proven(broken, known, WANTED) for broken in ({}, {"statement": "["}, {"statement": proof["statement"]})
    )
    if by_passkey:
        for name in ("clientDataJSON", "authenticatorData", "signature"):
            changed = copy.deepcopy(proof)
            response = changed["assertion"]["response"]
            response[name] = response[name][:8] + ("A" if response[name][8] != "A" else "B") + response[name][9:]
            assert not proven(changed, known, WANTED), name
        assert not proven(proof | {"relying_party": "elsewhere.localhost"}, known, WANTED)
