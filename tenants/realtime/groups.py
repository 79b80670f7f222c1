"""The names of socket groups; every group is named here and nowhere else."""

from uuid import UUID


def name(subject: str, *, tenant: str = "", unit: int | None = None) -> str:
    """The group of a subject among the people of one unit in its tenant; without a unit, wherever they act."""
    return f"{tenant or '*'}/{unit or '*'}/{subject}"


def person(user_id: int) -> str:
    """All sockets of one person: notices span the units that one is a member of."""
    return name(f"person.{user_id}")


def chain(public_id: UUID | str, *, tenant: str, unit: int) -> str:
    """The sockets of one unit's people that have one object open."""
    return name(f"chain.{public_id}", tenant=tenant, unit=unit)


def matters(*, tenant: str, unit: int) -> str:
    """The sockets of one unit's people that have a list of matters open."""
    return name("matters", tenant=tenant, unit=unit)
