"""Letters in the demonstration: Shanghai transfers cases by letter; elsewhere handlers send requests themselves."""

from datetime import timedelta

from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest, KindVersion
from collaboration.assistance.workflow import drafting
from collaboration.assistance.workflow.drafting import Wording
from collaboration.letters import wording
from collaboration.letters.models import Department, Practice, Sort
from collaboration.letters.workflow import writing
from portal.demo.cast import at_desk
from tenants.units.models import Unit

DEPARTMENTS = (("310000", "上海市规划和自然资源局"), ("320000", "江苏省自然资源厅"), ("320100", "南京市公安局"),
               ("320100", "南京市人民检察院"), ("340100", "合肥市公安局"))  # fmt: skip
SH, JS = "310000", "320000"
TRANSFER = "关于移送跨界倾倒建筑垃圾案件的请求（演示）"
ANSWERS = {
    "case_number": "演示立〔2026〕15号", "cause": "涉嫌随意倾倒建筑垃圾（演示）", "place": "演示交界处",
    "facts": "巡查发现演示车辆在贵省境内倾倒建筑垃圾。（演示）", "reason": "违法行为发生地在贵省。（演示）",
    "file": "立案审批表（演示）\n现场检查笔录（演示）\n现场照片（演示）", "party": "演示运输公司",
}  # fmt: skip


def set_practice() -> None:
    """As the owner: without it everybody would meet letters first."""
    for unit in Unit.objects.filter(level__gt=0):
        Practice.objects.get_or_create(unit=unit, kind=None, defaults={"by_letter": False})
    for area, name in DEPARTMENTS:
        Department.objects.get_or_create(
            area=area, name=name, defaults={"contact": "联系人（演示）", "telephone": "000-00000000"}
        )
    shanghai = Unit.objects.get(code=SH)
    Practice.objects.get_or_create(unit=shanghai, kind_id="transfer", defaults={"by_letter": True})


def play() -> None:
    """A transfer whose letter waits for the signature."""
    with at_desk(SH) as clerk:
        if AssistanceRequest.objects.visible_to(clerk).filter(title=TRANSFER).exists():
            return
        version = KindVersion.objects.filter(kind="transfer").order_by("-number")[0]
        today = timezone.localdate()
        wanted = Wording(
            title=TRANSFER, addressee=Unit.objects.get(code=JS), wanted_on=today + timedelta(days=30),
            contact=clerk.name, contact_phone="000-00000000", answers={**ANSWERS, "found_on": today.isoformat()},
        )  # fmt: skip
        request = drafting.create(clerk, version, wanted)
        words = writing.Words(**wording.beginning(request, Sort.REQUEST), code_word=clerk.unit.code_word or "演示函")
        writing.submit(clerk, writing.write(clerk, request, Sort.REQUEST, words))
