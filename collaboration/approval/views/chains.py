"""The chains of a unit, set by its administrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.approval import words
from collaboration.approval.chains import set_chain
from collaboration.approval.forms import STEPS, ChainFormSet, Chains
from collaboration.approval.models import Chain
from collaboration.approval.models.chains import Planned, StepKind
from collaboration.errors import WorkflowError
from collaboration.matters.kinds import kind_of
from tenants.identity.access import role_required
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Department


@dataclass(frozen=True)
class Row:
    """One word of the unit, and the chain that precedes it today."""

    kind: str
    kind_label: words.Label
    word: str
    label: words.Label
    chains: list[tuple[str, Chain, list[str]]]  # what it holds for, the chain, its steps in words


@require_GET
@role_required(Role.UNIT_ADMINISTRATOR)
def chains(request: HttpRequest) -> HttpResponse:
    """Every word of the unit, with its chain or without."""
    return render(request, "approval/chains.html", {"rows": list(_rows(request.actor))})


def _rows(actor: Actor) -> Iterator[Row]:
    for kind, space in words.all_spaces().items():
        newest = [chain for chain in Chain.objects.of(actor.unit, kind).newest() if chain.steps]
        names = _names(newest)
        for word, known in space.words.items():
            own = [
                (_scope(space, one), one, [names(step) for step in one.planned]) for one in newest if one.word == word
            ]
            yield Row(kind, kind_of(kind).label, word, known.label, own)


def _scope(space: words.Space, chain: Chain) -> str:
    """What a chain holds for."""
    sort = str(space.variants.get(chain.variant, chain.variant)) if chain.variant else _("All")
    return f"{sort} · {_('normative documents')}" if chain.is_normative else sort


def _names(chains: list[Chain]) -> Any:
    """Steps in words; one query for the people and one for the departments of all."""
    planned = [step for chain in chains for step in chain.planned]
    people = dict(
        User.objects.filter(pk__in={step.person for step in planned if step.person}).values_list("pk", "name")
    )
    asked = {pk for step in planned for pk in step.departments}
    departments = dict(Department.objects.filter(pk__in=asked).values_list("pk", "name"))

    def name(step: Planned) -> str:
        who = [people.get(step.person or 0, ""), *(departments.get(pk, "") for pk in step.departments)]
        named = "、".join(one for one in who if one) or str(dict(Role.choices).get(step.role, ""))
        return f"{StepKind(step.kind).label}（{named}）"

    return name


@require_http_methods(["GET", "POST"])
@role_required(Role.UNIT_ADMINISTRATOR)
def chain(request: HttpRequest, kind: str, word: str) -> HttpResponse:
    """Set the chain of one word, for all matters of the kind or for one sort of them."""
    space = words.space_of(kind)
    given = request.POST if request.method == "POST" else request.GET
    variant, is_normative = given.get("variant", ""), bool(given.get("normative"))
    if space is None or word not in space.words or (variant and variant not in space.variants):
        raise Http404
    is_normative = is_normative and space.has_normative
    slot = {"word": word, "variant": variant, "is_normative": is_normative}
    versions = list(Chain.objects.of(request.actor.unit, kind).filter(**slot).order_by("-version"))
    shown = versions[0].planned if versions else []
    initial = [_initial(step) for step in shown] + [{}] * max(STEPS - len(shown), 1)
    formset = Chains(request.POST or None, initial=initial, form_kwargs={"unit": request.actor.unit})
    if request.method == "POST" and formset.is_valid() and _set(request, formset, kind=kind, **slot):
        return redirect("approval:chains")
    context = {
        "kind": kind, "space": space, "variants": space.variants.items(), "label": space.words[word].label,
        "formset": formset, "versions": versions, **slot,
    }  # fmt: skip
    return render(request, "approval/chain.html", context, status=422 if formset.is_bound else 200)


def _set(request: HttpRequest, formset: ChainFormSet, **slot: Any) -> bool:
    try:
        set_chain(request.actor, steps=formset.planned(), **slot)
    except WorkflowError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("The chain was set. What waits already keeps the one it began with."))
    return True


def _initial(step: Planned) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "role": step.role,
        "person": step.person,
        "departments": list(step.departments),
        "days": step.days,
    }
