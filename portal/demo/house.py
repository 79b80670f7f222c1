"""What happens inside Shanghai's house: its departments, its chains of approval, what they agreed to so far."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.approval.chains import set_chain
from collaboration.approval.models import Finding, Run, Step, StepKind
from collaboration.approval.models.chains import Planned
from collaboration.approval.workflow import deciding, gathering, submitting
from collaboration.approval.workflow.findings import Found
from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.workflow import normative
from portal.demo.cast import somebody
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tenants.units.models import Department, Unit

if TYPE_CHECKING:
    from portal.demo.story import Scene

SH = "310000"
GENERAL, LEGAL, ENFORCEMENT = "综合处", "法规处", "执法协调处"
DEPARTMENTS = {
    GENERAL: (Role.HANDLER, Role.APPROVER),
    LEGAL: (Role.MEMBER,),
    ENFORCEMENT: (Role.SEAL_KEEPER,),
}
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj trailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip


def make_departments() -> None:
    """Shanghai's departments with their people. As the owner; safe to repeat."""
    unit = Unit.objects.filter(code=SH).first()
    for name, roles in DEPARTMENTS.items() if unit else ():
        made, _is_new = Department.objects.get_or_create(unit=unit, name=name)
        people = Membership.objects.filter(unit=unit, source=Membership.Source.DEMO, valid_until=None)
        for role in roles:
            people.filter(roles__contains=[role], department=None).update(department=made)


def _department(name: str) -> int:
    return Department.objects.get(unit__code=SH, name=name).pk


def set_chains(_scene: "Scene", _document: JointDocument) -> None:
    """Shanghai's administrator sets what precedes its opinions, and, for texts of the kind 意见, its sending."""
    administrator = somebody(SH, Role.UNIT_ADMINISTRATOR)
    review = Planned(StepKind.REVIEW, role=Role.APPROVER, days=2)
    sign_off = Planned(StepKind.SIGN_OFF, role=Role.SIGNATORY, days=2)
    with administrator.acting(), tenant_context(administrator.unit.tenant):
        legality = Planned(StepKind.LEGALITY, departments=(_department(LEGAL),), days=3)
        together = Planned(StepKind.DEPARTMENTS, departments=(_department(GENERAL), _department(ENFORCEMENT)), days=2)
        final_check = Planned(StepKind.FINAL_CHECK, role=Role.HANDLER, days=1)
        set_chain(administrator, kind="document", word="answer", steps=[review, sign_off])
        steps = [review, legality, together, sign_off, final_check]
        set_chain(administrator, kind="document", word="send", variant=Kind.OPINION, steps=steps)


def submitted(_scene: "Scene", document: JointDocument) -> Run:
    """Marked as normative, its legality reviewed, submitted; the departments are at it."""
    clerk = somebody(SH, Role.HANDLER)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        normative.set_normative(clerk, document, is_normative=True)
        run = submitting.submit(clerk, document.matter, "send", comment="已按各地意见修改，请审核。（演示）")
    _agree(somebody(SH, Role.APPROVER), run, "结构清楚，同意送法规处审核。（演示）")
    _agree(somebody(SH, Role.MEMBER), run, "内容未超越职权，同意。（演示）")
    _agree(somebody(SH, Role.HANDLER), run, "同意。（演示）")
    words = "依法审核，未发现违反上位法的内容。（演示）"
    reviewer = f"{LEGAL}　{somebody(SH, Role.MEMBER).user.name}"
    _record(document, Finding.Sort.LEGALITY, Finding.Conclusion.LAWFUL, reviewer, words)
    return run


def agreed(scene: "Scene", document: JointDocument) -> None:
    """The chain is through to its end, and the leaders have deliberated on the text."""
    run = submitted(scene, document)
    _agree(somebody(SH, Role.SEAL_KEEPER), run, "与执法安排一致，同意。（演示）")
    _agree(somebody(SH, Role.SIGNATORY), run, "同意，请征求各单位意见。（演示）")
    _agree(somebody(SH, Role.HANDLER), run, "已核对文字。（演示）")
    meeting = "局长办公会议（演示）"
    _record(document, Finding.Sort.DELIBERATION, Finding.Conclusion.PASSED_IN_PRINCIPLE, meeting, "原则同意。（演示）")


def _record(document: JointDocument, sort: str, conclusion: str, held_by: str, words: str) -> None:
    """Record what was found, with its paper."""
    clerk, yesterday = somebody(SH, Role.HANDLER), timezone.localdate() - timedelta(days=1)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        paper = f"{Finding.Sort(sort).label}（演示）.pdf"
        found = Found(sort, conclusion, yesterday, held_by, words, paper, PAPER)
        normative.record_on(clerk, JointDocument.objects.with_units().get(pk=document.pk), found)


def _agree(actor: Actor, run: Run, comment: str) -> None:
    with actor.acting(), tenant_context(actor.unit.tenant):
        step = Step.objects.for_person(actor).waiting().select_related("run").filter(run=run).first()
        if step is not None:
            deciding.agree(actor, step, comment=comment)


def departments_think(document: JointDocument) -> None:
    """Shanghai's handler asked two departments; one has given an opinion that can be taken over."""
    clerk, lawyer = somebody(SH, Role.HANDLER), somebody(SH, Role.MEMBER)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        departments = Department.objects.filter(unit=clerk.unit, name__in=(LEGAL, ENFORCEMENT))
        gathering.ask(clerk, document.matter, departments=departments, days=2, words="请结合职责提出意见。（演示）")
    with lawyer.acting(), tenant_context(lawyer.unit.tenant):
        step = Step.objects.for_person(lawyer).waiting().select_related("run").get(kind=StepKind.OPINION)
        block = document.versions.last().blocks[0]
        gathering.note_opinion(
            lawyer,
            step,
            text="建议写明函件的保存期限。（演示）",
            block_id=block["id"],
            quote=block["text"],
            proposed_text=f"{block['text']}函件至少保存三年。（演示）",
        )
        gathering.give(lawyer, step, comment="其余无意见。（演示）")
