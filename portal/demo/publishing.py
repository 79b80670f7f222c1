"""What the demonstration's public reads: documents in force, amended, repealed, with words hidden, taken down."""

from django.utils import timezone

from collaboration.documents.models import JointDocument, Review, Status
from collaboration.documents.workflow import afterwards, public_versions, publishing, reviewing
from collaboration.publication import taking_down
from collaboration.publication.consolidating import as_lines
from collaboration.publication.models import PublishedDocument, Validity
from portal.demo import keeping
from portal.demo.cast import somebody
from portal.demo.story import AMENDED, AMENDING, IN_FORCE, REDACTED, REPEALED, WITHDRAWN, Scene, manuscript_of
from tenants.identity.roles import Role

ADDED = "协作联络每季度进行一次，可以采用线上会商方式。（演示）"
INTERPRETED = (
    "为什么发文：跨省运输环节多，各地信息不通，群众反映的问题往往难以当天核实。（演示）\n"
    "主要内容：明确核准、运输和处置各环节由谁负责、多长时间内通报。（演示）\n"
    "对企业和群众的影响：不增加办事环节，办理时限不变。（演示）"
)
HIDDEN, GROUND = ("演示甲", "演示乙", "000-00000000"), "《中华人民共和国政府信息公开条例》第十五条（演示）"
MISTAKEN = "名录中一处场所的地址有误，核对后重新公布。（演示）"
REVIEWS = (
    (Review.Kind.DISCLOSURE, Role.HANDLER, Review.Outcome.PUBLIC, ""),
    (Review.Kind.SECRECY, Role.SIGNATORY, Review.Outcome.PASSED, "不含国家秘密、工作秘密和个人信息。（演示）"),
    (Review.Kind.RISK, Role.HANDLER, Review.Outcome.LOW, "表述清楚，预计不会引起误解。（演示）"),
)


def _waiting(scene: Scene) -> list[JointDocument]:
    """What the sealer has closed of this scene and nobody has published."""
    with scene.author.acting():
        drafted = JointDocument.objects.visible_to(scene.author).filter(
            matter__drafting_unit=scene.author.unit,
            matter__state__in=[Status.SEALED, Status.ISSUED],
            title=manuscript_of(scene).title,
        )
        return list(drafted.with_matter())


def hide() -> list[JointDocument]:
    """Say which words of one document the public does not read; its file has yet to be made."""
    hidden = _waiting(REDACTED)
    for document in hidden:
        with REDACTED.author.acting():
            reviewing.hide(REDACTED.author, document, words=HIDDEN, block_ids=(), ground=GROUND)
    return hidden


def typeset(hidden: list[JointDocument]) -> None:
    """Make these files now, as the sealer would in its own time."""
    for document in hidden:
        public_versions.typeset(document.public_id)


def publish(scene: Scene) -> None:
    """Review and publish what the sealer has closed of this scene; one is issued and archived before."""
    for document in _waiting(scene):
        if scene is IN_FORCE:
            keeping.issue(document)
            keeping.archive_in_shanghai(document)
        for kind, role, outcome, words in REVIEWS:
            reviewer = somebody(scene.drafter, role)
            with reviewer.acting():
                reviewing.review(reviewer, document, kind=kind, outcome=outcome, words=words)
        with scene.author.acting():
            publishing.publish_document(scene.author, document)
        if scene is WITHDRAWN:
            signatory = somebody(scene.drafter, Role.SIGNATORY)
            with signatory.acting():
                taking_down.take_down(signatory, afterwards.published_of(document), reason=MISTAKEN)


def tell_the_public() -> None:
    """Note what was amended and repealed, with a consolidated text and an interpretation; once."""
    amending = PublishedDocument.objects.filter(title=manuscript_of(AMENDING).title).first()
    in_force = PublishedDocument.objects.filter(title=manuscript_of(IN_FORCE).title).first()
    if amending is None or in_force is None or amending.changes_made.exists():
        return
    _amend(amending)
    signatory, repealed = somebody(REPEALED.drafter, Role.SIGNATORY), _document(REPEALED)
    with signatory.acting():
        today = timezone.localdate()
        afterwards.note_validity(signatory, repealed, validity=Validity.REPEALED, since=today, successor=in_force)
    signatory = somebody(IN_FORCE.drafter, Role.SIGNATORY)
    with signatory.acting():
        title = f"《{in_force.title}》解读"
        reviewer = signatory.user.name
        afterwards.interpret(signatory, _document(IN_FORCE), title=title, text=INTERPRETED, reviewer=reviewer)


def _amend(amending: PublishedDocument) -> None:
    signatory, document = somebody(AMENDED.drafter, Role.SIGNATORY), _document(AMENDED)
    with signatory.acting():
        published, today = afterwards.published_of(document), timezone.localdate()
        lines = as_lines(published.blocks).splitlines()
        lines.insert(min(3, len(lines)), ADDED)
        afterwards.note_validity(signatory, document, validity=Validity.AMENDED, since=today, successor=amending)
        afterwards.consolidate(signatory, document, source=amending, since=today, text="\n".join(lines))


def _document(scene: Scene) -> JointDocument:
    with scene.author.acting():
        return JointDocument.objects.visible_to(scene.author).get(
            matter__drafting_unit=scene.author.unit, title=manuscript_of(scene).title
        )
