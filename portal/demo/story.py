"""Documents of the demonstration, each brought by the real steps to the stage where somebody has to act on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.utils import timezone

from collaboration.deadlines.calendar import working_days_after
from collaboration.documents.models import Answer, Disposition, JointDocument, Kind, Opinion
from collaboration.documents.text.blocks import Block, new_block_id
from collaboration.documents.text.conversion import convert
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.workflow import countersigning, deciding, drafting, finishing, opinions, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of, working_text
from portal.demo import across, asking, house, signing
from portal.demo.cast import LEADS, confirming, somebody
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

TEXTS = Path(__file__).with_name("texts")
REMARK = "建议明确执行的起始时间。（演示）"
WORDING = "上述事项自本文签署次月起执行。（演示）"
ADDED = "各方每季度会商一次，由轮值单位召集。（演示）"
NOT_ADOPTED = "起始时间由各单位另行商定，不写入正文。（演示）"


@dataclass(frozen=True)
class Scene:
    """A text, who drafts it and with whom, and how far it goes."""

    text: str
    kind: Kind
    drafter: str
    others: tuple[str, ...]
    stages: tuple[Callable[["Scene", JointDocument], object], ...]
    topic: str = "城市管理"

    def everybody(self, role: Role) -> list[Actor]:
        """The people with this role in the drafting unit and the others, in order."""
        return [somebody(code, role) for code in (self.drafter, *self.others)]

    @property
    def is_sealed(self) -> bool:
        """Whether the sealer has work with it."""
        return send_to_sealing in self.stages

    @property
    def author(self) -> Actor:
        return somebody(self.drafter, Role.HANDLER)

    def seen(self, document: JointDocument, actor: Actor | None = None) -> JointDocument:
        """The document as this person, or its author, sees it now."""
        return again(actor or self.author, document)


@cache
def manuscript_of(scene: Scene) -> Manuscript:
    """The scene's text as the portal reads it."""
    return convert("auto", scene.text, (TEXTS / scene.text).read_bytes())


def create(scene: Scene) -> JointDocument:
    """Begin the draft from its text."""
    manuscript = manuscript_of(scene)
    with scene.author.acting():
        return drafting.create_document(
            scene.author,
            kind=scene.kind,
            title=manuscript.title,
            title_lines=manuscript.title_lines,
            recipients=manuscript.recipients,
            blocks=manuscript.blocks,
            topic=scene.topic,
            units=[somebody(code, Role.HANDLER).unit for code in scene.others],
        )


def again(actor: Actor, document: JointDocument) -> JointDocument:
    """The document as this person sees it now."""
    return JointDocument.objects.visible_to(actor).with_matter().get(pk=document.pk)


def revise(scene: Scene, document: JointDocument) -> None:
    """A second version, as somebody in the drafting unit wrote it on."""
    with scene.author.acting():
        text, draft = working_text(document), draft_of(document)
        longest = max(text.blocks, key=lambda block: len(block.text))
        reworded = replace(longest, text=longest.text.rstrip("。") + "，并相互通报办理结果。")
        blocks = [reworded if block == longest else block for block in text.blocks]
        blocks.insert(blocks.index(reworded) + 1, Block(new_block_id(), "p", ADDED))
        drafting.save_version(
            scene.author,
            document,
            revision=draft.revision,
            title=text.title,
            title_lines=text.title_lines,
            recipients=text.recipients,
            blocks=blocks,
            note="补充会商办法（演示）",
        )


def solicit(scene: Scene, document: JointDocument) -> None:
    """Ask the others for their opinions within five working days."""
    with scene.author.acting():
        rounds.open_round(scene.author, document, due_on=working_days_after(timezone.localdate(), 5))


def first_answers(scene: Scene, document: JointDocument) -> None:
    """The first of the others gives an opinion; the rest have not answered yet."""
    _give_opinion(somebody(scene.others[0], Role.HANDLER), document)


def all_answer(scene: Scene, document: JointDocument) -> None:
    """One opinion, and none from the rest: the round closes by itself."""
    first, *rest = (somebody(code, Role.HANDLER) for code in scene.others)
    _give_opinion(first, document)
    for actor in rest:
        with actor.acting():
            opinions.answer(actor, again(actor, document), outcome=Answer.Outcome.NO_OPINION)


def _give_opinion(actor: Actor, document: JointDocument) -> None:
    with actor.acting():
        document = again(actor, document)
        last = [one for one in latest(document).blocks if one["kind"] in ("p", "h2", "article")][-1]
        kind = Opinion.Kind.ADD
        opinions.note_opinion(actor, document, text=REMARK, block_id=last["id"], proposed_text=WORDING, kind=kind)
        opinions.answer(actor, document, outcome=Answer.Outcome.OPINIONS)


def fix(scene: Scene, document: JointDocument) -> None:
    """Answer every opinion with a reason and fix the text."""
    with scene.author.acting():
        document = again(scene.author, document)
        for opinion in Opinion.objects.filter(round__document=document):
            deciding.decide(scene.author, document, opinion, outcome=Disposition.Outcome.DECLINED, reason=NOT_ADOPTED)
        rounds.fix_text(scene.author, document, version=latest(document).number)


