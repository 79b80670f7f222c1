"""Who may take which step with a joint document, and in which of its states."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models import Invitation, JointDocument, Status
from collaboration.matters import steps
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


def drafts(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit is the one that drafts it."""
    return document.drafting_unit == actor.unit


def invitation_of(unit: Unit, document: JointDocument) -> Invitation | None:
    """The unit's invitation, also when it has declined."""
    return next((one for one in document.invitations.all() if one.unit_id == unit.pk), None)


def is_closed(unit: Unit) -> bool:
    """Whether the unit has ended."""
    return unit.closed_on is not None and unit.closed_on <= timezone.localdate()


def is_invited(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit was invited and has not declined."""
    invitation = invitation_of(actor.unit, document)
    return invitation is not None and invitation.declined_at is None


def takes_part(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit is among those that will sign."""
    return drafts(actor, document) or is_invited(actor, document)


def is_named(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit stands under a document that another unit registered."""
    return document.is_earlier and is_invited(actor, document)


def is_made_here(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit drafted it in the portal."""
    return drafts(actor, document) and not document.is_earlier


Rule = steps.Rule[JointDocument]

HANDLER, SIGNATORY = frozenset({Role.HANDLER}), frozenset({Role.SIGNATORY})
HANDLER_OF_DRAFTING_UNIT = _("Only a handler of the drafting unit can do this.")
TEXT_IS_FIXED = _("The text is final; it can be changed only after it has been reopened.")

EDIT = Rule(HANDLER, drafts, frozenset({Status.DRAFT, Status.SOLICITING}), HANDLER_OF_DRAFTING_UNIT, TEXT_IS_FIXED)
SET_NORMATIVE = Rule(
    HANDLER,
    drafts,
    frozenset({Status.DRAFT, Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    TEXT_IS_FIXED,
)
RECORD_FINDING = Rule(
    HANDLER | SIGNATORY,
    drafts,
    frozenset({Status.DRAFT, Status.SOLICITING, Status.FINAL}),
    _("Only a handler or signatory of the drafting unit can record this."),
    _("This is recorded before countersigning starts."),
)
INVITE = Rule(
    HANDLER,
    drafts,
    frozenset({Status.DRAFT, Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    _("Units can be invited only before the text is final."),
)
UNINVITE = Rule(
    HANDLER,
    drafts,
    frozenset({Status.DRAFT}),
    HANDLER_OF_DRAFTING_UNIT,
    _("The document was sent already; only the unit itself can decline now."),
)
LEAVE_OUT = Rule(
    HANDLER,
    drafts,
    frozenset({Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    _("A closed unit can be removed only while opinions are solicited."),
)
OPEN_ROUND = Rule(
    HANDLER,
    drafts,
    frozenset({Status.DRAFT, Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    _("Opinions can be solicited only before the text is final."),
)
CLOSE_ROUND = Rule(
    HANDLER, drafts, frozenset({Status.SOLICITING}), HANDLER_OF_DRAFTING_UNIT, _("No round of opinions is open.")
)
ANSWER = Rule(
    HANDLER,
    is_invited,
    frozenset({Status.SOLICITING}),
    _("Only a handler of an invited unit can give opinions."),
    _("Opinions are no longer, or not yet, solicited on this document."),
)
DECLINE = Rule(
    HANDLER | SIGNATORY,
    is_invited,
    frozenset({Status.SOLICITING}),
    _("Only a handler or signatory of an invited unit can decline to take part."),
    _("A unit can decline only while opinions are solicited; later its signatory can return the text."),
)
DECIDE = Rule(
    HANDLER,
    drafts,
    frozenset({Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    _("Opinions can be decided on only before the text is final."),
)
CONSULT = Rule(
    HANDLER,
    drafts,
    frozenset({Status.DRAFT, Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    _("The public can be asked only before the text is final."),
)
REPLY = Rule(
    HANDLER | SIGNATORY,
    is_invited,
    frozenset({Status.SOLICITING, Status.FINAL}),
    _("Only a handler or signatory of the unit that gave the opinion can reply to the decision."),
    _("A unit can confirm or maintain its opinion only before countersigning starts."),
)
FIX = Rule(
    HANDLER,
    drafts,
    frozenset({Status.SOLICITING}),
    HANDLER_OF_DRAFTING_UNIT,
    _("The text can be finalised only after opinions have been solicited."),
)
REOPEN = Rule(
    HANDLER,
    drafts,
    frozenset({Status.FINAL}),
    HANDLER_OF_DRAFTING_UNIT,
    _("Only a final text that is not being signed can be reopened."),
)
START_COUNTERSIGNING = Rule(
    HANDLER,
    drafts,
    frozenset({Status.FINAL}),
    HANDLER_OF_DRAFTING_UNIT,
    _("Countersigning can start only once the text is final."),
)
COUNTERSIGN = Rule(
    SIGNATORY,
    takes_part,
    frozenset({Status.COUNTERSIGNING}),
    _("Only a signatory of a unit that takes part can sign this document."),
    _("This document is no longer, or not yet, waiting for signatures."),
)
RETURN = Rule(
    SIGNATORY,
    takes_part,
    frozenset({Status.COUNTERSIGNING}),
    _("Only a signatory of a unit that takes part can return this document."),
    _("This document is no longer, or not yet, waiting for signatures."),
)
ABSTAIN = Rule(
    SIGNATORY,
    is_invited,
    frozenset({Status.COUNTERSIGNING}),
    _("Only a signatory of an invited unit can abstain."),
    _("This document is no longer, or not yet, waiting for signatures."),
)
WITHDRAW_SIGNATURE = Rule(
    SIGNATORY,
    takes_part,
    frozenset({Status.COUNTERSIGNING}),
    _("Only a signatory of the unit can take its signature back."),
    _("The next step has begun; the signature can no longer be taken back."),
)
BRING_SHEET = Rule(
    HANDLER | SIGNATORY,
    takes_part,
    frozenset({Status.COUNTERSIGNING}),
    _("Only a handler or signatory of a unit that takes part can bring the sheet it signed on paper."),
    _("This document is no longer, or not yet, waiting for signatures."),
)
RECALL = Rule(
    HANDLER,
    drafts,
    frozenset({Status.COUNTERSIGNING, Status.SIGNED}),
    HANDLER_OF_DRAFTING_UNIT,
    _("A text can be taken back only while it is being signed, and before it is numbered and sealed."),
)
CANCEL = Rule(
    HANDLER | SIGNATORY,
    drafts,
    frozenset(set(Status) - {Status.SEALED, Status.ISSUED, Status.PUBLISHED, Status.CANCELLED}),
    _("Only a handler or signatory of the drafting unit can cancel the matter."),
    _("A document that is sealed or cancelled already cannot be cancelled."),
)
SEND_TO_SEALING = Rule(
    HANDLER,
    drafts,
    frozenset({Status.SIGNED}),
    HANDLER_OF_DRAFTING_UNIT,
    _("Only a document that all units have signed can be numbered and sealed."),
)
RELEASE_SEAL = Rule(
    frozenset({Role.SEAL_KEEPER}),
    takes_part,
    frozenset({Status.SEALING}),
    _("Only the seal keeper of a unit that signed can release its seal."),
    _("This document is no longer, or not yet, waiting for seals."),
)
RESUME_SEALING = Rule(
    HANDLER, drafts, frozenset({Status.SEALING}), HANDLER_OF_DRAFTING_UNIT, _("This document is not being sealed.")
)
CHANGE_REGISTRATION = Rule(
    HANDLER,
    drafts,
    frozenset({Status.REGISTERING}),
    _("Only a handler of the registering unit can change the registration."),
    _("The registration was confirmed; it is not changed any more."),
)
CONFIRM_REGISTRATION = Rule(
    SIGNATORY,
    drafts,
    frozenset({Status.REGISTERING}),
    _("Only a signatory of the registering unit confirms the registration."),
    _("This registration does not wait to be confirmed."),
)
ANSWER_REGISTRATION = Rule(
    SIGNATORY,
    is_named,
    frozenset({Status.SEALED, Status.ISSUED, Status.PUBLISHED}),
    _("Only a signatory of another unit named under the document can say this."),
    _("This registration does not wait for a word of your unit."),
)
EVIDENCE = Rule(
    HANDLER | SIGNATORY | frozenset({Role.LIAISON}),
    takes_part,
    frozenset({Status.SEALED, Status.ISSUED, Status.PUBLISHED}),
    _("Only a handler, signatory or liaison of a unit that signed can ask for the evidence bundle."),
    _("There is an evidence bundle only of a sealed document."),
)
ISSUE = Rule(
    HANDLER | SIGNATORY,
    drafts,
    frozenset({Status.SEALED, Status.ISSUED, Status.PUBLISHED}),
    _("Only a handler or signatory of the drafting unit can issue the document."),
    _("Only a sealed document can be issued."),
)
PUBLISHABLE = frozenset({Status.SEALED, Status.ISSUED})
PREPARABLE = frozenset({Status.SIGNED, Status.SEALING}) | PUBLISHABLE
ONLY_BEFORE = _("Publication is prepared between the last signature and publication.")
ONLY_DRAFTER_PUBLISHES = _("Only a handler or signatory of the drafting unit can publish.")
PREPARE = Rule(HANDLER | SIGNATORY, drafts, PREPARABLE, ONLY_DRAFTER_PUBLISHES, ONLY_BEFORE)
REDACT = Rule(
    HANDLER | SIGNATORY,
    is_made_here,
    PUBLISHABLE,
    ONLY_DRAFTER_PUBLISHES,
    _("A public version is made of a sealed document that is not published yet."),
)
REVIEW_SECRECY = Rule(
    SIGNATORY | frozenset({Role.APPROVER}),
    drafts,
    PREPARABLE,
    _("Only a signatory or approver of the drafting unit reviews for secrets."),
    ONLY_BEFORE,
)
REVIEWS = {"disclosure": PREPARE, "secrecy": REVIEW_SECRECY, "risk": PREPARE}
CONSENT = Rule(
    SIGNATORY,
    is_invited,
    PUBLISHABLE,
    _("Only a signatory of another unit that signed answers this."),
    _("This document is no longer, or not yet, waiting to be published."),
)
PUBLISH = Rule(
    HANDLER | SIGNATORY,
    drafts,
    PUBLISHABLE,
    _("Only a handler or signatory of the drafting unit can publish."),
    _("Only a sealed document that is not published yet can be published."),
)
AFTERWARDS = Rule(
    SIGNATORY,
    drafts,
    frozenset({Status.PUBLISHED}),
    _("Only a signatory of the drafting unit changes what the public reads."),
    _("Only of a published document there is something to note."),
)
