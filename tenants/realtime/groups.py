"""The names of socket groups; every group is named here and nowhere else."""

from uuid import UUID


def person(user_id: int, unit_id: int) -> str:
    """The sockets of one person acting as one unit."""
    return f"person.{user_id}.{unit_id}"


def chain(public_id: UUID | str, unit_id: int) -> str:
    """The sockets of one unit's people that have one object open."""
    return f"chain.{public_id}.{unit_id}"


def everyone(user_id: int) -> str:
    """All sockets of one person, whatever unit each acts as."""
    return f"user.{user_id}"
