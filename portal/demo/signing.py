"""Units that sign one after another: one signed on paper, one abstained, the last is asked now."""

from typing import TYPE_CHECKING

from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import abstaining, countersigning, paper
from collaboration.typesetting.seals import seal_pdf
from portal.demo.cast import confirming, somebody
from tenants.identity.roles import Role
from tenants.units.founding import OFFICE_CODE

if TYPE_CHECKING:
    from portal.demo.story import Scene

REASON = "本单位清单正在修订，暂不参加比对。（演示）"


def start_in_turns(scene: "Scene", document: JointDocument) -> None:
    """The drafting unit first, the last of the others second with the first of them, whoever is left in the end."""
    office = somebody(OFFICE_CODE, Role.UNIT_ADMINISTRATOR)
    with office.acting():
        abstaining.allow_abstaining(office, allowed=True)
    first, middle, last = scene.others
    order = {scene.drafter: 1, first: 2, last: 2, middle: 3}
    with scene.author.acting():
        countersigning.start_countersigning(scene.author, scene.seen(document), order=order)


def sign_in_turns(scene: "Scene", document: JointDocument) -> None:
    """One signs here, one on paper, one abstains; the turn passes to the last."""
    drafter, by_hand, _asked, without = scene.everybody(Role.SIGNATORY)
    with drafter.acting():
        seen = scene.seen(document, drafter)
        content_hash = countersigning.open_attempt(seen).version.content_hash
        countersigning.countersign(drafter, seen, content_hash=content_hash, prove=confirming(drafter))
    with by_hand.acting():
        seen = scene.seen(document, by_hand)
        sheet = paper.bring_sheet(by_hand, seen, scan=seal_pdf(by_hand.unit.name))
        prove = confirming(by_hand)
        paper.sign_on_paper(by_hand, seen, content_hash=content_hash, scan=sheet.scan_sha256, prove=prove)
    with without.acting():
        seen, prove = scene.seen(document, without), confirming(without)
        abstaining.abstain(without, seen, content_hash=content_hash, reason=REASON, prove=prove)
