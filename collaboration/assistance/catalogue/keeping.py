"""The alliance office keeps kinds, agreed list and competence map; the database's own functions write and record."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from collaboration.assistance.catalogue.addressees import lies_in
from collaboration.assistance.catalogue.questions import Question, dump, load
from collaboration.assistance.models import Competence, RequestKind, Subject, Understanding
from collaboration.assistance.models.catalogue import NEVER_BY_ITSELF
from collaboration.errors import NotAllowed, WorkflowError
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit

CHAIN = UUID("00000000-0000-4000-8000-000ca7a10900")  # of the record of all that is kept here (security.sql)


@dataclass(frozen=True)
class KindWording:
    """One state of a kind as the office enters it."""

    name: str
    name_en: str
    purpose: str
    purpose_en: str
    source: str
    questions: list[Question]
    proof: list[Question]
    days: int
    goes_by_letter: bool
    closes_by_itself: bool


@dataclass(frozen=True)
class SubjectWording:
    """A subject as the office enters it; ``held_at`` is the level whose units hold it where the map names nobody."""

    name: str
    name_en: str = ""
    keywords: str = ""
    held_at: int | None = None
    is_strict: bool = False
    is_offered: bool = True


def may_keep(actor: Actor) -> bool:
    """Administrators of the alliance office keep what all units agreed on."""
    return actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit.level == Level.OFFICE


@transaction.atomic
def save_kind(actor: Actor, code: str, wording: KindWording, *, is_offered: bool = True) -> int:
    """Write a new version of a kind, or a new kind; running requests keep theirs. Returns the version's number.

    Raises ``Malformed`` for questions that cannot be asked.
    """
    load(dump(wording.questions)), load(dump(wording.proof))
    if wording.closes_by_itself and code in NEVER_BY_ITSELF:
        raise WorkflowError(_("The calendar never closes requests of this kind."))
    version = {**asdict(wording), "questions": dump(wording.questions), "proof": dump(wording.proof)}
    version["made_by"] = actor.name
    return int(_call(actor, "catalogue_save_kind", code, is_offered, json.dumps(version, ensure_ascii=False)))


@transaction.atomic
def offer(actor: Actor, kind: RequestKind, *, is_offered: bool) -> None:
    """Offer a kind for new requests, or no longer."""
    _call(actor, "catalogue_offer", kind.code, is_offered)


@transaction.atomic
def agree(
    actor: Actor, kind: RequestKind, *, one: Unit | None, other: Unit | None, is_agreed: bool, since: date, note: str
) -> None:
    """Add a line to the agreed list."""
    ids = [unit.pk if unit else None for unit in (one, other)]
    _call(actor, "catalogue_agree", kind.code, *ids, is_agreed, since, note)


@transaction.atomic
def end_understanding(actor: Actor, line: Understanding, *, last_day: date) -> None:
    """Let a line of the agreed list end."""
    _call(actor, "catalogue_end_understanding", line.pk, last_day)


@transaction.atomic
def save_subject(actor: Actor, code: str, wording: SubjectWording) -> None:
    """Add a subject of the competence map, or change it; the record keeps what it said."""
    _call(actor, "catalogue_save_subject", code, json.dumps(asdict(wording), ensure_ascii=False))


def may_declare(actor: Actor, unit: Unit) -> bool:
    """The office says who is competent everywhere, the administrators of a unit for what is theirs."""
    is_own = actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit == unit
    return may_keep(actor) or is_own


@transaction.atomic
def set_competence(actor: Actor, unit: Unit, subject: Subject, *, area: str, since: date, note: str) -> None:
    """Say that a unit is competent for a subject in an area; a unit itself says so for areas that lie in its own."""
    if not may_declare(actor, unit) or not (may_keep(actor) or lies_in(area, unit)):
        raise NotAllowed(_("The office keeps the competence map; a unit declares what lies in its own area."))
    _ask("catalogue_set_competence", unit.pk, subject.pk, area, since, note)


@transaction.atomic
def end_competence(actor: Actor, line: Competence, *, last_day: date) -> None:
    """Let a line of the competence map end."""
    if not may_declare(actor, line.unit):
        raise NotAllowed(_("The office keeps the competence map; a unit declares what lies in its own area."))
    _ask("catalogue_end_competence", line.pk, last_day)


def _call(actor: Actor, function: str, *given: Any) -> Any:
    if not may_keep(actor):
        raise NotAllowed(_("Only administrators of the alliance office keep kinds, agreed list and competence map."))
    return _ask(function, *given)


def _ask(function: str, *given: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(given))})", given)
        return cursor.fetchone()[0]
