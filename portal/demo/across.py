"""A document of a county with a city of another line: the superior's word first, the four lead units at its end."""

from typing import TYPE_CHECKING

from collaboration.dispatch import workflow as dispatching
from collaboration.dispatch.models import Dispatch
from collaboration.documents.crossing import subject_of
from collaboration.documents.models import JointDocument
from collaboration.levels import workflow as levels
from collaboration.levels.models import State
from portal.demo.cast import at_desk, somebody
from tenants.identity.roles import Role

if TYPE_CHECKING:
    from portal.demo.story import Scene

PURPOSE = "与对岸城市同步整治界河沿岸，需要其共同发文。（演示）"
QUESTION = "请补充对岸负责巡查的单位名单。（演示）"
SH, ZJ = "310000", "330000"


def ask_superior(scene: "Scene", document: JointDocument) -> None:
    """The county asks for the city's word; the superior of the county at the city's level says yes."""
    (other,) = scene.others
    with scene.author.acting():
        subject = subject_of(scene.seen(document), PURPOSE)
        asked = levels.ask(scene.author, subject, somebody(other, Role.HANDLER).unit)
    approver = somebody(asked.deciding_unit.code, Role.APPROVER)
    with approver.acting():
        levels.decide(approver, asked, outcome=State.APPROVED)


def answer_filing(document: JointDocument) -> None:
    """Of the four lead units one acknowledges what the portal filed with it, one asks; the others have not answered."""
    for code in (SH, ZJ):
        with at_desk(code) as clerk:
            filed = Dispatch.objects.visible_to(clerk).filter(
                about=document.public_id, purpose=Dispatch.Purpose.FILING, matter__closed_at=None
            )
            for dispatch in filed.select_related("matter__drafting_unit"):
                if code == SH:
                    dispatching.acknowledge(clerk, dispatch)
                else:
                    dispatching.ask(clerk, dispatch, text=QUESTION)
