"""What lies on the desks around the demonstration's documents: received, given, urged, supervised, stood in for."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from collaboration.deadlines import agreeing
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.clock import until_the_end_of
from collaboration.deadlines.models import Deadline, DutyShift
from collaboration.documents.models import JointDocument
from collaboration.incoming import workflow as incoming
from collaboration.incoming.models import Entry
from collaboration.members import workflow as members
from collaboration.supervision import urging
from collaboration.supervision import workflow as supervision
from collaboration.worklist.models import Urgency, Waiting
from portal.demo import house
from portal.demo.cast import at_desk, somebody
from tenants.identity.roles import Role
from tenants.units import workflow as units

SH, JS, ZJ, AH = "310000", "320000", "330000", "340000"
NANJING, HEFEI = "320100", "340100"
HANDLING, ASSISTING = "综合处", ("法规处",)
TELEPHONE = "000-00000000（演示）"
OFFICE = "000-00000000"


def _step(document: JointDocument, code: str, step: str) -> Waiting:
    return Waiting.objects.open().get(matter=document.pk, unit__code=code, step=step)


def _in_days(count: int) -> datetime:
    return until_the_end_of(WorkingDays.load().after(timezone.localdate(), count))


def _received(code: str, document: JointDocument, *, urgency: int = Urgency.ORDINARY, days: int = 5) -> Entry:
    with at_desk(code) as clerk:
        due_on = WorkingDays.load().after(timezone.localdate(), days)
        return incoming.register(clerk, incoming.receive(clerk, document.matter), urgency=urgency, due_on=due_on)


def handled_in_shanghai(document: JointDocument) -> None:
    """Proposed, circulated, one has not read it yet; the instruction gives it to the handler."""
    entry = _received(SH, document, urgency=Urgency.URGENT)
    with at_desk(SH) as clerk:
        words = "拟由综合处牵头、法规处配合，于时限前提出书面意见。（演示）"
        incoming.propose(clerk, entry, text=words, handling=HANDLING, assisting=ASSISTING)
    with at_desk(SH, Role.SIGNATORY) as leader:
        words = "同意。请逐项核对后答复。（演示）"
        incoming.instruct(leader, entry, text=words, handler=somebody(SH, Role.HANDLER).user)
        incoming.circulate(leader, entry, [somebody(SH, role).user for role in (Role.MEMBER, Role.APPROVER)])
    with at_desk(SH, Role.APPROVER) as reader:
        incoming.confirm_read(reader, entry)


def proposed_in_shanghai(document: JointDocument) -> None:
    """Registered and proposed; the leaders have not instructed yet."""
    entry = _received(SH, document)
    with at_desk(SH) as clerk:
        incoming.propose(clerk, entry, text="拟存查，并转培训承办部门知悉。（演示）", handling=HANDLING)


def answered_in_jiangsu(document: JointDocument) -> None:
    """From receipt to answer."""
    entry = _received(JS, document)
    with at_desk(JS) as clerk:
        incoming.answer(clerk, entry, text="已会签，按要求报名。（演示）")


def registered_in_jiangsu(document: JointDocument) -> None:
    """Registered, waiting for a proposal."""
    _received(JS, document, days=2)


def only_received_in_zhejiang(document: JointDocument) -> None:
    """Signed for, not registered yet."""
    with at_desk(ZJ) as clerk:
        incoming.receive(clerk, document.matter)


def stood_in_for_in_zhejiang(_document: JointDocument) -> None:
    """The signatory who is asked to sign is away; the approver stands in."""
    absent, delegate = somebody(ZJ, Role.SIGNATORY), somebody(ZJ, Role.APPROVER)
    with at_desk(ZJ, Role.SIGNATORY):
        reason = "外出参加培训。（演示）"
        members.delegate(
            absent, absent.membership, delegate.membership, starts=timezone.now(), ends=_in_days(5), reason=reason
        )


def time_is_negotiated(document: JointDocument) -> None:
    """Anhui asked for more time, Jiangsu offers less: the counter-proposal waits for Anhui."""
    for code, days, reason in ((AH, 15, "需要征求各市意见。（演示）"), (JS, 8, "另定一日，请按此反馈。（演示）")):
        with at_desk(code) as clerk:
            deadline = Deadline.objects.get(waiting=_step(document, AH, "answer"))
            agreeing.propose(clerk, deadline, until=_in_days(days), reason=reason)


def _telephones() -> None:
    for code in (SH, JS, ZJ, AH, NANJING, HEFEI):
        with at_desk(code, Role.UNIT_ADMINISTRATOR) as administrator:
            units.set_telephone(administrator.unit, actor=administrator, telephone=OFFICE)


def chased_and_supervised(document: JointDocument) -> None:
    """Urged and telephoned; Jiangsu asks Anhui to supervise, and Anhui issues a slip to Hefei."""
    _telephones()
    hefei, anhui = somebody(HEFEI, Role.HANDLER), somebody(AH, Role.HANDLER).unit
    with at_desk(HEFEI) as officer:
        now = timezone.now()
        DutyShift.objects.create(
            unit=officer.unit, person=officer.user, telephone=TELEPHONE, starts_at=now, ends_at=now + timedelta(days=30)
        )
    with at_desk(NANJING) as clerk:
        urging.urge(clerk, document.matter)
        answer = "签发人外出，两日内会签。（演示）"
        urging.note_call(
            clerk, document.matter, unit=hefei.unit, spoke_with=hefei.user.name, called_at=timezone.now(), answer=answer
        )
    about, due_on = document.public_id, WorkingDays.load().after(timezone.localdate(), 3)
    with at_desk(JS, Role.SIGNATORY) as leader:
        demand = "商请督促有关单位尽快会签。（演示）"
        supervision.issue(leader, about=about, unit=anhui, demand=demand, due_on=due_on)
    with at_desk(AH, Role.SIGNATORY) as leader:
        demand = "请说明逾期原因，并明确会签时间。（演示）"
        supervision.issue(leader, about=about, unit=hefei.unit, demand=demand, due_on=due_on)


ERRANDS: Mapping[str, tuple[Callable[[JointDocument], None], ...]] = {
    "forms.txt": (handled_in_shanghai, time_is_negotiated, house.departments_think),
    "training.txt": (proposed_in_shanghai, answered_in_jiangsu),
    "noise.txt": (registered_in_jiangsu,),
    "list.txt": (only_received_in_zhejiang, stood_in_for_in_zhejiang),
    "signs.txt": (chased_and_supervised,),
}
OVERDUE = "signs.txt"


def set_back(document: JointDocument) -> None:
    """Let Hefei's time have run out two working days ago, which no step can arrange. As the owner."""
    calendar = WorkingDays.load()
    ended = until_the_end_of(calendar.before(calendar.before(timezone.localdate())))
    began = ended - timedelta(days=8)
    step = _step(document, HEFEI, "countersign")
    clock = {"fixed_until": ended, "due_at": ended, "begun_at": began, "warn_at": ended - timedelta(days=2)}
    Deadline.objects.filter(waiting=step).update(**clock)
    Waiting.objects.filter(pk=step.pk).update(opened_at=began)
