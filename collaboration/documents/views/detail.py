"""One document: how far it is, what to do next, its text, the opinions, what happened."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.approval import reading as approvals
from collaboration.consultation.models import Consultation
from collaboration.deadlines import agreeing
from collaboration.deadlines.lights import light_of, until
from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.documents import house as words
from collaboration.documents import marking, progress, readiness, rules, sealing_progress
from collaboration.documents.models import (
    Abstention,
    Countersignature,
    Countersigning,
    JointDocument,
    Opinion,
    Review,
    Round,
    Status,
    Turn,
    Version,
)
from collaboration.documents.opinions.table import with_changes
from collaboration.documents.views.finding import document_page
from collaboration.documents.workflow import registering, replies
from collaboration.documents.workflow.rounds import all_answered
from collaboration.documents.workflow.working import upcoming
from collaboration.incoming.house import house
from collaboration.internal.notes import notes_on
from collaboration.notifications.marking import wish
from collaboration.supervision.models import Slip
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.actor import Actor
from tenants.units.models import Unit

OPINIONS_SHOWN = 20
ACTIONS = {
    "edit": rules.EDIT,
    "set_normative": rules.SET_NORMATIVE,
    "invite": rules.INVITE,
    "open_round": rules.OPEN_ROUND,
    "close_round": rules.CLOSE_ROUND,
    "answer": rules.ANSWER,
    "decline": rules.DECLINE,
    "decide": rules.DECIDE,
    "reply": rules.REPLY,
    "consult": rules.CONSULT,
    "fix": rules.FIX,
    "reopen": rules.REOPEN,
    "start_countersigning": rules.START_COUNTERSIGNING,
    "countersign": rules.COUNTERSIGN,
    "withdraw_signature": rules.WITHDRAW_SIGNATURE,
    "bring_sheet": rules.BRING_SHEET,
    "recall": rules.RECALL,
    "send_to_sealing": rules.SEND_TO_SEALING,
    "release_seal": rules.RELEASE_SEAL,
    "resume_sealing": rules.RESUME_SEALING,
    "change_registration": rules.CHANGE_REGISTRATION,
    "confirm_registration": rules.CONFIRM_REGISTRATION,
    "answer_registration": rules.ANSWER_REGISTRATION,
    "evidence": rules.EVIDENCE,
    "issue": rules.ISSUE,
    "publish": rules.PUBLISH,
    "review_secrecy": rules.REVIEW_SECRECY,
    "consent": rules.CONSENT,
    "validity": rules.AFTERWARDS,
    "cancel": rules.CANCEL,
}


@require_GET
@document_page
def detail(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Everything about one document that the acting unit may see."""
    actor: Actor = request.actor
    shown = Version.objects.visible_to(actor).filter(document=document).select_related("author")
    versions = list(shown.defer("blocks", "issuers"))  # the text of one of them is all that is read
    moved = _progress(document, actor)
    context = {
        **moved,
        "versions": versions,
        "version": moved["newest"] or _last_sent(versions, moved["attempt"]),
        "opinions": _opinions(document, actor),
        "notes": notes_on(document.public_id, actor),
        "entries": timeline(document.public_id, known=_units(document)),
        "wish": wish(actor, document.public_id),
    }
    return render(request, "documents/detail.html", context)


