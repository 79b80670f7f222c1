"""Which act on a joint document tells whom, and for what: one table for the whole way of a document."""

from collections import defaultdict

from collaboration.documents.models import Answer, Disposition, JointDocument, Kind, Opinion
from collaboration.documents.workflow import countersigning, deciding, drafting, finishing, opinions, publishing, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.notifications.models import Notification
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories.clearances import clear
from tests.factories.documents import again, make_draft, sign
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals, release
from tests.ownership import as_owner
from tests.workers import work

CODES = {"host": "310000", "guest": "320000", "late": "340000", "stranger": "330000"}
ROLES = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER)
# Act -> who is told, and for which category; whoever acts is never told.
TABLE = {
    "round_opened": {"guest handler": "action"},
    "units_invited": {"late handler": "action"},
    "answered": {"host handler": "progress"},
    "declined_last": {"host handler": "progress", "guest handler": "progress"},
    "opinion_decided": {"guest handler": "progress"},
    "text_fixed": {"guest handler": "progress", "guest signatory": "progress"},
    "countersigning_started": {"host signatory": "action", "guest signatory": "action"},
    "countersigned": {"host handler": "progress"},
    "returned": {"host handler": "action", "host signatory": "action", "guest handler": "action"},
    "signed": {"host handler": "progress", "host signatory": "progress", "guest handler": "progress"},
    "numbered": {"host seal_keeper": "action", "guest seal_keeper": "action", "guest handler": "information"},
    "seal_released": {"host handler": "progress"},
    "sealed": {"host handler": "progress", "guest handler": "information"},
    "disclosure_decided": {"host signatory": "progress"},
    "secrecy_reviewed": {"host handler": "progress"},
    "risk_assessed": {"host signatory": "progress"},
    "published": {f"{side} {role}": "progress" for side in ("host", "guest") for role in ROLES},
}
TABLE["published"].pop("host handler")  # who publishes


def asked_and_answered(people: dict[str, Actor]) -> JointDocument:
    """Two units are asked; one answers with an opinion, the other comes later and declines."""
    host, guest, late = (people[f"{side} handler"] for side in ("host", "guest", "late"))
    document = make_draft(host, guest, kind=Kind.JOINT_NOTICE)
    with host.acting():
        rounds.open_round(host, document)
        drafting.invite(host, document, [guest.unit, late.unit])
    with guest.acting():
        opinions.note_opinion(guest, document, text="建议写明周期。")
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    with late.acting():
        opinions.decline(late, document, reason="不涉及本地区。")
    with host.acting():
        opinion = Opinion.objects.get(round__document=document)
        deciding.decide(host, document, opinion, outcome=Disposition.Outcome.ADOPTED)
    return document


def returned_and_signed(people: dict[str, Actor], document: JointDocument) -> None:
    """One signs, one returns, which voids it; then both sign."""
    host = people["host handler"]
    for is_returned in (True, False):
        with host.acting():
            rounds.fix_text(host, document, version=latest(document).number)
            countersigning.start_countersigning(host, document)
        if is_returned:
            guest = people["guest signatory"]
            sign(people["host signatory"], document)
            with guest.acting():
                content_hash = countersigning.open_attempt(document).version.content_hash
                countersigning.return_text(guest, document, content_hash=content_hash, reason="日期有误。")
            with host.acting():
                rounds.reopen_text(host, document)
    sign(people["host signatory"], document)
    sign(people["guest signatory"], document)


def test_each_act_tells_whom_it_concerns(own_database):
    people = {f"{side} {role}": make_actor(code, role) for side, code in CODES.items() for role in ROLES}
    document = asked_and_answered(people)
    returned_and_signed(people, document)
    register_seals(CODES["host"], CODES["guest"])
    host = people["host handler"]
    with host.acting():
        finishing.send_to_sealing(host, document, code_word="样城管")
    for side in ("host", "guest"):
        release(people[f"{side} seal_keeper"], document)
    work("sealer", own_database)
    clear(host, again(host, document), colleague=people["host signatory"])
    with host.acting():
        publishing.publish_document(host, again(host, document))

    names = {actor.user.pk: name for name, actor in people.items()}
    told: defaultdict[str, dict[str, str]] = defaultdict(dict)
    with as_owner():
        for user, act, category in Notification.objects.values_list("user_id", "act", "category"):
            told[act][names[user]] = category
    assert {act: told[act] for act in TABLE} == TABLE
    assert set(told) - set(TABLE) == {"text_reopened", "filed"}
