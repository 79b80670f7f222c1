"""A passkey from its first day: registered, used to sign in, and to sign exactly one text."""

import pytest

from collaboration.documents.models import Countersignature, Status
from tests.browser.visitors import Audience, Visitor
from tests.factories.documents import make_document
from tests.factories.people import PASSWORD, make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_authenticator(visitor: Visitor) -> None:
    """A device that says yes to everything it is asked."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_passkey_is_registered_signs_in_and_signs_one_text(audience: Audience) -> None:
    author, signer = make_actor("320100"), make_actor("340100")
    document = make_document(Status.COUNTERSIGNING, author, signer)
    visitor = audience.visitor(host="desk.portal.localhost")
    give_authenticator(visitor)
    page = visitor.page
    visitor.sign_in_with_password(signer)

    visitor.go("/accounts/2fa/webauthn/add/")
    if page.locator("main [name=password]").count():
        page.fill("main [name=password]", PASSWORD)
        page.locator("main .button.primary").first.click()
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/accounts/2fa/**")
    visitor.go("/accounts/2fa/")
    assert visitor.barriers() == ""
    visitor.go("/accounts/")
    page.locator("form[action$='/logout/'] button").first.dispatch_event("click")
    page.wait_for_url("**/accounts/login/**")

    page.locator("#passkey_login").click()
    page.wait_for_url("**/desk.portal.localhost:*/")

    visitor.go(f"/documents/{document.public_id}/countersign/")
    page.locator("[data-passkey]").click()
    page.wait_for_url(f"**/documents/{document.public_id}/")
    with as_owner():
        signature = Countersignature.objects.get(user=signer.user)
    assert signature.method == "passkey"
    assert signature.content_hash in signature.proof["statement"]
