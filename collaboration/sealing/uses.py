"""The register of uses of a unit's seal, as those who keep it read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.matters.models import Matter
from collaboration.matters.telling import address_of, titles_of
from collaboration.sealing.models import SealRelease, SealUse
from tenants.identity.actor import Actor

METHODS: dict[str, str | Promise] = {
    "passkey": gettext_lazy("with a passkey"),
    "totp": gettext_lazy("with a code from the authenticator app"),
    "recovery_codes": gettext_lazy("with a recovery code"),
    "password": gettext_lazy("with the password"),
}


@dataclass(frozen=True)
class Use:
    """One release of the seal, and its place on the file once it is on."""

    release: SealRelease
    use: SealUse | None
    title: str
    address: str
    number: str
    method: str

    @property
    def picture(self) -> str:
        """Which picture was put on; empty before that."""
        if self.use is None:
            return ""
        return self.use.picture.sha256[:12] + "…" if self.use.picture else _("sample seal 样章")


def releases_of(actor: Actor) -> QuerySet[SealRelease]:
    """Every release of the acting unit's seal in matters the person may see, the newest first."""
    found = SealRelease.objects.filter(unit=actor.unit, matter__in=Matter.objects.visible_to(actor))
    return found.select_related("matter__document_number", "user", "authorisation").order_by("-released_at", "-pk")


def in_words(releases: Sequence[SealRelease]) -> list[Use]:
    """Releases with what became of them and with the titles of what they were for; three queries."""
    matters = [release.matter for release in releases]
    titles = titles_of(matters)
    used = SealUse.objects.filter(matter__in=matters).select_related("certificate", "picture")
    uses = {(use.matter_id, use.unit_id): use for use in used}
    return [
        Use(
            release=release,
            use=uses.get((release.matter_id, release.unit_id)),
            title=titles.get(release.matter_id, ""),
            address=address_of(release.matter),
            number=str(getattr(release.matter, "document_number", None) or ""),
            method=str(METHODS.get(release.method, "")),
        )
        for release in releases
    ]
