"""What units agree to inside before they speak on a request: sending, declining, replying."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from collaboration.approval.asked import asked
from collaboration.approval.house import in_house
from collaboration.approval.words import Label, Space, Subject, Word
from collaboration.assistance.models import AssistanceRequest, RequestKind
from collaboration.errors import WrongState
from collaboration.letters.models import Letter, Sort
from collaboration.letters.models.letter import REPLIES
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor

SEND, DECLINE, REPLY = "send", "decline", "reply"
WORDS = {
    SEND: Word(_("Send a request"), ("send",)),
    DECLINE: Word(_("Decline a request"), ("accept",)),
    REPLY: Word(_("Reply to a request"), ("reply",)),
}
OF_LETTERS = {Sort.REQUEST: SEND, **dict.fromkeys(REPLIES, REPLY)}
"""The word that is said with a letter: what the unit's chain lets pass is the letter's text too."""


def subject(actor: Actor, matter: Matter, word: str) -> Subject:
    """What was asked, or what is replied by letter."""
    request = AssistanceRequest.objects.visible_to(actor).with_units().filter(pk=matter.pk).first()
    if request is None:
        raise WrongState(_("This request is no longer there."))
    said = [word, request.title, request.revision, request.addressee_id, request.answers]
    sorts = [sort for sort, of in OF_LETTERS.items() if of == word]
    own = Letter.objects.filter(request=request, matter__drafting_unit=actor.unit, sort__in=sorts)
    letters = list(own.exclude(matter__state="cancelled"))
    said.append([[one.title, one.recipients, one.text, one.copies, one.answers] for one in letters])
    return Subject(
        digest=hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest(),
        title=request.title,
        variant=request.kind_version.kind_id,
        facts=[
            ("协作种类", request.kind_version.kind.name),
            ("请求单位", request.asking_unit.name),
            ("协作单位", request.addressee.name),
            ("案件编号", request.written_number),
            *(("函件", one.title) for one in letters),
        ],
    )


def has_chain(actor: Actor, request: AssistanceRequest, word: str) -> bool:
    """Whether the unit has set a chain of its own that precedes this word."""
    with in_house(actor):
        return bool(asked(actor, request.matter, [word]))


class Kinds(Mapping[str, Label]):
    """The kinds of request by code, as they are when somebody asks."""

    def __getitem__(self, code: str) -> Label:
        return self._now()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def _now(self) -> dict[str, Label]:
        return {kind.code: str(kind) for kind in RequestKind.objects.all()}


SPACE = Space(words=WORDS, subject=subject, variants=Kinds())