@require_GET
@document_page
def tracker(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Stages, units, next steps, state, facts and opinions, asked for again when something changed."""
    context = {**_progress(document, request.actor), "opinions": _opinions(document, request.actor)}
    return render(request, "documents/moved.html", context)


@require_GET
@document_page
def events(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """The timeline alone, asked for again when something changed."""
    context = {"document": document, "entries": timeline(document.public_id, known=_units(document))}
    return render(request, "documents/_timeline.html", context)


def _units(document: JointDocument) -> list[Unit]:
    """Those who take part, read already with the document."""
    return [document.drafting_unit, *(one.unit for one in document.invitations.all())]


def _progress(document: JointDocument, actor: Actor) -> dict[str, Any]:
    attempts = (
        Countersigning.objects.filter(document=document)
        .select_related("version", "returned_by")
        .prefetch_related(
            Prefetch("signatures", Countersignature.objects.select_related("unit")),
            Prefetch("turns", Turn.objects.select_related("unit")),
            Prefetch("abstentions", Abstention.objects.select_related("unit")),
        )
    )
    rounds = Round.objects.filter(document=document)
    if document.status in (Status.SOLICITING, Status.DRAFT, Status.FINAL):  # later nobody asks who answered
        rounds = rounds.prefetch_related("answers")
    # Querysets, not lists: whoever narrows them down still can.
    document._prefetched_objects_cache |= {"countersignings": attempts, "rounds": rounds}
    attempt, held = progress.newest(attempts), next(reversed(rounds), None)
    is_signing = attempt is not None and document.status not in (Status.SOLICITING, Status.DRAFT)
    can = {name: rule.is_open(actor, document) for name, rule in ACTIONS.items()}
    _settle(can, document, actor, held, attempt)
    return {
        "document": document,
        "stages": progress.stages(document),
        "attempt": attempt,
        "signers": _cards(document, attempt, actor) if attempt and is_signing else [],
        "round": held,
        **_waiting(document, actor),
        "answers": progress.answers(document, held, actor) if held and not is_signing else [],
        "can": can,
        "approvals": _approvals(document, actor),
        "newest": _newest(document, actor),
        "sealing": sealing_progress.of(document, attempt),
        "dispatches": _dispatches(document, actor),
        "undecided": _undecided(document, actor) if can["decide"] else 0,
        "consultations": list(Consultation.objects.visible_to(actor).filter(matter=document.pk)),
        **_publication(document, actor, can),
        "has_objected": can["answer_registration"] and registering.has_spoken(actor, document),
        "is_drafter": rules.drafts(actor, document),
        "invitation": rules.invitation_of(actor.unit, document),
        "left": [one.unit for one in document.invitations.all() if not one.declined_at and rules.is_closed(one.unit)],
    }


def _cards(document: JointDocument, attempt: Countersigning, actor: Actor) -> list[progress.Card]:
    if document.is_earlier:
        return progress.registered(document, attempt, actor)
    return progress.signers(attempt, actor)


def _newest(document: JointDocument, actor: Actor) -> Version | None:
    """The text as it stands in the drafting unit while it may be written on."""
    is_written = rules.drafts(actor, document) and document.status in rules.EDIT.states
    return upcoming(document) if is_written else None


def _last_sent(versions: Sequence[Version], attempt: Countersigning | None) -> Version | None:
    """The newest text; the one that is signed was read whole with its attempt."""
    newest = versions[-1] if versions else None
    return attempt.version if attempt and attempt.version == newest else newest


def _waiting(document: JointDocument, actor: Actor) -> dict[str, Any]:
    """What waits in the acting unit's house, and how long it has; where nothing does, how long the others have."""
    rows = list(Waiting.objects.open().filter(matter=document.pk).select_related("deadline"))
    clocks = {row.unit_id: row.deadline for row in rows if hasattr(row, "deadline")}
    own = clocks.get(actor.unit.pk)
    shown = own or max((one for one in clocks.values() if one.due_at), key=lambda one: one.due_at, default=None)
    invitation = rules.invitation_of(actor.unit, document)
    takes_part = invitation is not None and invitation.declined_at is None
    speaks = any(actor.has(role) for role in agreeing.ROLES)
    return {
        "matter": document.matter,
        "slips": Slip.objects.running_on(document.public_id, actor),
        "house": house(actor, document.matter, rows, is_addressed=takes_part),
        "light": light_of(shown) if shown else None,
        "is_urgent": any(one.is_urgent for one in clocks.values()),
        "has_clock": bool(clocks),
        "until": until(own) if own else "",
        "own_deadline": own if speaks and document.drafting_unit != actor.unit else None,
    }


def _publication(document: JointDocument, actor: Actor, can: dict[str, bool]) -> dict[str, Any]:
    """The marking of the document, its reviews, and a plan to publish it that the acting unit may have to answer."""
    plan = readiness.open_plan(document) if document.status in rules.PUBLISHABLE else None
    answered = plan is not None and plan.consents.filter(unit=actor.unit).exists()
    reviewed = document.status in rules.PREPARABLE or document.status is Status.PUBLISHED
    return {
        "mark": marking.of(document),
        "plan": plan,
        "asks_consent": plan is not None and plan.asks_units and not answered,
        "reviews": Review.objects.filter(document=document) if reviewed else [],
    }


def _settle(
    can: dict[str, bool], document: JointDocument, actor: Actor, held: Round | None, attempt: Countersigning | None
) -> None:
    """Take away what the rules allow in this state but the round or the attempt has no use for now."""
    is_open = held is not None and held.closed_at is None
    can["answer"] = can["answer"] and is_open and held is not None and _is_asked(held, actor)
    can["open_round"] &= not is_open
    can["close_round"] &= is_open
    can["close_in_time"] = can["close_round"] and held is not None and all_answered(held)
    can["decide"] &= held is not None and not is_open
    can["reply"] = can["reply"] and replies.unreplied(document).filter(unit=actor.unit).exists()
    can["fix"] &= held is not None and not is_open
    if can["answer_registration"]:
        can["answer_registration"] = not registering.has_confirmed(actor, document)
    has_signed = attempt is not None and any(one.unit_id == actor.unit.pk for one in attempt.signatures.all())
    is_asked = attempt is not None and progress.is_asked(attempt, actor.unit)
    can["return"] = can["countersign"]
    can["countersign"] &= is_asked
    can["bring_sheet"] &= is_asked
    can["withdraw_signature"] &= has_signed and attempt is not None and progress.is_current(attempt, actor.unit)


def _is_asked(held: Round, actor: Actor) -> bool:
    """Whether the round waits for the acting unit's answer."""
    return held.asks(actor.unit) and all(answer.unit_id != actor.unit.pk for answer in held.answers.all())


def _dispatches(document: JointDocument, actor: Actor) -> list[Dispatch]:
    """To whom it was sent, as far as the acting unit may know."""
    if document.status not in sealing_progress.SHOWN:
        return []
    addressees = Prefetch("addressees", Addressee.objects.select_related("unit"))
    return list(Dispatch.objects.visible_to(actor).of(document.public_id).prefetch_related(addressees))


def _approvals(document: JointDocument, actor: Actor) -> list[approvals.Short]:
    """How far the house is with the words that the unit may say now, whoever of it looks."""
    may = {name for name, rule in ACTIONS.items() if document.status in rule.states and rule.side(actor, document)}
    said = [word for name, word in words.OF_STEP.items() if name in may]
    return approvals.on_page(actor, document.matter, said)


def _opinions(document: JointDocument, actor: Actor) -> list[Opinion]:
    """The newest opinions; the whole table has a page of its own."""
    shown = Opinion.objects.visible_to(actor).filter(round__document=document)
    shown = shown.select_related("unit", "round", "disposition").order_by("-round__number", "given_at", "pk")
    found = list(shown[:OPINIONS_SHOWN])
    with_changes(found)
    return found


def _undecided(document: JointDocument, actor: Actor) -> int:
    shown = Opinion.objects.visible_to(actor).filter(round__document=document).undecided()
    return shown.handed_in().exclude(round__closed_at=None).count()
