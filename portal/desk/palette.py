"""The command palette: pages, matters, units and people that one may see, by a few letters or pinyin initials."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.matters import telling
from collaboration.matters.models import Matter
from collaboration.worklist.colleagues import colleagues
from portal.desk.navigation import pages
from tenants.identity.actor import Actor
from tenants.units import spelling
from tenants.units.search import LONGEST, matching

EACH = 6  # of a group
LOOKED_THROUGH = 400  # of the newest matters


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette."""

    label: str
    url: str
    icon: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind."""

    label: str
    hits: list[Hit]


@lru_cache(maxsize=20_000)
def _letters(words: str) -> tuple[str, str]:
    return spelling.initials(words), spelling.pinyin(words)


def fits(words: str, typed: str) -> bool:
    """Whether these words are meant by what was typed: a part of them, of their pinyin or of their initials."""
    if typed in words.lower():
        return True
    return typed.isascii() and any(typed in letters for letters in _letters(words))


def find(actor: Actor, query: str) -> list[Group]:
    """What fits, group by group; nothing typed shows the pages alone."""
    typed = "".join(query.lower().split())[:LONGEST]
    found = [Group(_("Pages"), _pages(actor, typed))]
    if typed:
        if actor.handles_content:
            found += [Group(_("Matters"), _matters(actor, typed)), Group(_("Colleagues"), _people(actor, typed))]
        found.append(Group(_("Units"), _units(query)))
    return [group for group in found if group.hits]


def _pages(actor: Actor, typed: str) -> list[Hit]:
    entries = (Hit(label, url, icon) for label, url, icon in pages(actor))
    return [one for one in entries if not typed or fits(one.label, typed)][: EACH * 2 if not typed else EACH]


def _matters(actor: Actor, typed: str) -> list[Hit]:
    rows = list(Matter.objects.visible_to(actor).select_related("drafting_unit")[:LOOKED_THROUGH])
    titles = telling.titles_of(rows)
    meant = (row for row in rows if titles.get(row.pk) and fits(titles[row.pk], typed))
    return _first(
        Hit(titles[row.pk], telling.address_of(row), "file-pen-line", row.drafting_unit.display_name) for row in meant
    )


def _units(query: str) -> list[Hit]:
    return [
        Hit(unit.display_name, reverse("units:unit", args=[unit.public_id]), "building-2", unit.code)
        for unit in matching(query)[:EACH]
    ]


def _people(actor: Actor, typed: str) -> list[Hit]:
    meant = (one for one in colleagues(actor.unit) if fits(one.name, typed))
    return _first(Hit(one.name, f"{reverse('start')}?who=unit", "user-round", one.email) for one in meant)


def _first(hits: Iterable[Hit]) -> list[Hit]:
    return [one for one, _number in zip(hits, range(EACH), strict=False)]
