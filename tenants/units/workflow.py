"""What happens to units: they are renamed, closed, merged and split. The database checks again, writes and records."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from tenants.identity.actor import Actor
from tenants.units import rules
from tenants.units.models import Unit
from tenants.units.spelling import initials, pinyin


class UnitActRefused(Exception):
    """The act is not possible; the sentence is for people."""


@dataclass(frozen=True, slots=True)
class NewNames:
    """What a unit will be called."""

    name: str
    short_name: str
    name_en: str

    def as_json(self, **more: str) -> Jsonb:
        """For the database, with the keys by which people will find it."""
        return Jsonb(
            {
                "name": self.name,
                "short_name": self.short_name,
                "name_en": self.name_en,
                "pinyin": f"{pinyin(self.name)} {pinyin(self.short_name)}",
                "initials": f"{initials(self.name)} {initials(self.short_name)}"[:60],
                **more,
            }
        )


def rename(unit: Unit, *, actor: Actor, names: NewNames, on: date) -> None:
    """Give the unit a new name from this day on; documents of before keep the old one."""
    _check(actor, unit, on)
    if unit.former_names.filter(valid_until__gt=on).exists():
        raise UnitActRefused(_("A later change of its name is already known."))
    _do("SELECT unit_rename(%s, %s, %s)", [unit.public_id, names.as_json(), on])


def close(unit: Unit, *, actor: Actor, successor: Unit | None, on: date) -> None:
    """Close the unit on this day, today or later; whoever looks for it is shown its successor."""
    _check(actor, unit)
    _check_successor(unit, successor)
    if unit.children.filter(closed_on=None).exists():
        raise UnitActRefused(_("It has subordinate units. Close them first, or merge it into its successor."))
    _do("SELECT unit_close(%s, %s, %s)", [unit.public_id, successor and successor.public_id, on])


def merge(unit: Unit, *, actor: Actor, into: Unit, on: date) -> None:
    """Close the unit; its successor takes over the units below it."""
    _check(actor, unit, on)
    _check_successor(unit, into)
    if into.level != unit.level:
        raise UnitActRefused(_("A unit can be merged only into a unit of its own level."))
    if unit.children.filter(closed_on=None).exclude(tenant=into.tenant).exists():
        raise UnitActRefused(
            _("Its subordinate units belong to another regional site, where their internal files are kept.")
        )
    _do("SELECT unit_merge(%s, %s, %s)", [unit.public_id, into.public_id, on])


def split(unit: Unit, *, actor: Actor, code: str, names: NewNames, region: str, region_en: str, on: date) -> Unit:
    """Let a new unit begin out of this one, with the same level, superior and site."""
    _check(actor, unit, on)
    if Unit.objects.filter(code=code).exists():
        raise UnitActRefused(_("A unit has this division code already."))
    described = names.as_json(region=region, region_en=region_en)
    return Unit.objects.get(public_id=_do("SELECT unit_split(%s, %s, %s, %s)", [unit.public_id, code, described, on]))


def set_telephone(unit: Unit, *, actor: Actor, telephone: str) -> None:
    """Say under which number the unit is reached; empty where under none."""
    if not rules.can_set_telephone(actor, unit):
        raise UnitActRefused(_("Only the administrator of the unit changes its telephone."))
    _do("SELECT unit_telephone(%s, %s)", [unit.public_id, telephone])


def _check(actor: Actor, unit: Unit, on: date | None = None) -> None:
    if not rules.can_change(actor, unit):
        raise UnitActRefused(_("Only administrators of its superior and of the alliance office change an open unit."))
    if on and on > timezone.localdate():
        raise UnitActRefused(_("Enter this change on the day it takes effect."))


def _check_successor(unit: Unit, successor: Unit | None) -> None:
    if successor and (successor.pk == unit.pk or successor.closed_on):
        raise UnitActRefused(_("The successor must be another unit that is open."))


def _do(statement: str, parameters: list[Any]) -> UUID:
    """One act, whole or not at all. The checks above give the reasons; a refusal here means somebody was faster."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            answer: UUID = cursor.fetchone()[0]
            return answer
    except IntegrityError as error:
        raise UnitActRefused(_("A unit has this division code already.")) from error
    except DatabaseError as error:
        raise UnitActRefused(_("The unit changed at this moment. Look at it again.")) from error
