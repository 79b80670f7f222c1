"""The letters by which people become members: their secret is derived, never stored."""

from hashlib import sha256
from uuid import UUID

from django.urls import reverse
from django.utils.crypto import salted_hmac

from tenants import hosts
from tenants.identity.models import Invitation

SALT = "members.invitation"


def token_of(public_id: UUID) -> str:
    """The secret of an invitation's link; only its digest is in the database."""
    return salted_hmac(SALT, str(public_id), algorithm="sha256").hexdigest()


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def link_of(invitation: Invitation) -> str:
    """The address in the letter."""
    path = reverse("members:join", kwargs={"token": token_of(invitation.public_id)}, urlconf="portal.urls.desk")
    return hosts.desk_url(path)


def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link while it can be accepted; anybody who holds the link may ask."""
    rows = Invitation.objects.raw("SELECT * FROM member_invitation(%s)", [digest_of(token)])
    return next(iter(rows), None)