def start(scene: Scene, document: JointDocument) -> None:
    """Ask all signatories."""
    with scene.author.acting():
        countersigning.start_countersigning(scene.author, again(scene.author, document))


def half_sign(scene: Scene, document: JointDocument) -> None:
    """The first half of the signatories has signed."""
    signatories = scene.everybody(Role.SIGNATORY)
    _sign(signatories[: len(signatories) // 2], document)


def sign(scene: Scene, document: JointDocument) -> None:
    """Everybody signs."""
    _sign(scene.everybody(Role.SIGNATORY), document)


def _sign(actors: Sequence[Actor], document: JointDocument) -> None:
    for actor in actors:
        with actor.acting():
            current = again(actor, document)
            content_hash = countersigning.open_attempt(current).version.content_hash
            countersigning.countersign(actor, current, content_hash=content_hash, prove=confirming(actor))


def send_to_sealing(scene: Scene, document: JointDocument) -> None:
    """Number it and ask the seal keepers."""
    with scene.author.acting():
        finishing.send_to_sealing(scene.author, again(scene.author, document))


def release_first(scene: Scene, document: JointDocument) -> None:
    """The drafting unit's seal is released, the others are not."""
    _release(scene.everybody(Role.SEAL_KEEPER)[:1], document)


def release(scene: Scene, document: JointDocument) -> None:
    """Every seal keeper releases the seal."""
    _release(scene.everybody(Role.SEAL_KEEPER), document)


def _release(actors: Sequence[Actor], document: JointDocument) -> None:
    for actor in actors:
        with actor.acting():
            current = again(actor, document)
            subject = finishing.subject_of_release(current)
            finishing.release_seal(actor, current, content_hash=subject.content_hash, prove=confirming(actor))


SH, JS, ZJ, AH = LEADS
FIXED = (solicit, all_answer, fix)
SIGNED = (*FIXED, start, sign)
TO_PUBLISH = (*SIGNED, send_to_sealing, release)
IN_TURNS = (*FIXED, asking.maintain, signing.start_in_turns, signing.sign_in_turns)
HEARD = (asking.hear_the_public, house.agreed, solicit, asking.rivals_answer)
SCENES = (
    Scene("agreement.txt", Kind.AGREEMENT, SH, (JS, ZJ, AH), TO_PUBLISH, "区域协作"),
    Scene("notice.txt", Kind.JOINT_NOTICE, SH, (JS, ZJ, AH), TO_PUBLISH, "建筑垃圾"),
    Scene("pilot.txt", Kind.JOINT_NOTICE, SH, (JS,), TO_PUBLISH, "建筑垃圾"),
    Scene("amendment.txt", Kind.JOINT_NOTICE, SH, (JS, ZJ, AH), TO_PUBLISH, "区域协作"),
    Scene("patrol.txt", Kind.JOINT_NOTICE, JS, (ZJ,), TO_PUBLISH, "河道管理"),
    Scene("sites.txt", Kind.CIRCULAR, SH, (AH,), TO_PUBLISH, "建筑垃圾"),
    Scene("bicycles.txt", Kind.AGREEMENT, JS, (SH, ZJ), (*SIGNED, send_to_sealing, release_first), "停放管理"),
    Scene("training.txt", Kind.JOINT_NOTICE, ZJ, (SH, JS, AH), SIGNED, "队伍建设"),
    Scene("list.txt", Kind.JOINT_NOTICE, SH, (JS, ZJ, AH), IN_TURNS, "规范执法"),
    Scene("noise.txt", Kind.JOINT_NOTICE, AH, (JS, ZJ), FIXED, "噪声管理"),
    Scene("forms.txt", Kind.JOINT_NOTICE, JS, (ZJ, SH, AH), (house.set_chains, solicit, first_answers), "案件协作"),
    Scene("manual.txt", Kind.AGREEMENT, ZJ, (SH, JS, AH), (revise,), "执法装备"),
    Scene("vendors.txt", Kind.OPINION, SH, (JS, ZJ, AH), (asking.ask_the_public, house.submitted), "市容管理"),
    Scene("sweeping.txt", Kind.OPINION, SH, (JS, ZJ, AH), HEARD, "环境卫生"),
    Scene("signs.txt", Kind.JOINT_NOTICE, "320100", ("340100",), (*FIXED, start, half_sign), "户外广告"),
    Scene("riverside.txt", Kind.JOINT_NOTICE, "320102", ("340100",), (across.ask_superior, *TO_PUBLISH), "市容管理"),
)
PUBLISHED = SCENES[:6]
ACROSS = SCENES[-1]
AMENDED, IN_FORCE, REPEALED, AMENDING, REDACTED, WITHDRAWN = PUBLISHED


def play(scene: Scene) -> JointDocument:
    """Begin the document and bring it to the scene's stage, step by step."""
    document = create(scene)
    for stage in scene.stages:
        stage(scene, document)
    return document
