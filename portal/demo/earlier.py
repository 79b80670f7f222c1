"""A document from before the portal: its scan is made here, marked as a sample, registered and published."""

import datetime

from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.text.conversion import convert
from collaboration.documents.workflow import publishing, registering, reviewing
from collaboration.documents.workflow.registering import Facts
from collaboration.typesetting.document import Issuer, PrintDocument
from collaboration.typesetting.document import Kind as Layout
from collaboration.typesetting.typesetter import typeset
from portal.demo.cast import confirming, somebody
from portal.demo.publishing import REVIEWS
from portal.demo.story import TEXTS
from tenants.identity.roles import Role
from tenants.units.models import Unit

TEXT = "standards.txt"
ZJ, JS, SH = "330000", "320000", "310000"
SIGNED_ON = datetime.date(2021, 6, 23)
NUMBER = "演示城管〔2021〕6号"


def register() -> None:
    """Zhejiang registers it, its signatory and Jiangsu's confirm, Shanghai's has not spoken; it is public. Once."""
    manuscript = convert("auto", TEXT, (TEXTS / TEXT).read_bytes())
    clerk = somebody(ZJ, Role.HANDLER)
    units = [somebody(code, Role.HANDLER).unit for code in (ZJ, JS, SH)]
    with clerk.acting():
        if JointDocument.objects.visible_to(clerk).filter(title=manuscript.title).exists():
            return
        facts = Facts(
            kind=Kind.AGREEMENT,
            title=manuscript.title,
            number=NUMBER,
            topic="建筑垃圾",
            units=[(unit, unit.name) for unit in units],
            dated_on=SIGNED_ON,
            in_force_from=SIGNED_ON,
        )
        blocks = [block.to_json() for block in manuscript.blocks]
        scan = _scan(manuscript.title, units, blocks)
        document = registering.register(clerk, facts, scan=scan, blocks=list(manuscript.blocks))
    for code in (ZJ, JS):
        _confirm(code, document)
    for kind, role, outcome, words in REVIEWS:
        reviewer = somebody(ZJ, role)
        with reviewer.acting():
            reviewing.review(reviewer, document, kind=kind, outcome=outcome, words=words)
    with clerk.acting():
        publishing.publish_document(clerk, document)


def _confirm(code: str, document: JointDocument) -> None:
    signatory = somebody(code, Role.SIGNATORY)
    with signatory.acting():
        seen = JointDocument.objects.visible_to(signatory).with_units().get(pk=document.pk)
        digest = registering.subject_of(seen).content_hash
        registering.confirm(signatory, seen, digest=digest, prove=confirming(signatory))


def _scan(title: str, units: list[Unit], blocks: list[dict[str, object]]) -> bytes:
    """What a scanner would have made of the paper; every seal on it says 样章."""
    paper = PrintDocument(
        kind=Layout.AGREEMENT,
        title=title,
        issuers=tuple(Issuer(unit.code, unit.name) for unit in units),
        blocks=tuple(blocks),
        date=SIGNED_ON,
        number=NUMBER,
    )
    return typeset(paper, preview=True).pdf
