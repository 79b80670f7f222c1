"""What an addressee takes into its own archive."""

from django.utils.translation import gettext as _

from collaboration.archive.workflow import Kept
from collaboration.dispatch.models import Dispatch
from collaboration.errors import WrongState
from collaboration.publication.formats import kind_label
from tenants.files import store


def kept_of(dispatch: Dispatch) -> Kept:
    """The sealed file with what says that it is the one that was sent."""
    if dispatch.matter.is_purged:
        raise WrongState(_("This matter is no longer there."))
    return Kept(
        about=dispatch.about,
        kind=kind_label(dispatch.document_kind),
        title=dispatch.title,
        number=dispatch.number,
        issuers="、".join(issuer["name"] for issuer in dispatch.issuers),
        dated_on=dispatch.issued_on,
        check_code=dispatch.check_code,
        file=store.read(dispatch.file_sha256),
        proof={
            "content_sha256": dispatch.content_hash,
            "file_sha256": dispatch.file_sha256,
            "sent_by": dispatch.matter.drafting_unit.code,
            "sent_at": dispatch.sent_at.isoformat(),
            "purpose": dispatch.purpose,
        },
    )
