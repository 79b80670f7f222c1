"""Whom the demonstration asks about a text: the public, and units that want the same words changed differently."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from collaboration.consultation import workflow as consultations
from collaboration.consultation.models import Comment, Consultation
from collaboration.consultation.personal import Contact
from collaboration.documents.models import Answer, Disposition, JointDocument, Opinion, Reply
from collaboration.documents.workflow import consulting, deciding, opinions, replies
from collaboration.documents.workflow.versions import latest
from portal.demo.cast import somebody
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

if TYPE_CHECKING:
    from portal.demo.story import Scene

EXPLANATION = "为使规定符合实际，现将征求意见稿向社会公布，欢迎提出意见。（演示）"
LASTS = timedelta(days=30)
SENT_IN = (
    ("建议把作业时间写得更具体一些，避开清晨休息时间。（演示）", Contact("演示市民", "000-00000000")),
    ("希望在路口设立公示牌，写明由谁负责。（演示）", Contact()),
)
MADE_OF_IT = (
    (Comment.Outcome.PARTLY, "具体时间由相邻各地商定，已要求告知沿线居民。（演示）"),
    (Comment.Outcome.ADOPTED, ""),
)
SUMMARY = "征求意见期间共收到意见2条，采纳1条，部分采纳1条。（演示）"
CONTESTED = "不少于两次"
RIVALS = ("不少于三次", "至少一次，重点时段另行增加")
INSISTS = "省界道路车流差异较大，统一次数不便执行。（演示）"
NOT_ADOPTED = "为便于检查考核，次数仍统一规定。（演示）"
MAINTAINED = "会签时请各位签发人一并考虑。（演示）"


def ask_the_public(scene: "Scene", document: JointDocument) -> Consultation:
    """The text stands on the public sites, and two people have written in."""
    with scene.author.acting():
        day = timezone.localdate() + LASTS
        consultation = consulting.consult(scene.author, document, explanation=EXPLANATION, closes_on=day)
    for words, contact in SENT_IN:
        consultations.receive(consultation, words=words, block_id="", contact=contact)
    return consultation


def hear_the_public(scene: "Scene", document: JointDocument) -> None:
    """Asked, closed, every opinion handled, the outcome published."""
    consultation, clerk = ask_the_public(scene, document), scene.author
    with clerk.acting():
        consultations.close(clerk, consultation)
        for comment, (outcome, reason) in zip(consultation.comments.order_by("received_at"), MADE_OF_IT, strict=True):
            consultations.handle(clerk, comment, outcome=outcome, reason=reason)
        consultations.report(clerk, consultation, summary=SUMMARY)


def rivals_answer(scene: "Scene", document: JointDocument) -> None:
    """Two units want other words in the same place, a third wants none; its opinion is declined and maintained."""
    *rivals, third = (somebody(code, Role.HANDLER) for code in scene.others)
    for actor, proposed in zip(rivals, RIVALS, strict=True):
        _propose(actor, scene, document, text="", proposed=proposed)
    declined = _propose(third, scene, document, text=INSISTS, proposed="")
    with scene.author.acting():
        outcome = Disposition.Outcome.DECLINED
        deciding.decide(scene.author, scene.seen(document), declined, outcome=outcome, reason=NOT_ADOPTED)
    _maintain(third, scene, document, declined)


def _propose(actor: Actor, scene: "Scene", document: JointDocument, *, text: str, proposed: str) -> Opinion:
    with actor.acting():
        seen = scene.seen(document, actor)
        block = next(one for one in latest(seen).blocks if CONTESTED in one.get("text", ""))
        said = {"block_id": block["id"], "quote": CONTESTED, "text": text, "proposed_text": proposed}
        noted = opinions.note_opinion(actor, seen, **said)
        opinions.answer(actor, seen, outcome=Answer.Outcome.OPINIONS)
        return noted


def maintain(scene: "Scene", document: JointDocument) -> None:
    """The first of the others maintains what was not adopted; whoever signs reads it."""
    actor = somebody(scene.others[0], Role.HANDLER)
    with actor.acting():
        opinion = Opinion.objects.visible_to(actor).get(round__document=document, unit=actor.unit)
    _maintain(actor, scene, document, opinion)


def _maintain(actor: Actor, scene: "Scene", document: JointDocument, opinion: Opinion) -> None:
    with actor.acting():
        seen = scene.seen(document, actor)
        replies.reply(actor, seen, opinion, stance=Reply.Stance.MAINTAINED, reason=MAINTAINED)
