"""A case that goes from one city to another and is being handled there; help that was rated. All made up."""

from datetime import timedelta

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, Rating
from collaboration.assistance.overview import rating
from collaboration.assistance.workflow import receiving
from collaboration.letters.workflow import outside
from collaboration.letters.workflow.outside import Happened
from collaboration.transfers.models import Coordination
from collaboration.transfers.workflow import handing_over, negotiating, reporting
from collaboration.transfers.workflow.negotiating import Opening
from collaboration.transfers.workflow.reporting import Told
from portal.demo.cast import at_desk, confirming
from portal.demo.requests import AH, CASE, ENQUIRY, HEFEI, NANJING, PERSON, ZJ, sent
from tenants.units.models import Unit

DISPUTE = "跨界倾倒系列案管辖争议（演示）"
PROOF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
JUDICIAL = "关于涉嫌污染环境案移送公安机关的函（演示）"
TRANSFER = "关于移送建筑垃圾跨界倾倒案的函（演示）"
ITEMS = [
    {"name": "立案审批表（演示）", "quantity": "一份两页", "form": "copy"},
    {"name": "询问笔录（演示）", "quantity": "两份六页", "form": "original"},
    {"name": "现场照片及说明（演示）", "quantity": "十二张", "form": "electronic"},
]


def play() -> None:
    """Make what is not there yet; everything goes its real way."""
    _transferred()
    _rated()
    _disputed()
    _to_the_judiciary()


def _to_the_judiciary() -> None:
    """Nanjing hands a suspected crime to the police in Hefei, where the local member leads; the police have it."""
    today = timezone.localdate()
    words = {
        **CASE, **PERSON, "facts": "演示企业倾倒危险废物，涉嫌犯罪。（演示）", "offence": "涉嫌污染环境罪（演示）",
        "decided_on": today.isoformat(), "copy_to": "合肥市人民检察院（演示）", "file": "立案审批表\n现场检查笔录",
        "investigation": {"without": "随案卷一并移交。（演示）"},
    }  # fmt: skip
    request = sent("judicial", JUDICIAL, NANJING, HEFEI, words, outside="合肥市公安局")
    if request is None:
        return
    with at_desk(HEFEI) as clerk:
        receiving.receive(clerk, request)
        receiving.accept(clerk, request)
        steps = (("decided", 2, "", "经负责人批准移送。（演示）"),
                 ("handed_over", 1, "演示移〔2026〕3号", "附清单。（演示）"),
                 ("receipt", 1, "", "公安机关已在回执上签字。（演示）"))  # fmt: skip
        for sort, ago, number, said in steps:
            happened = Happened(sort, today - timedelta(days=ago), number, said, "扫描件（演示）.pdf", PROOF)
            outside.record_step(clerk, request, happened)


def _disputed() -> None:
    """Nanjing and Hefei have both opened a case; each holds itself competent."""
    with at_desk(NANJING) as clerk:
        if Coordination.objects.visible_to(clerk).filter(subject=DISPUTE).exists():
            return
        units = list(Unit.objects.filter(code__in=[NANJING, HEFEI]).order_by("code"))
        question = "同一演示车队的倾倒行为，两地先后立案，由谁管辖？（演示）"
        until = timezone.localdate() + timedelta(days=15)
        case = AssistanceRequest.objects.visible_to(clerk).filter(title=TRANSFER).select_related("matter").first()
        about = case.public_id if case else None
        found = negotiating.begin(clerk, Opening("jurisdiction", DISPUTE, question, until, units, about))
    for code, days, number in ((NANJING, 12, "演示宁立〔2026〕31号"), (HEFEI, 20, "演示合立〔2026〕12号")):
        with at_desk(code) as clerk:
            at = timezone.now() - timedelta(days=days)
            negotiating.prove_filing(clerk, found, filed_at=at, case_number=number, proof=PROOF)
            words = "本单位已立案并取得主要证据。（演示）"
            negotiating.state(clerk, found, text=words, competent=clerk.unit)


def _transferred() -> None:
    """Nanjing hands a case over; Hefei has verified and opened it."""
    today = timezone.localdate().isoformat()
    words = {
        **CASE, **PERSON, "facts": "演示车辆将建筑垃圾运至贵市倾倒。", "place": "演示交界处", "found_on": today,
        "reason": "违法行为发生地在贵市，不属于本单位管辖。", "file": "\n".join(one["name"] for one in ITEMS),
    }  # fmt: skip
    request = sent("transfer", TRANSFER, NANJING, HEFEI, words)
    if request is None:
        return
    with at_desk(HEFEI) as clerk:
        receiving.receive(clerk, request)
        receiving.accept(clerk, request)
    with at_desk(NANJING) as clerk:
        kept = handing_over.sign(clerk, handing_over.write(clerk, request, ITEMS), prove=confirming(clerk))
    with at_desk(HEFEI) as clerk:
        handing_over.take(clerk, kept, remark="照片为十一张。（演示）", prove=confirming(clerk))
        day = timezone.localdate()
        reporting.report(clerk, request, Told("verified", day, "经现场核查，倾倒事实属实。（演示）"))
        told = Told(
            "decided", day, "符合立案条件，已立案。（演示）", outcome="filed", case_number="演示合立〔2026〕12号"
        )
        reporting.report(clerk, request, told)


def _rated() -> None:
    """Zhejiang rates the answer to its enquiry, Anhui answers."""
    with at_desk(ZJ) as clerk:
        request = AssistanceRequest.objects.visible_to(clerk).filter(title=ENQUIRY, matter__state="closed").first()
        if request is None or Rating.objects.filter(request=request).exists():
            return
        rating.rate(clerk, request, timeliness="good", effort="good", comment="答复及时，说明清楚。（演示）")
    with at_desk(AH) as clerk:
        rating.answer(clerk, request, text="欢迎继续沟通。（演示）")
