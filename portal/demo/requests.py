"""Requests between the demonstration's units, each at another point of its way. All made up."""

from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, KindVersion
from collaboration.assistance.workflow import drafting, handling, receiving, sending
from collaboration.assistance.workflow.drafting import Wording
from collaboration.casefiles import storing
from collaboration.typesetting.lists import Listing, typeset_lists
from portal.demo.cast import at_desk
from tenants.identity.actor import Actor
from tenants.units.models import Unit

SH, JS, ZJ, AH, NANJING, XUANWU, HEFEI = "310000", "320000", "330000", "340000", "320100", "320102", "340100"
EVIDENCE = "关于协助调取建筑垃圾运输记录的请求（演示）"
SERVICE = "关于代为送达听证告知书的请求（演示）"
ENQUIRY = "关于户外招牌设置规则的咨询（演示）"
LEAD = "关于疑似跨界倾倒线索的通报（演示）"
ACROSS = "关于协助核查餐厨垃圾去向的请求（演示）"
CASE = {"case_number": "演示立〔2026〕7号", "cause": "涉嫌擅自处置建筑垃圾（演示）"}
PERSON = {"party": "演示运输公司", "party_id": "演示证件号码", "party_phone": "000-00000000"}
TO_FIND_OUT = {
    **CASE, **PERSON, "facts": "演示车辆于演示日期自本市驶入贵省，去向不明。", "place": "演示消纳场",
    "to_obtain": "调取演示车辆进出场记录，询问现场负责人。", "materials": "立案审批表（演示）\n现场照片（演示）",
}  # fmt: skip
TO_SERVE = {
    **CASE, "paper": "听证告知书（演示）", "paper_number": "演示告字〔2026〕3号", "copies": 2,
    "recipient_kind": "person", "paper_file": {"without": "原件已由邮政寄出。（演示）"},
    "recipient": "演示当事人", "address": "演示路一号", "manners": ["direct", "left", "post"],
    "reason": "当事人已离开本市，本单位无法直接送达。", "term_runs": "送达之日起五日内可以要求听证。",
}  # fmt: skip


def play() -> None:
    """Make what is not there yet; every request goes its real way."""
    _handled()
    _waiting_for_receipt()
    _closed()
    _sent_back()
    _across_levels()


def sent(
    kind: str, title: str, asking: str, asked: str, answers: Mapping[str, object], *, outside: str = ""
) -> AssistanceRequest | None:
    """A request that was sent; none where the demonstration has it already."""
    with at_desk(asking) as clerk:
        if AssistanceRequest.objects.visible_to(clerk).filter(title=title).exists():
            return None
        day = timezone.localdate() + timedelta(days=30)
        dated = {"serve_by": day.isoformat()} if kind == "service" else {}
        wording = Wording(
            title=title,
            addressee=Unit.objects.get(code=asked),
            wanted_on=day,
            contact=clerk.name,
            contact_phone="000-00000000",
            outside=outside,
            answers={**answers, **dated},
        )
        version = KindVersion.objects.filter(kind=kind).order_by("-number")[0]
        sending.send(clerk, drafting.create(clerk, version, wording))
        return AssistanceRequest.objects.visible_to(clerk).with_units().get(title=title)


def _handled() -> None:
    """Jiangsu looks for Shanghai's records, reports, and asks something."""
    if request := sent("evidence", EVIDENCE, SH, JS, TO_FIND_OUT):
        with at_desk(JS) as clerk:
            receiving.receive(clerk, request)
            receiving.accept(clerk, request)
            _with_file(clerk, request, "现场检查情况.pdf")
            handling.report(clerk, request, text="已派两名执法人员前往演示消纳场调取记录。（演示）")
            handling.ask(clerk, request, text="请补充车辆进场的大致日期。（演示）")


def _with_file(clerk: Actor, request: AssistanceRequest, name: str) -> None:
    """A paper of the case, which goes over with what is said next."""
    facts = [("检查时间", "演示日期上午九时"), ("检查地点", "演示消纳场"), ("检查人", "演示执法人员甲、乙")]
    rows = [["1", "演示车辆甲", "08:12", "09:05"], ["2", "演示车辆乙", "08:40", "09:31"]]
    table = Listing("现场检查情况（演示）", facts, ["序号", "车辆", "进场", "出场"], rows, [10, 40, 25, 25])
    paper = BytesIO(typeset_lists([table], by=clerk.name, at=""))
    storing.keep(clerk, request.matter, name=name, stream=paper)


def _waiting_for_receipt() -> None:
    sent("service", SERVICE, NANJING, HEFEI, TO_SERVE)


def _closed() -> None:
    """Asked, answered, confirmed."""
    if request := sent("enquiry", ENQUIRY, ZJ, AH, {"question": "贵省对店铺招牌的设置有无统一规则？（演示）"}):
        with at_desk(AH) as clerk:
            receiving.receive(clerk, request)
            receiving.accept(clerk, request)
            handling.reply(clerk, request, {"result": "由各市自行规定，没有全省统一的规则。（演示）"})
        with at_desk(ZJ) as clerk:
            handling.confirm(clerk, request)


def _sent_back() -> None:
    """Zhejiang wants to know more before it accepts."""
    words = {"source_of_lead": "日常巡查（演示）", "facts": "发现疑似来自贵省的倾倒痕迹。（演示）",
             "found_on": timezone.localdate().isoformat(), "place": "演示交界处"}  # fmt: skip
    if request := sent("lead", LEAD, AH, ZJ, words):
        with at_desk(ZJ) as clerk:
            receiving.receive(clerk, request)
            receiving.return_for_completion(clerk, request, text="请补充现场位置图。（演示）")


def _across_levels() -> None:
    """A county asks a city of another province: its own city decides first."""
    sent(
        "files",
        ACROSS,
        XUANWU,
        HEFEI,
        {**CASE, "wanted": "餐厨垃圾收运台账（演示）", "use": "核对去向（演示）", "form": "copy"},
    )
