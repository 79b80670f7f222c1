"""Pictures of seals and certificates, for tests."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from tenants.units.models import Unit
from tests.ownership import as_owner


def picture(side: int = 500, *, ground: tuple[int, ...] = (0, 0, 0, 0), height: int | None = None) -> bytes:
    """A red ring on this ground, as PNG."""
    drawn = Image.new("RGBA", (side, height or side), ground)
    ImageDraw.Draw(drawn).ellipse((4, 4, side - 5, (height or side) - 5), outline=(210, 0, 15, 255), width=14)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("seal.png", picture(), "image/png")


def registered(code: str) -> str:
    """The fingerprint of a certificate that this unit has."""
    with as_owner():
        unit = Unit.objects.get(code=code)
        return register.register(unit, Authority.of_installation().register_unit(code, unit.name)).fingerprint
