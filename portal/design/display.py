"""Text size and contrast: kept in cookies, so that the server writes them into the page and nothing flickers."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

SIZES = {"m": _("Standard text"), "l": _("Large text"), "xl": _("Largest text")}
CONTRASTS = {"normal": _("Standard contrast"), "high": _("High contrast")}
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Display:
    """What this reader chose; the first of each list where they chose nothing."""

    size: str = "m"
    contrast: str = "normal"

    @classmethod
    def of(cls, request: HttpRequest) -> "Display":
        """Read the cookies; a value nobody offers counts as none."""
        size, contrast = request.COOKIES.get("size", ""), request.COOKIES.get("contrast", "")
        return cls(size if size in SIZES else "m", contrast if contrast in CONTRASTS else "normal")

    @property
    def sizes(self) -> dict[str, str]:
        return SIZES

    @property
    def contrasts(self) -> dict[str, str]:
        return CONTRASTS


def remember(response: HttpResponse, name: str, value: str, *, secure: bool) -> None:
    """Keep a choice for a year, on this host alone."""
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
