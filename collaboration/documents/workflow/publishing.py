"""Publishing: at once, at a time, or when every signing unit has agreed; on all sites in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.documents import house, notifications, printing, readiness, registered, rules
from collaboration.documents.models import Countersignature, JointDocument, PublicationConsent, PublicationPlan, Status
from collaboration.documents.readiness import Readiness
from collaboration.documents.sealing_progress import sites
from collaboration.documents.workflow.reviewing import refuse_while_planned
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record, record_carried_out
from collaboration.publication.models import PublishedDocument
from collaboration.publication.publishing import Issuer, PublicCopy, PublishedContent, publish
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.jobs.each import do_each
from tenants.units.models import Unit

ASKED = "agree_publication"
Outcome = PublicationPlan.Outcome


@transaction.atomic
def publish_document(actor: Actor, document: JointDocument, *, title_en: str = "") -> JointDocument:
    """Publish the sealed document on the site of every signing unit and on the alliance's, all in one transaction."""
    document = take_up(actor, document, rules.PUBLISH)
    clearance.require(actor, document.matter, house.PUBLISH)
    refuse_while_planned(document)
    ready = readiness.require(document)
    published = _put_out(document, ready, title_en=title_en)
    record(document.matter, "published", **_said(published))
    notifications.published(document)
    return document


@transaction.atomic
def plan(
    actor: Actor, document: JointDocument, *, publish_at: datetime | None = None, asks_units: bool, title_en: str = ""
) -> PublicationPlan:
    """Publish at this time, or when every other signing unit has agreed, or at the later of both."""
    document = take_up(actor, document, rules.PUBLISH)
    clearance.require(actor, document.matter, house.PUBLISH)
    refuse_while_planned(document)
    ready = readiness.require(document)
    if publish_at is None and not asks_units:
        raise WorkflowError(_("Choose a time, or ask the signing units to agree."))
    if publish_at is not None and publish_at <= timezone.now():
        raise WorkflowError(_("The time has passed already; choose a later one, or publish now."))
    made = PublicationPlan.objects.create(
        document=document, publish_at=publish_at, asks_units=asks_units, content_hash=ready.text.content_hash,
        title_en=title_en.strip(), user=actor.user,
    )  # fmt: skip
    asked = _others(document) if asks_units else []
    waiting.done(document.matter, step="publish")
    for unit in asked:
        waiting.open_step(document.matter, unit=unit, role=Role.SIGNATORY, step=ASKED)
    move(document)
    at = publish_at.isoformat() if publish_at else ""
    record(document.matter, "publication_planned", at=at, asked=[unit.code for unit in asked], hash=made.content_hash)
    notifications.publication_planned(document, asked)
    return made


@transaction.atomic
def cancel_plan(actor: Actor, document: JointDocument) -> None:
    """Give the plan up before it is carried out; the document can be planned or published anew."""
    document = take_up(actor, document, rules.PUBLISH)
    _end(document, _open(document), Outcome.CANCELLED)
    record(document.matter, "publication_plan_cancelled")
    notifications.publication_plan_ended(document, "publication_plan_cancelled")


@transaction.atomic
def consent(
    actor: Actor, document: JointDocument, *, agrees: bool, content_hash: str, reason: str = ""
) -> PublicationConsent:
    """One signing unit agrees to the publication of exactly this public text, or refuses; one refusal ends the plan."""
    document = take_up(actor, document, rules.CONSENT)
    planned = _open(document)
    if not planned.asks_units or actor.unit not in _others(document):
        raise WrongState(_("Your unit is not asked for this publication."))
    if planned.consents.filter(unit=actor.unit).exists():
        raise WrongState(_("Your unit has answered already."))
    if content_hash != planned.content_hash:
        raise Stale(_("This is not the text that is to be published. Read it again before you answer."))
    if not agrees and not reason.strip():
        raise WorkflowError(_("Give the reason why your unit does not agree."))
    given = PublicationConsent.objects.create(
        plan=planned, unit=actor.unit, agrees=agrees, reason=reason.strip(), user=actor.user, user_name=actor.user.name
    )
    waiting.done(document.matter, step=ASKED, unit=actor.unit)
    if not agrees:
        _end(document, planned, Outcome.REFUSED)
        record(document.matter, "publication_refused", texts={"reason": given.reason}, hash=content_hash)
        notifications.publication_plan_ended(document, "publication_refused")
        return given
    move(document)
    act = "publication_agreed" if _missing(document, planned) else "publication_agreed_last"
    record(document.matter, act, hash=content_hash)
    notifications.publication_agreed(document, act)
    return given


def carry_out_due() -> int:
    """Publish whatever was planned and is due, each document in its own transaction. For p_system alone."""
    now = timezone.now()
    due = PublicationPlan.objects.filter(ended_at=None).exclude(publish_at__gt=now).values_list("pk", flat=True)
    return do_each(_carry_out, due)


