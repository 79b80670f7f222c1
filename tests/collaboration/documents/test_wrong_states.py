"""Every step in every state it does not belong to, and by people who may not take it."""

import pytest

from collaboration.documents import rules
from collaboration.documents.models import Answer, Disposition, Status
from collaboration.documents.workflow import cancelling, countersigning, deciding, drafting, opinions, replies, rounds
from collaboration.errors import NotAllowed, WrongState
from collaboration.sealing.models import SealedFile
from tenants.identity.roles import Role
from tests.factories.documents import again, in_a_week, make_document, paragraphs, proof
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db

STEPS = {
    "save_version": (rules.EDIT, "author", lambda a, d: drafting.save_version(
        a, d, revision=0, title="样例", blocks=paragraphs())),
    "invite": (rules.INVITE, "author", lambda a, d: drafting.invite(a, d, [])),
    "withdraw_invitation": (rules.UNINVITE, "author", lambda a, d: drafting.withdraw_invitation(a, d, a.unit)),
    "leave_out": (rules.LEAVE_OUT, "author", lambda a, d: drafting.leave_out(a, d, a.unit)),
    "open_round": (rules.OPEN_ROUND, "author", lambda a, d: rounds.open_round(a, d, due_on=in_a_week())),
    "close_round": (rules.CLOSE_ROUND, "author", lambda a, d: rounds.close_round(a, d, early=True)),
    "fix_text": (rules.FIX, "author", lambda a, d: rounds.fix_text(a, d, version=1)),
    "reopen_text": (rules.REOPEN, "author", rounds.reopen_text),
    "note_opinion": (rules.ANSWER, "invited", lambda a, d: opinions.note_opinion(a, d, text="样例。")),
    "answer": (rules.ANSWER, "invited", lambda a, d: opinions.answer(a, d, outcome=Answer.Outcome.NO_OPINION)),
    "decline": (rules.DECLINE, "invited", lambda a, d: opinions.decline(a, d, reason="样例。")),
    "decide": (rules.DECIDE, "author", lambda a, d: deciding.decide(
        a, d, opinions.Opinion(), outcome=Disposition.Outcome.ADOPTED)),
    "adopt": (rules.DECIDE, "author", lambda a, d: deciding.adopt(a, d, opinions.Opinion())),
    "place_again": (rules.DECIDE, "author", lambda a, d: deciding.place_again(
        a, d, opinions.Opinion(), block_id="00000000")),
    "reply": (rules.REPLY, "invited", lambda a, d: replies.reply(a, d, opinions.Opinion(), stance="confirmed")),
    "start_countersigning": (rules.START_COUNTERSIGNING, "author", countersigning.start_countersigning),
    "countersign": (rules.COUNTERSIGN, "invited", lambda a, d: countersigning.countersign(
        a, d, content_hash="", prove=proof)),
    "return_text": (rules.RETURN, "invited", lambda a, d: countersigning.return_text(
        a, d, content_hash="", reason="样例。")),
    "cancel": (rules.CANCEL, "author", lambda a, d: cancelling.cancel(a, d, reason="样例。")),
}  # fmt: skip
WRONG = [
    pytest.param(name, status, id=f"{name}-{status}")
    for name, (rule, _side, _step) in STEPS.items()
    for status in Status
    if status not in rule.states
]
EARLY = (Status.DRAFT, Status.SOLICITING, Status.FINAL, Status.COUNTERSIGNING, Status.SIGNED, Status.CANCELLED)


def in_state(status, author, invited):
    """A document in the state; what lies behind signing is written by the owner, without the sealer's work."""
    document = make_document(status if status in EARLY else Status.SIGNED, author, invited)
    if status not in EARLY:
        with as_owner():
            SealedFile.objects.create(
                matter=document.matter, state="closed", content_hash="", sha256="", size=0, check_code="x", issuers=[]
            )
            document.matter.state = status
            document.matter.save()
    return again(author, document)


@pytest.mark.parametrize(("name", "status"), WRONG)
def test_step_is_refused_where_it_does_not_belong(name, status):
    _rule, side, step = STEPS[name]
    author, invited = make_actor("310000"), make_actor("320000")
    document = in_state(status, author, invited)
    actor = author if side == "author" or status is Status.DRAFT else invited

    with actor.acting(), pytest.raises((WrongState, NotAllowed)) as refused:
        step(actor, document)
    assert refused.type is WrongState or status is Status.DRAFT
    assert str(refused.value)
    assert again(author, document).status is status


@pytest.mark.parametrize("name", STEPS)
def test_step_is_refused_to_the_wrong_role_and_the_wrong_unit(name):
    rule, side, step = STEPS[name]
    author, invited = make_actor("310000"), make_actor("320000")
    status = next(iter(sorted(rule.states - {Status.SEALING, Status.SEALED, Status.PUBLISHED})))
    document = in_state(status, author, invited)
    code = "310000" if side == "author" else "320000"
    others = [
        make_actor(code, *({Role.MEMBER, Role.APPROVER, Role.SEAL_KEEPER, Role.LIAISON})),
        make_actor("340100"),
        make_actor(code, Role.UNIT_ADMINISTRATOR),
    ]

    for other in others:
        with other.acting(), pytest.raises(NotAllowed):
            step(other, document)
    assert again(author, document).status is status
