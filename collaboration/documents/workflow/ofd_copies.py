"""EXPERIMENTAL: every sealed file and every public version's as OFD, where the settings ask for it. For p_system."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from collaboration.documents import printing, public_text
from collaboration.documents.models import JointDocument, PublicVersion
from collaboration.documents.sending import content_of
from collaboration.documents.workflow.aftercare import DUE_FROM
from collaboration.matters.models import Matter
from collaboration.sealing.authority import Authority
from collaboration.sealing.experimental.ofd.fonts import UnknownFont
from collaboration.sealing.experimental.ofd.glyphs import Unknown
from collaboration.sealing.experimental.ofd.package import About, ofd_of
from collaboration.sealing.experimental.sm2 import Sm2Key
from collaboration.sealing.models import OfdCopy
from collaboration.sealing.refusals import KeyUnavailable
from tenants.files import store

logger = logging.getLogger(__name__)
AT_ONCE = 100


def make_missing() -> int:
    """Make the copies that are missing; how many. A file that cannot be carried over is noted and left alone."""
    if not settings.OFD_COPIES:
        return 0
    try:
        key = Sm2Key.kept(Authority.of_installation().folder / "experimental" / "sm2")
    except KeyUnavailable:
        logger.warning("This system's OpenSSL makes no SM2 keys: no OFD copies are made")
        return 0
    return sum(_make(*missing, key) for missing in _missing())


def _missing() -> Iterator[tuple[JointDocument, str]]:
    made = OfdCopy.objects.filter(about=OuterRef("matter__public_id"), source_sha256=OuterRef("shown"))
    sealed = JointDocument.objects.filter(matter__state__in=DUE_FROM, matter__sealed_file__state="closed")
    sealed = sealed.select_related("matter__drafting_unit", "matter__sealed_file").order_by("-pk")
    for source in ("matter__sealed_file__sha256", "public_versions__sha256"):
        wanted = sealed.annotate(shown=F(source)).exclude(shown="").exclude(shown=None).exclude(Exists(made))
        for document in wanted[:AT_ONCE]:
            yield document, document.shown  # type: ignore[attr-defined]


def _make(document: JointDocument, source: str, key: Sm2Key) -> bool:
    try:
        data = ofd_of(store.read(source), _about(document, source), key)
    except (Unknown, UnknownFont, OSError) as error:
        logger.warning("No OFD of the file %s: %s", source, error)
        data = b""
    with transaction.atomic():
        matter = Matter.objects.select_for_update(no_key=True).get(pk=document.pk)
        if matter.is_purged or OfdCopy.objects.filter(about=matter.public_id, source_sha256=source).exists():
            return False
        sha256 = store.put(data) if data else ""
        OfdCopy.objects.create(about=matter.public_id, source_sha256=source, sha256=sha256, size=len(data))
    return bool(data)


def _about(document: JointDocument, source: str) -> About:
    """Title and digest as the file shows them: a public version does not tell what it hides."""
    content = content_of(document)
    version = printing.signed_attempt(document).version
    title, content_hash, sm3 = content.title, content.content_hash, version.content_hash_sm3
    if source != content.file_sha256:
        text = public_text.hiding(document.kind, version, PublicVersion.objects.get(document=document, sha256=source))
        title, content_hash, sm3 = text.wording.title, text.content_hash, ""
    return About(
        title=title,
        issuers=[issuer["name"] for issuer in content.issuers],
        number=content.number,
        day=content.issued_on,
        check_code=content.check_code,
        content_hash=content_hash,
        content_hash_sm3=sm3,
    )
