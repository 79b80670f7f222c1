"""What pages show of a request: answers in words, personal ones masked unless somebody opened them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from collaboration.assistance.case_numbers import plain_number
from collaboration.assistance.catalogue.questions import Question, load
from collaboration.assistance.models import AssistanceRequest, Note, Reply
from collaboration.matters import confidences
from collaboration.matters.confidences import Erased
from tenants.identity.actor import Actor

MASK = "＊＊＊"


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a page shows it."""

    words: str
    answer: str
    is_masked: bool = False
    is_erased: bool = False


def answers_of(asked: AssistanceRequest, *, may_open: bool) -> list[Shown]:
    """The answers to the questions of the kind, in their order."""
    return _shown(load(asked.kind_version.questions), asked, asked.answers, asked.confidences, may_open)


def answers_in(asked: AssistanceRequest, reply: Reply, *, may_open: bool) -> list[Shown]:
    """The answers that a reply gives."""
    return _shown(load(asked.kind_version.proof), asked, reply.answers, reply.confidences, may_open)


def _shown(
    questions: list[Question], asked: AssistanceRequest, given: dict[str, Any], token: Any, may_open: bool
) -> list[Shown]:
    personal: dict[str, Any] | None = {}
    if may_open and token:
        try:
            personal = confidences.reveal(asked.matter, token)
        except Erased:
            personal = None
    return [one for question in questions if (one := _one(question, given, personal, bool(token), may_open))]


def _one(
    question: Question, given: dict[str, Any], personal: dict[str, Any] | None, has_token: bool, may_open: bool
) -> Shown | None:
    if not question.is_personal:
        words = question.shown(given.get(question.name))
        return Shown(question.words, words) if words else None
    if personal is None:
        return Shown(question.words, "", is_erased=True)
    if not may_open:
        return Shown(question.words, MASK, is_masked=True) if has_token else None
    words = question.shown(personal.get(question.name))
    return Shown(question.words, words) if words else None


def conversation(asked: AssistanceRequest) -> list[Note]:
    """What both sides said, each question with its answers; row security leaves out what is not for the reader."""
    answers = Prefetch("answers", Note.objects.select_related("unit"))
    return list(asked.notes.filter(on=None).select_related("unit").prefetch_related(answers))


def last_completion(asked: AssistanceRequest) -> Note | None:
    """What the other side found missing last."""
    return asked.notes.filter(sort=Note.Sort.COMPLETION).select_related("unit").last()


def last_reply(asked: AssistanceRequest) -> dict[str, Any]:
    """What the unit answered last, but nothing of persons: the next reply completes it."""
    last = asked.replies.filter(unit=asked.addressee_id).last()
    return dict(last.answers) if last else {}


def same_case(actor: Actor, number: str, *, besides: AssistanceRequest | None = None) -> list[AssistanceRequest]:
    """Other requests on a case of this number among those the person sees."""
    if not number:
        return []
    found = AssistanceRequest.objects.visible_to(actor).filter(case_number=plain_number(number)).with_units()
    return list(found.exclude(pk=besides.pk if besides else None)[:5])


def beside(actor: Actor, asked: AssistanceRequest) -> list[AssistanceRequest]:
    """The request of which it is a part, those of the same bundle and on the same case, for who may see both.

    Its own parts are listed by themselves.
    """
    found = AssistanceRequest.objects.visible_to(actor).with_units().exclude(pk=asked.pk)
    bundled = list(found.filter(bundle=asked.bundle)) if asked.bundle else []
    whole = list(found.filter(pk=asked.origin_id))
    return list(dict.fromkeys([*whole, *bundled, *same_case(actor, asked.case_number, besides=asked)]))
