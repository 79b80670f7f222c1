"""Choosing recipients: what the text names is proposed, units are picked from the directory, others go on paper."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from collaboration.dispatch.models import Addressee
from collaboration.dispatch.workflow import To
from tenants.units.models import Unit

MAIN, COPY = Addressee.Role.MAIN, Addressee.Role.COPY
BETWEEN = re.compile(r"[、，,；;：:\n]+")
MOST = 200
LONGEST = 200


@dataclass
class Recipients:
    """Those chosen so far: units by role in the order they were picked, and names that get it on paper."""

    units: dict[Unit, str] = field(default_factory=dict)
    on_paper: list[tuple[str, str]] = field(default_factory=list)  # role, name

    @classmethod
    def proposed(cls, line: str, *, without: Iterable[Unit]) -> "Recipients":
        """What the text itself names: units of the portal by their names, all others on paper."""
        names = [name.strip()[:LONGEST] for name in BETWEEN.split(line) if name.strip()][:MOST]
        known = {unit.name: unit for unit in Unit.objects.open().filter(name__in=names, level__gt=0)}
        known |= {unit.short_name: unit for unit in Unit.objects.open().filter(short_name__in=names, level__gt=0)}
        given = set(without)
        chosen = cls()
        for name in names:
            if unit := known.get(name):
                if unit not in given:
                    chosen.units.setdefault(unit, MAIN)
            else:
                chosen.on_paper.append((MAIN, name))
        return chosen

    @classmethod
    def read(cls, data: QueryDict, *, without: Iterable[Unit]) -> "Recipients":
        """What a page carries along: the list so far, and the units ticked below it."""
        given = {unit.pk for unit in without}
        roles = {code: role for role in (MAIN, COPY) for code in data.getlist(role)[:MOST]}
        roles |= {code: role for role in (MAIN, COPY) for code in data.getlist(f"add_{role}")[:MOST]}
        for code in data.getlist("drop")[:MOST]:
            roles.pop(code, None)
        found = {unit.code: unit for unit in Unit.objects.open().filter(code__in=roles, level__gt=0)}
        units = {found[code]: role for code, role in roles.items() if code in found and found[code].pk not in given}
        on_paper = [(role, name) for role in (MAIN, COPY) for name in _lines(data.get(f"paper_{role}", ""))]
        return cls(units, on_paper)

    def addressees(self) -> list[To]:
        """Main recipients before copy recipients, units before those on paper."""
        found = []
        for role in (MAIN, COPY):
            found += [To(role, unit) for unit, given in self.units.items() if given == role]
            found += [To(role, None, name) for given, name in self.on_paper if given == role]
        return found

    @property
    def paper(self) -> Mapping[str, str]:
        """The names on paper as the page's fields hold them."""
        return {role: "\n".join(name for given, name in self.on_paper if given == role) for role in (MAIN, COPY)}


def _lines(text: str) -> list[str]:
    words = (line.strip()[:LONGEST] for line in text.splitlines())
    return [word for word in words if word][:MOST]
