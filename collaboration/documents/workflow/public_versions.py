"""The file of a public version: typeset without what is hidden, certified by the portal, never sealed. For p_system."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.documents import public_text
from collaboration.documents.models import JointDocument, PublicVersion
from collaboration.matters.models import Matter
from collaboration.sealing.authority import Authority
from collaboration.sealing.certifying import certify_copy
from collaboration.sealing.models import SealedFile
from collaboration.typesetting.typesetter import typeset as set_on_paper
from tenants.files import store


def typeset(public_id: UUID) -> None:
    """Make the file of the newest public version, with the sealed one's check code. Done already: nothing happens."""
    document = JointDocument.objects.select_related("matter__drafting_unit").get(matter__public_id=public_id)
    cut, file = public_text.cut_of(document), SealedFile.objects.get(matter=document.matter)
    if cut is None or cut.sha256:
        return
    number = document.number
    note = _("Public version: parts of the text are not made public. The sealed original is kept by the units.")
    text = public_text.of(document)
    page = public_text.on_paper(document, text, number=number, check_code=file.check_code, note=note)
    pdf = certify_copy(set_on_paper(page).pdf, platform=Authority.of_installation().platform())
    with transaction.atomic():
        Matter.objects.select_for_update(no_key=True).get(pk=document.pk)
        PublicVersion.objects.filter(pk=cut.pk, sha256="").update(sha256=store.put(pdf), size=len(pdf))
