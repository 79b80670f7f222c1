"""Whether a record tells a legal history: the model takes its acts one after another and must allow each of them."""

from collections.abc import Callable

from collaboration.documents.models import JointDocument
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.units.models import Unit
from tests.collaboration.documents.histories.machine import CODES
from tests.collaboration.documents.histories.outward import Model
from tests.collaboration.documents.histories.writing import Acts
from tests.ownership import as_owner

Taken = Callable[[Model, int], Acts]
TAKEN: dict[str, Taken] = {
    "answered": lambda model, who: model.answer(who, False),
    "answered_last": lambda model, who: model.answer(who, False),
    "declined": lambda model, who: model.decline(who),
    "declined_last": lambda model, who: model.decline(who),
    "round_closed_early": lambda model, who: model.close_round(who, True),
    "round_closed": lambda model, who: model.close_round(who, False),
    "round_ran_out": lambda model, _who: model.run_out(),
    "text_fixed": lambda model, who: model.fix(who),
    "text_reopened": lambda model, who: model.reopen(who),
    "version_saved": lambda model, who: model.save_version(who),
    "countersigned": lambda model, who: model.sign(who, True),
    "countersigned_turn": lambda model, who: model.sign(who, True),
    "signed": lambda model, who: model.sign(who, True),
    "signature_withdrawn": lambda model, who: model.withdraw(who),
    "recalled": lambda model, who: model.recall(who, len(model.attempt.signed)),
    "publication_agreed": lambda model, who: model.consent(who, True, True),
    "publication_agreed_last": lambda model, who: model.consent(who, True, True),
    "publication_refused": lambda model, who: model.consent(who, False, True),
    "publication_plan_cancelled": lambda model, who: model.cancel_plan(who),
    "published": lambda model, who: model.carry_out() or model.publish(who),
    "cancelled": lambda model, who: model.cancel(who),
}
BESIDE = "deadline_"  # what the clock tells changes nothing


def last_act(document: JointDocument) -> int:
    """The number of what was recorded last."""
    with as_owner():
        return Record.objects.filter(chain=document.public_id).latest("number").number


def acts_since(document: JointDocument, number: int) -> list[tuple[str, int]]:
    """What was recorded since, and by which unit."""
    with as_owner():
        numbers = {unit.pk: CODES.index(unit.code) for unit in Unit.objects.filter(code__in=CODES)}
        rows = Record.objects.filter(chain=document.public_id, number__gt=number).order_by("number")
        return [(row.act, numbers[row.unit_id]) for row in rows.exclude(act__startswith=BESIDE)]


def is_one_history(document: JointDocument, since: int, model: Model) -> None:
    """Assert that the acts since are legal, one after another, and left just what the model is left with."""
    for act, who in acts_since(document, since):
        assert TAKEN[act](model, who) == (act,)
    with as_owner():
        document = JointDocument.objects.with_matter().get(pk=document.pk)
        rows = list(Waiting.objects.open().filter(matter=document.pk).values_list("unit__code", "step"))
    assert document.status == model.state
    assert sorted(rows) == sorted((CODES[unit], step) for unit, step in model.waiting())
