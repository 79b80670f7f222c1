"""The public is asked, and somebody answers; words of our own."""

from collaboration.consultation import workflow
from collaboration.consultation.models import Comment, Consultation
from collaboration.consultation.personal import Contact
from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import consulting
from tenants.identity.actor import Actor
from tests.factories.documents import in_a_week
from tests.ownership import as_owner

EXPLANATION = "为试验公开征求意见，拟写本样例。"


def consulting_on(author: Actor, document: JointDocument) -> Consultation:
    """The drafting unit asks the public about its document for a week."""
    with author.acting():
        return consulting.consult(author, document, explanation=EXPLANATION, closes_on=in_a_week())


def send_in(consultation: Consultation, *, words: str = "样例意见。", name: str = "样某某", way: str = "") -> Comment:
    """What somebody of the public says, as it enters; nobody is signed in."""
    receipt = workflow.receive(consultation, words=words, block_id="", contact=Contact(name, way))
    with as_owner():
        return Comment.objects.select_related("consultation__matter").get(pk=receipt)
