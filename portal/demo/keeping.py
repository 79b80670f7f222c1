"""The seals' pictures before anything is sealed, and where a sealed document goes: recipients, archive."""

from datetime import timedelta

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.archive import workflow as archive
from collaboration.archive.models import Item, Retention
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.dispatch.workflow import To
from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import issuing
from collaboration.incoming import workflow as incoming
from collaboration.sealing.pictures import taking
from collaboration.sealing.pictures.current import current_picture
from collaboration.typesetting.seals import seal_svg
from portal.demo.cast import confirming, somebody
from tenants.identity.roles import Role

SH, NANJING, XUANWU, HEFEI = "310000", "320100", "320102", "340100"
DIAMETER = 42
FONDS = ("D012", "上海市城市管理行政执法局（演示）")


def hand_in_picture() -> None:
    """Shanghai's seal keeper hands in the picture of its seal: a sample, as everything here."""
    keeper = somebody(SH, Role.SEAL_KEEPER)
    with keeper.acting():
        if current_picture(keeper.unit) is None:
            media_type, picture = taking.look_at(seal_svg(keeper.unit.name, DIAMETER).encode())
            taking.hand_in(keeper, picture, media_type, diameter_mm=DIAMETER, prove=confirming(keeper))


def issue(document: JointDocument) -> None:
    """Sent to two cities, a district and to somebody on paper; one has signed for it."""
    clerk = somebody(SH, Role.HANDLER)
    to = [To(Addressee.Role.MAIN, somebody(code, Role.HANDLER).unit) for code in (NANJING, HEFEI)]
    to += [To(Addressee.Role.COPY, somebody(XUANWU, Role.HANDLER).unit)]
    to += [To(Addressee.Role.COPY, None, "演示行业协会")]
    with clerk.acting():
        if document.issued_at is None:
            issuing.issue(clerk, document, to, term=Term(CountedIn.WORKING_DAYS, 3))
    receiver = somebody(NANJING, Role.HANDLER)
    with receiver.acting(), tenant_context(receiver.unit.tenant):
        sent = Dispatch.objects.visible_to(receiver).get(about=document.public_id, purpose=Dispatch.Purpose.ISSUE)
        incoming.receive(receiver, sent.matter)


def archive_in_shanghai(document: JointDocument) -> None:
    """The original has its number in the archive, and is lent."""
    clerk = somebody(SH, Role.HANDLER)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        item = Item.objects.visible_to(clerk).get(about=document.public_id)
        number, name = FONDS
        archive.set_fonds(clerk, number=number, name=name)
        today = timezone.localdate()
        archive.archive(clerk, item, year=today.year, retention=Retention.PERMANENT, department="综合处")
        until = today + timedelta(days=14)
        archive.lend(clerk, item, borrower="法规处（演示）", purpose="起草配套文件查阅。（演示）", until=until)
