"""How a joint document moves as a matter: every change of state the database allows, and what waits in between."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models import JointDocument, Status
from collaboration.matters.kinds import AllowedStep, Kind

BY_DRAFTER, BY_ANY_PARTY = True, False
CANCELLABLE = (
    Status.DRAFT,
    Status.REGISTERING,
    Status.SOLICITING,
    Status.FINAL,
    Status.COUNTERSIGNING,
    Status.SIGNED,
    Status.SEALING,
)
STEPS: tuple[AllowedStep, ...] = (
    (Status.DRAFT, Status.SOLICITING, BY_DRAFTER),
    (Status.DRAFT, Status.REGISTERING, BY_DRAFTER),
    (Status.SOLICITING, Status.FINAL, BY_DRAFTER),
    (Status.FINAL, Status.SOLICITING, BY_DRAFTER),
    (Status.FINAL, Status.COUNTERSIGNING, BY_DRAFTER),
    (Status.COUNTERSIGNING, Status.FINAL, BY_ANY_PARTY),
    (Status.COUNTERSIGNING, Status.SIGNED, BY_ANY_PARTY),
    (Status.SIGNED, Status.FINAL, BY_DRAFTER),
    (Status.SIGNED, Status.SEALING, BY_DRAFTER),
    (Status.SEALING, Status.SEALED, BY_ANY_PARTY),
    (Status.SEALED, Status.ISSUED, BY_DRAFTER),
    (Status.SEALED, Status.PUBLISHED, BY_DRAFTER),
    (Status.ISSUED, Status.PUBLISHED, BY_DRAFTER),
    *((state, Status.CANCELLED, BY_DRAFTER) for state in CANCELLABLE),
)
STEP_LABELS = {
    "solicit": _("Finish the draft and solicit opinions"),
    "answer": _("Give opinions"),
    "decide": _("Decide on the opinions and finalise the text"),
    "consult": _("Handle the opinions of the public and publish the outcome"),
    "reply": _("Confirm or maintain the opinion that was not adopted"),
    "start_countersigning": _("Start countersigning"),
    "countersign": _("Countersign"),
    "send_to_sealing": _("Number the document and send it to be sealed"),
    "release_seal": _("Release the seal"),
    "confirm_registration": _("Confirm the registered document"),
    "issue": _("Issue the document to its recipients"),
    "publish": _("Publish"),
    "agree_publication": _("Agree to publication"),
    "revise": _("Change the returned text or start countersigning again"),
}


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """The titles of documents whose matters the caller may see."""
    found = JointDocument.objects.filter(pk__in=matters).values_list("pk", "title")
    return {pk: title or gettext("Purged document") for pk, title in found}


DOCUMENT = Kind(
    label=_("Joint document"),
    steps=STEPS,
    titles=titles,
    url_name="documents:detail",
    step_labels=STEP_LABELS,
    state_labels=dict(Status.choices),
)
