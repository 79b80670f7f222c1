"""The request itself and its replies, as papers of the archive volume."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance import rules
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.reading import Shown, answers_in, answers_of, conversation
from collaboration.casefiles.volume import Paper
from collaboration.matters.models import Matter
from collaboration.typesetting.lists import Listing, typeset_lists
from tenants.identity.actor import Actor


def request_paper(actor: Actor, matter: Matter) -> Iterable[Paper]:
    """What was asked, by whom, of whom; and what both sides said of it."""
    asked = _of(actor, matter)
    if asked is None:
        return
    asking, addressee = asked.asking_unit.display_name, asked.addressee.display_name
    facts = [
        (_("Title"), asked.title), (_("Kind"), str(asked.kind_version.kind)),
        (_("Asked by"), asking), (_("Asked of"), addressee), (_("Outside"), asked.outside),
        (_("Contact"), f"{asked.contact} {asked.contact_phone}"), (_("Wanted by"), asked.wanted_on.isoformat()),
        *_facts(answers_of(asked, may_open=_may_open(actor, asked))),
    ]  # fmt: skip
    said = [one for note in conversation(asked) for one in (note, *note.answers.all())]
    rows = [
        [timezone.localtime(one.at).strftime("%Y-%m-%d %H:%M"), one.unit.display_name, one.get_sort_display(), one.text]
        for one in said
    ]
    heads = [_("Date"), _("Unit"), _("Kind"), _("Words")]
    listing = Listing(_("Assistance request"), [fact for fact in facts if fact[1]], heads, rows, [16, 20, 12, 52])
    yield Paper(_("Assistance request"), asking, matter.opened_at, _typeset(actor, listing))


def reply_papers(actor: Actor, matter: Matter) -> Iterable[Paper]:
    """Each reply."""
    asked = _of(actor, matter)
    for reply in asked.replies.select_related("unit") if asked else ():
        title = _("Reply %(number)d") % {"number": reply.number}
        facts = [
            (_("Title"), asked.title), (_("Unit"), reply.unit.display_name),
            *_facts(answers_in(asked, reply, may_open=_may_open(actor, asked))),
        ]  # fmt: skip
        yield Paper(title, reply.unit.display_name, reply.at, _typeset(actor, Listing(title, facts, [], [], [])))


def _of(actor: Actor, matter: Matter) -> AssistanceRequest | None:
    return AssistanceRequest.objects.visible_to(actor).with_units().filter(pk=matter.pk).first()


def _may_open(actor: Actor, asked: AssistanceRequest) -> bool:
    return rules.READ_CONFIDENCES.is_open(actor, asked)


def _facts(answers: Sequence[Shown]) -> list[tuple[str, str]]:
    return [(one.words, _("erased") if one.is_erased else one.answer) for one in answers]


def _typeset(actor: Actor, listing: Listing) -> bytes:
    return typeset_lists([listing], by=actor.name, at=timezone.localtime().strftime("%Y-%m-%d %H:%M"))
