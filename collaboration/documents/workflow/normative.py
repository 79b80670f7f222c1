"""A normative document (规范性文件) cannot skip legality review, public consultation and collective deliberation.

By the notices of the General Office of the State Council on making and supervising such documents
(国办发〔2018〕37号) and on reviewing their legality (国办发〔2018〕115号): what was not reviewed, or was found
unlawful, is not deliberated on; what was not deliberated on is not signed; the public is consulted unless law lets
that be left out. The findings lie in the drafting unit's own file. The other units read that there is one, and what
it concludes.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.approval.house import in_house
from collaboration.approval.models import Finding
from collaboration.approval.workflow.findings import Found, record_finding
from collaboration.consultation.models import Consultation
from collaboration.documents import rules
from collaboration.documents.models import JointDocument, Version
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import latest
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.record import record
from tenants.identity.actor import Actor

Sort, Conclusion = Finding.Sort, Finding.Conclusion
RECORDED = {
    Sort.LEGALITY: "legality_reviewed",
    Sort.DELIBERATION: "deliberated",
    Sort.EXEMPTION: "consultation_exempted",
}


@transaction.atomic
def set_normative(actor: Actor, document: JointDocument, *, is_normative: bool, reason: str = "") -> JointDocument:
    """Say that it is a normative document, or with a reason that it is none after all; every party reads that."""
    document = take_up(actor, document, rules.SET_NORMATIVE)
    if document.is_normative == is_normative:
        raise WrongState(_("It is marked like this already."))
    if not is_normative and not reason.strip():
        raise WorkflowError(_("Give the reason why it is no normative document."))
    document.is_normative = is_normative
    document.save(update_fields=["is_normative"])
    move(document)
    texts = {"reason": reason.strip()} if reason.strip() else {}
    record(document.matter, "normative_set" if is_normative else "normative_unset", texts=texts)
    return document


@transaction.atomic
def record_on(actor: Actor, document: JointDocument, found: Found) -> Finding:
    """Record a finding on the newest text. Deliberation follows a legality review of this very text."""
    document = take_up(actor, document, rules.RECORD_FINDING)
    if not document.is_normative:
        raise WrongState(_("Only normative documents have such findings."))
    version = latest(document)
    with in_house(actor):
        if found.sort == Sort.DELIBERATION and (why := _legality_missing(document, version)):
            raise WrongState(_("It cannot be deliberated on yet: %(why)s") % {"why": why})
        made = record_finding(actor, document.matter, found, content_hash=version.content_hash)
    move(document)
    texts = {"reason": found.words.strip()} if found.sort == Sort.EXEMPTION else {}
    act = RECORDED[Sort(found.sort)]
    record(document.matter, act, texts=texts, conclusion=found.conclusion, hash=version.content_hash)
    return made


def require(actor: Actor, document: JointDocument) -> None:
    """Refuse to go on with a normative document that skipped something; inside the steps that go on."""
    if not document.is_normative:
        return
    lacking = missing(actor, document)
    if lacking:
        raise WorkflowError(
            _("A normative document cannot go on without this: %(missing)s") % {"missing": "；".join(lacking)}
        )


def missing(actor: Actor, document: JointDocument) -> list[str]:
    """What a normative document still lacks, in words; read in the drafting unit's house."""
    version = latest(document)
    with in_house(actor):
        found = (
            _legality_missing(document, version),
            _consultation_missing(document),
            _deliberation_missing(document, version),
        )
    return [words for words in found if words]


def newest(document: JointDocument, sort: str) -> Finding | None:
    """The finding of a sort that counts."""
    return Finding.objects.filter(matter=document.public_id, sort=sort).first()


def _legality_missing(document: JointDocument, version: Version) -> str:
    found = newest(document, Sort.LEGALITY)
    if found is None:
        return _("no legality review is recorded")
    if found.conclusion != Conclusion.LAWFUL:
        return _("the legality review concluded “%(what)s”") % {"what": found.get_conclusion_display()}
    if found.content_hash != version.content_hash:
        return _("the text was changed after the legality review; have the new one reviewed")
    return ""


def _consultation_missing(document: JointDocument) -> str:
    is_reported = Consultation.objects.filter(matter=document.matter, reported_at__isnull=False).exists()
    if is_reported or newest(document, Sort.EXEMPTION) is not None:
        return ""
    return _("no public consultation was closed with its outcome, and no exemption is recorded")


def _deliberation_missing(document: JointDocument, version: Version) -> str:
    found = newest(document, Sort.DELIBERATION)
    if found is None:
        return _("no collective deliberation is recorded")
    if found.conclusion == Conclusion.NOT_PASSED:
        return _("the collective deliberation did not pass it")
    if found.conclusion == Conclusion.PASSED and found.content_hash != version.content_hash:
        return _("the text was changed after the collective deliberation")
    return ""
