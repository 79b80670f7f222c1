"""Take in a picture of a seal: looked at in a sandbox, encrypted, entered for the unit."""

import hashlib
from collections.abc import Callable

import rfc8785
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.errors import NotAllowed, WorkflowError
from collaboration.sealing.models import SealPicture
from collaboration.sealing.pictures import vault
from collaboration.sealing.pictures.current import current_picture
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Proof, Subject
from tenants.identity.roles import Role
from tenants.jobs import sandbox

MODULE = "collaboration.sealing.pictures.read"
SECONDS, MEMORY = 6.0, 768 * 1024 * 1024
ACT = "seal.picture"
UNFIT: dict[str, str | Promise] = {
    "kind": gettext_lazy("This is neither a PNG nor an SVG picture, or it is damaged."),
    "shape": gettext_lazy("The picture must be square, with the seal filling it from edge to edge."),
    "size": gettext_lazy("The picture must have between 480 and 3000 pixels on each side."),
    "heavy": gettext_lazy("The picture is larger than 1 MB; save it with fewer pixels or as outlines."),
    "opaque": gettext_lazy(
        "The ground must be transparent: the corners of this picture are not. Remove the paper around the print."
    ),
    "empty": gettext_lazy("Nothing is to be seen on this picture."),
    "parts": gettext_lazy(
        "An SVG of a seal holds outlines only: no text, no pictures, no styles, no scripts, no links."
    ),
}


class UnfitPicture(WorkflowError):
    """The picture cannot be that of a seal; the message says why."""


def look_at(data: bytes) -> tuple[str, bytes]:
    """The picture's type and its bytes, written anew. Raises ``UnfitPicture``."""
    try:
        answer = sandbox.run(MODULE, data, seconds=SECONDS, memory=MEMORY)
    except sandbox.SandboxError as error:
        raise UnfitPicture(str(UNFIT["kind"])) from error
    kind, line_break, picture = answer.partition(b"\n")
    if not line_break:
        raise UnfitPicture(str(UNFIT.get(answer.decode(), UNFIT["kind"])))
    return kind.decode(), picture


def subject_of(actor: Actor) -> Subject:
    """What the seal keeper's confirmation is bound to: the unit, and the picture that is to be replaced."""
    replaced = current_picture(actor.unit)
    said = replaced.sha256 if replaced else ""
    return Subject(ACT, actor.unit.public_id, 0, hashlib.sha256(said.encode()).hexdigest(), Role.SEAL_KEEPER)


@transaction.atomic
def hand_in(
    actor: Actor, picture: bytes, media_type: str, *, diameter_mm: int, prove: Callable[[Subject], Proof]
) -> SealPicture:
    """Make this the picture of the unit's seal from now on. ``picture`` comes from ``look_at``."""
    if actor.unit.level == 0 or not actor.has(Role.SEAL_KEEPER):
        raise NotAllowed(_("Only the seal keeper of the unit can hand in the picture of its seal."))
    proof = prove(subject_of(actor))
    stored = store.put(vault.locked(picture, actor.unit.code))
    given = [
        hashlib.sha256(picture).hexdigest(), stored, media_type, diameter_mm, proof.method,
        rfc8785.dumps(proof.evidence).decode(),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT enter_seal_picture(%s, %s, %s, %s::smallint, %s, %s)", given)
    return SealPicture.objects.get(unit=actor.unit, replaced_at=None)