@transaction.atomic
def _carry_out(plan_id: int) -> bool:
    """Under the matter's lock, so that a plan that is cancelled at this moment is not carried out."""
    planned = PublicationPlan.objects.select_related("document").get(pk=plan_id)
    matter = Matter.objects.select_for_update(no_key=True).get(pk=planned.document_id)
    planned.refresh_from_db()
    document = JointDocument.objects.with_units().get(pk=planned.document_id)
    document.matter = matter
    if planned.ended_at or document.status not in rules.PUBLISHABLE or _missing(document, planned):
        return False
    if planned.publish_at and planned.publish_at > timezone.now():
        return False
    ready = readiness.of(document)
    if ready.missing:
        return False
    published = _put_out(document, ready, title_en=planned.title_en)
    _close(planned, Outcome.PUBLISHED)
    record_carried_out(matter, "published", unit_id=matter.drafting_unit_id, **_said(published))
    notifications.published(document)
    return True


def _put_out(document: JointDocument, ready: Readiness, *, title_en: str) -> PublishedDocument:
    units = printing.issuing_units(printing.signed_attempt(document))
    content = content_of(document, ready, title_en=title_en.strip())
    published = publish(content, tenants=sites(units), units=units, on=timezone.localdate())
    if document.is_earlier:
        registered.note_end(document, published)
    move(document, Status.PUBLISHED)
    waiting.close_all(document.matter)
    return published


def _said(published: PublishedDocument) -> dict[str, Any]:
    sites_of = published.publications.values_list("tenant__schema_name", flat=True)
    return {"file": published.file_sha256, "public_file": published.public_sha256, "sites": sorted(sites_of)}


def content_of(document: JointDocument, ready: Readiness, *, title_en: str = "") -> PublishedContent:
    """What the public will read, from the version that was signed, without what the public version hides."""
    attempt, text, file = printing.signed_attempt(document), ready.text, document.matter.sealed_file
    signed = {one.unit.code: one for one in attempt.signatures.select_related("unit")}
    version, wording, cut = text.version, text.wording, text.cut
    return PublishedContent(
        public_id=document.public_id,
        kind=document.kind,
        title=wording.title,
        title_lines=wording.title_lines,
        title_en=title_en,
        number=document.number,
        issuers=[_issuer(one, signed.get(one["code"]), document) for one in printing.issuers(attempt)],
        blocks=[block.to_json() for block in wording.blocks] if cut else version.blocks,
        recipients=wording.recipients,
        topic=document.topic,
        is_normative=document.is_normative,
        issued_on=document.issued_on or timezone.localdate(attempt.closed_at),
        content_hash=version.content_hash,
        content_hash_sm3=version.content_hash_sm3,
        file_sha256=file.sha256,
        file_size=file.size,
        check_code=file.check_code,
        outcome=file.outcome,
        is_earlier=document.is_earlier,
        effective_on=document.registration.in_force_from if document.is_earlier else None,
        copy=PublicCopy(text.content_hash, cut.sha256, cut.size, text.places, cut.ground) if cut else None,
    )


def _issuer(named: Mapping[str, Any], signature: Countersignature | None, document: JointDocument) -> Issuer:
    """An issuing unit and when it signed: an earlier document on its own day, on the paper of the scan."""
    if document.is_earlier or signature is None:
        assert document.issued_on is not None  # noqa: S101 (nothing is registered without its day)
        scan = document.registration.scan_sha256
        return Issuer(named["code"], named["name"], named["name_en"], document.issued_on, scan_sha256=scan)
    signed_on = timezone.localdate(signature.signed_at)
    return Issuer(named["code"], named["name"], named["name_en"], signed_on, scan_sha256=signature.scan_sha256)


def _others(document: JointDocument) -> list[Unit]:
    """The signing units but for the drafting one, whose plan is its word."""
    units = printing.issuing_units(printing.signed_attempt(document))
    return [unit for unit in units if unit.pk != document.drafting_unit.pk]


def _missing(document: JointDocument, planned: PublicationPlan) -> bool:
    """Whether a unit that was asked has not agreed."""
    if not planned.asks_units:
        return False
    agreed = set(planned.consents.filter(agrees=True).values_list("unit", flat=True))
    return any(unit.pk not in agreed for unit in _others(document))


def _open(document: JointDocument) -> PublicationPlan:
    planned = readiness.open_plan(document)
    if planned is None:
        raise WrongState(_("No publication is planned."))
    return planned


def _end(document: JointDocument, planned: PublicationPlan, outcome: Outcome) -> None:
    _close(planned, outcome)
    waiting.done(document.matter, step=ASKED)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="publish")
    move(document)


def _close(planned: PublicationPlan, outcome: Outcome) -> None:
    planned.ended_at, planned.outcome = timezone.now(), outcome
    planned.save(update_fields=["ended_at", "outcome"])
