"""What a unit agrees to inside before it speaks: submitting, agreeing, asking departments, chains and findings."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.approval.models import Step
from collaboration.approval.workflow import gathering, submitting
from collaboration.documents.models import JointDocument, Status
from collaboration.documents.workflow import normative
from tenants.identity.actor import Actor
from tests.factories import documents as make
from tests.factories.approvals import at_home, give_chain
from tests.factories.people import make_actor
from tests.isolation.acts.cast import CITY, ITS_UNIT, OTHER_CITY, Cast
from tests.isolation.acts.trying import Attempt

NO_STEPS = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-kind": "review", "form-0-role": "approver"}


def approving(cast: Cast) -> list[Attempt]:
    """A draft that waits for its review, one that was not submitted yet, and the chain of the unit."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    give_chain(CITY, "send")
    fresh, submitted = make.make_draft(author, guest), make.make_draft(author, guest)
    colleague = make_actor(CITY)
    clerk = make_actor(CITY)
    with at_home(clerk):
        run = submitting.submit(clerk, submitted.matter, "send")
        review, sign_off = run.steps.get(position=1), run.steps.get(position=2)
    house = f"/house/{submitted.public_id}/"

    def on(step: Step, act: str, **data: object) -> Attempt:
        given = {f"step-{step.pk}-{name}": value for name, value in {"words": "样例。", **data}.items()}
        return Attempt("approval:step", f"{house}steps/{step.pk}/", {"act": act, **given}, act=act)

    chain = Attempt("approval:chain", "/house/chains/document/send/", NO_STEPS, sides=ITS_UNIT)
    return [
        Attempt("approval:submit", f"/house/{fresh.public_id}/submit/", {"word": "send"}),
        Attempt("approval:withdraw", f"{house}runs/{run.pk}/withdraw/", {"reason": "样例。"}),
        on(review, "agree"),
        on(review, "send_back", back_to=0),
        on(review, "hand_on", person=colleague.user.pk),
        on(review, "add_signer", person=colleague.user.pk),
        on(sign_off, "substitute", person=colleague.user.pk),
        chain,
    ]


def thinking(cast: Cast) -> list[Attempt]:
    """An invited unit asks its departments; whoever was asked writes, and the handler takes it over."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    unasked, asked = (make.make_document(Status.SOLICITING, author, guest) for _number in range(2))
    colleague = make_actor(OTHER_CITY)
    with at_home(guest):
        run = gathering.ask(guest, asked.matter, people=[colleague.user])
    with at_home(colleague):
        step = run.steps.select_related("run").get()
        opinion = gathering.note_opinion(colleague, step, text="样例。")
    house = f"/house/{asked.public_id}/"

    def mine(actor: Actor) -> int:
        """The step of whoever tries, where they can be asked at all."""
        if actor.unit != guest.unit or not actor.handles_content:
            return step.pk
        with at_home(guest):
            return gathering.ask(guest, asked.matter, people=[actor.user]).steps.get(person_id=actor.user.pk).pk

    return [
        Attempt("approval:ask", f"/house/{unasked.public_id}/ask/", {"people": colleague.user.pk}),
        Attempt("approval:opinion", data={"text": "样例。"}, before=lambda one: f"{house}steps/{mine(one)}/opinion/"),
        Attempt("approval:step", data={"act": "agree"}, act="give", before=lambda one: f"{house}steps/{mine(one)}/"),
        Attempt("documents:take_inside", f"/documents/{asked.public_id}/opinions/inside/", {"opinions": opinion.pk}),
    ]


def normative_documents(cast: Cast) -> list[Attempt]:
    """One that is to be marked, one that is marked already."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    plain, marked = make.make_draft(author, guest), make.make_draft(author, guest)
    with author.acting():
        normative.set_normative(author, marked, is_normative=True)
    return [
        Attempt("documents:normative", f"/documents/{plain.public_id}/normative/"),
        Attempt("documents:findings", f"/documents/{marked.public_id}/findings/", lambda _one: _finding(marked)),
    ]


def _finding(document: JointDocument) -> dict[str, object]:
    found = {"conclusion": "lawful", "held_on": timezone.localdate().isoformat(), "held_by": f"样例{document.pk}"}
    paper = SimpleUploadedFile("样例.pdf", b"%PDF-1.7 sample")
    return {"sort": "legality", **{f"legality-{name}": value for name, value in found.items()}, "legality-file": paper}
