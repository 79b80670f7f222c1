"""What becomes of a published document: its validity, its consolidated text, interpretations, corrections."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.documents import notifications, rules
from collaboration.documents.models import JointDocument
from collaboration.documents.workflow.taking import take_up
from collaboration.errors import WorkflowError
from collaboration.matters.record import record
from collaboration.publication.consolidating import as_lines, from_lines, text_on
from collaboration.publication.models import (
    ConsolidatedText,
    Correction,
    Interpretation,
    PublishedDocument,
    Validity,
    ValidityChange,
)
from collaboration.publication.presentation import correct
from tenants.files.markings import marking_in
from tenants.identity.actor import Actor

NEEDS_SUCCESSOR = frozenset({Validity.AMENDED})


def published_of(document: JointDocument) -> PublishedDocument:
    """What the public reads of it."""
    return correct(PublishedDocument.objects.prefetch_related("corrections").get(pk=document.public_id))


@transaction.atomic
def note_validity(
    actor: Actor,
    document: JointDocument,
    *,
    validity: Validity,
    since: datetime.date,
    successor: PublishedDocument | None = None,
    reason: str = "",
) -> ValidityChange:
    """From this day on it is amended, repealed, expired or in force after all; for one day the later row holds."""
    document = take_up(actor, document, rules.AFTERWARDS)
    published = published_of(document)
    if since < published.issued_on:
        raise WorkflowError(_("The day lies before the document was issued."))
    if successor is not None and successor.pk == published.pk:
        raise WorkflowError(_("A document does not amend or repeal itself."))
    if validity in NEEDS_SUCCESSOR and successor is None:
        raise WorkflowError(_("Name the published document that amends this one."))
    if successor is None and not reason.strip():
        raise WorkflowError(_("Give the reason where no other document does it."))
    _refuse_marked(reason)
    change = ValidityChange.objects.create(
        document=published, validity=validity, since=since, successor=successor, reason=reason.strip()
    )
    texts = {"reason": change.reason} if change.reason else None
    by = str(successor.pk) if successor else ""
    record(document.matter, "validity_noted", texts=texts, validity=validity, since=since.isoformat(), by=by)
    notifications.after_publication(document, "validity_noted")
    return change


@transaction.atomic
def consolidate(
    actor: Actor, document: JointDocument, *, source: PublishedDocument, since: datetime.date, text: str
) -> ConsolidatedText:
    """Publish the text as it reads from this day on, changed by the source; for the same day the later row holds."""
    document = take_up(actor, document, rules.AFTERWARDS)
    published = published_of(document)
    if source.pk == published.pk:
        raise WorkflowError(_("A document does not amend or repeal itself."))
    if since < published.issued_on:
        raise WorkflowError(_("The day lies before the document was issued."))
    before = text_on(published, since - datetime.timedelta(days=1))
    if text.split() == as_lines(before).split():
        raise WorkflowError(_("Nothing is changed in the text."))
    _refuse_marked(text)
    made = ConsolidatedText.objects.create(
        document=published, source=source, since=since, blocks=from_lines(before, text)
    )
    record(document.matter, "text_consolidated", since=since.isoformat(), by=str(source.pk))
    notifications.after_publication(document, "text_consolidated")
    return made


@transaction.atomic
def interpret(
    actor: Actor,
    document: JointDocument,
    *,
    title: str,
    text: str,
    reviewer: str,
    replaces: Interpretation | None = None,
) -> Interpretation:
    """Tell the public what the document means; a corrected form leaves the earlier one readable."""
    document = take_up(actor, document, rules.AFTERWARDS)
    _refuse_marked(title, text)
    if replaces is not None and replaces.document_id != document.public_id:
        raise WorkflowError(_("That interpretation belongs to another document."))
    if replaces is not None and Interpretation.objects.filter(replaces=replaces).exists():
        raise WorkflowError(_("This interpretation was corrected already."))
    made = Interpretation.objects.create(
        document=published_of(document), replaces=replaces, title=title.strip(), text=text.strip(),
        author=document.drafting_unit.name, reviewer=reviewer.strip(), published_at=timezone.now(),
    )  # fmt: skip
    record(document.matter, "interpreted", interpretation=str(made.pk), replaces=str(replaces.pk) if replaces else "")
    notifications.after_publication(document, "interpreted")
    return made


@transaction.atomic
def correct_particulars(actor: Actor, document: JointDocument, *, field: str, after: str, reason: str) -> Correction:
    """Correct a particular that was published wrongly; what stood there before is shown beside it."""
    document = take_up(actor, document, rules.AFTERWARDS)
    published = published_of(document)
    before = getattr(published, field)
    before = before.isoformat() if isinstance(before, datetime.date) else before
    if before == after.strip():
        raise WorkflowError(_("It says so already."))
    _refuse_marked(after, reason)
    made = Correction.objects.create(
        document=published, field=field, before=before, after=after.strip(), reason=reason.strip()
    )
    record(document.matter, "particulars_corrected", texts={"reason": made.reason}, field=field)
    notifications.after_publication(document, "particulars_corrected")
    return made


def _refuse_marked(*texts: str) -> None:
    if mark := marking_in([line for text in texts for line in text.splitlines()]):
        raise WorkflowError(_("The text carries the mark “%(mark)s”; it must not be made public.") % {"mark": mark})
