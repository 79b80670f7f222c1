"""Which picture a unit's seal has now, and the picture as a page to be put into a signature."""

import hashlib
from collections.abc import Iterable, Mapping

from django.conf import settings

from collaboration.sealing.models import SealPicture
from collaboration.sealing.pictures import vault
from collaboration.sealing.refusals import NoPicture
from collaboration.typesetting.seals import picture_pdf, seal_pdf
from tenants.files import store
from tenants.units.models import Unit

SAMPLE_MM = 42.0


def current_picture(unit: Unit) -> SealPicture | None:
    """What the unit's seal keeper handed in last."""
    return SealPicture.objects.filter(unit=unit, replaced_at=None).first()


def diameters(units: Iterable[Unit]) -> Mapping[str, float]:
    """How large each unit's seal is on paper, by its code; one query."""
    units = list(units)
    known = dict(SealPicture.objects.filter(unit__in=units, replaced_at=None).values_list("unit_id", "diameter_mm"))
    return {unit.code: float(known.get(unit.pk, SAMPLE_MM)) for unit in units}


def seal_page(unit: Unit, picture: SealPicture | None) -> bytes:
    """The seal as a one-page PDF: the unit's own picture, in a demonstration without one the sample seal.

    Raises ``NoPicture``: where seals count, the portal never makes one.
    """
    if picture is None:
        if settings.MODE == "production":
            raise NoPicture(unit.code)
        return seal_pdf(unit.name, SAMPLE_MM)
    try:
        return picture_pdf(opened(picture), picture.media_type, float(picture.diameter_mm))
    except (OSError, vault.Unopened) as error:
        raise NoPicture(unit.code) from error


def opened(picture: SealPicture) -> bytes:
    """The picture itself. Raises ``OSError`` or ``vault.Unopened`` where it is not what was handed in."""
    data = vault.opened(store.read(picture.file_sha256), picture.unit.code)
    if hashlib.sha256(data).hexdigest() != picture.sha256:
        raise vault.Unopened(picture.unit.code)
    return data
