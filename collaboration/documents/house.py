"""What units agree to inside before they speak on a joint document: their words, and the text each stands for."""

import hashlib
import json
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from collaboration.approval.words import Subject, Word
from collaboration.documents.models import JointDocument, Opinion, Version
from collaboration.errors import WrongState
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor

SEND, ANSWER, START_COUNTERSIGNING = "send", "answer", "start_countersigning"
COUNTERSIGN, ISSUE, PUBLISH = "countersign", "issue", "publish"
WORDS = {
    SEND: Word(_("Send for opinions"), ("solicit", "decide")),
    ANSWER: Word(_("Answer with opinions"), ("answer",)),
    START_COUNTERSIGNING: Word(_("Start countersigning"), ("start_countersigning", "revise")),
    COUNTERSIGN: Word(_("Countersign"), ("countersign",)),
    ISSUE: Word(_("Issue")),  # further recipients may follow at any time
    PUBLISH: Word(_("Publish"), ("publish",)),
}
OF_STEP = {
    "open_round": SEND,
    "answer": ANSWER,
    "start_countersigning": START_COUNTERSIGNING,
    "countersign": COUNTERSIGN,
    "issue": ISSUE,
    "publish": PUBLISH,
}  # the step of the workflow in which a word is said


def subject(actor: Actor, matter: Matter, word: str) -> Subject:
    """The newest text the unit sees; for an answer the unit's own opinions on it."""
    document = JointDocument.objects.visible_to(actor).with_units().filter(pk=matter.pk).first()
    version = Version.objects.visible_to(actor).filter(document=matter.pk).last()
    if document is None or version is None:
        raise WrongState(_("This document is no longer there."))
    return Subject(
        digest=_digest_of_opinions(actor, version) if word == ANSWER else version.content_hash,
        title=version.title,
        variant=document.kind,
        is_normative=document.is_normative,
        facts=_facts(document, version),
        places=[(block["id"], block["text"]) for block in version.blocks if block.get("text")],
    )


def _digest_of_opinions(actor: Actor, version: Version) -> str:
    """Over the text and everything that would be handed in."""
    noted = Opinion.objects.filter(round__document=version.document_id, round__closed_at=None, unit=actor.unit)
    said = [[str(one.public_id), one.block_id, one.text, one.proposed_text] for one in noted.order_by("pk")]
    return hashlib.sha256(json.dumps([version.content_hash, said], ensure_ascii=False).encode()).hexdigest()


def _facts(document: JointDocument, version: Version) -> Sequence[tuple[str, str]]:
    """Fields of the manuscript sheet, which is always in Chinese."""
    attachments = [block["text"] for block in version.blocks if block["kind"] == "attachment" and block.get("text")]
    return [
        ("文种", str(document.get_kind_display()) + ("（规范性文件）" if document.is_normative else "")),
        ("发文字号", document.number),
        ("主办单位", document.drafting_unit.name),
        ("联合单位", "、".join(one["name"] for one in version.issuers[1:])),
        ("主送", version.recipients),
        ("主题", document.topic),
        ("附件", "；".join(attachments)),
        ("稿次", f"第{version.number}稿"),
    ]
