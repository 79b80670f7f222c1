"""The socket of one tab: it says that something changed, never what; the page asks again through its own view."""

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID, uuid4

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.utils.dateparse import parse_datetime

from tenants.identity.actor import Actor
from tenants.identity.sessions import digest_of
from tenants.identity.sockets import actor_of, standings
from tenants.realtime import groups, presence, switchboard, watching
from tenants.realtime.bus import MATTER
from tenants.realtime.guard import guard

ENDED = 4401
WHILE_IT_WAS_MADE = timedelta(seconds=2)  # what a page shows may be older than the moment it carries


class HintConsumer(AsyncJsonWebsocketConsumer):
    """Hints for one person acting as one unit; watching an object needs the right to see it."""

    actor: Actor | None = None
    standing: str | None = None
    is_open = follows_all = False

    async def connect(self) -> None:
        """Accept people with a valid session, account and membership; 4401 for everybody else."""
        self.page, self.groups_joined, self.watched = uuid4(), [], None
        self.topics: dict[str, None] = {}
        self.key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        self.session = digest_of(self.key)
        self.standing, self.actor = await database_sync_to_async(_arrive)(self.key, self.scope["host"])
        if self.actor is None:
            await self.close(ENDED)
            return
        self._join(groups.person(self.actor.user.pk))  # before the numbers are read: nothing falls in between
        greeting = await database_sync_to_async(watching.greeting)(self.actor)
        await self.accept()
        await self.send_json(greeting)
        self.is_open = True
        guard.enlist(self)
        guard.hint(self)

    async def disconnect(self, code: int) -> None:
        """Leave every group."""
        guard.dismiss(self)
        switchboard.leave(self.groups_joined, self)
        if self.watched and self.actor:
            await database_sync_to_async(presence.depart)(self.actor, self.page)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """``{"watch": "<public id>", "since": "<moment>"}``: hear of this object from now on, and of what
        happened to it since the page was made. What one may not see stays silent. ``{"list": true, "since": …}``: hear
        that something changed on any matter of the acting unit, without its name.

        ``{"ping": …}`` is answered, so that a page finds out when the line is dead.
        """
        if isinstance(content, dict) and "ping" in content:
            await self.send_json({"pong": content["ping"] is True})
            return
        if isinstance(content, dict) and content.get("list") is True:
            await self._follow_all(str(content.get("since", "")))
            return
        try:
            chain, made_at = UUID(content["watch"]), parse_datetime(content.get("since", ""))
            since = made_at.astimezone(UTC) - WHILE_IT_WAS_MADE if made_at else None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return
        actor = self.actor
        if actor is None or self.watched or not await database_sync_to_async(watching.may_watch)(actor, chain):
            return
        self.watched = chain
        self._join(groups.chain(chain, tenant=actor.unit.tenant.schema_name, unit=actor.unit.pk))
        await database_sync_to_async(presence.arrive)(actor, chain, self.page)
        if since and await database_sync_to_async(watching.changed_since)(actor, chain, since):
            self.hear(f"matter:{chain}")

    async def _follow_all(self, since: str) -> None:
        actor = self.actor
        if actor is None or self.follows_all or not actor.handles_content:
            return
        self.follows_all = True
        self._join(groups.matters(tenant=actor.unit.tenant.schema_name, unit=actor.unit.pk))
        try:
            made_at = parse_datetime(since)
        except ValueError:
            return
        if made_at and made_at.tzinfo:
            moment = made_at.astimezone(UTC) - WHILE_IT_WAS_MADE
            if await database_sync_to_async(watching.any_changed_since)(actor, moment):
                self.hear(MATTER)

    def hear(self, topic: str) -> None:
        """Take a hint; several that come at once are passed on as one."""
        self.topics[topic] = None
        if self.is_open:
            guard.hint(self)

    async def settle(self, standing: str | None) -> None:
        """Pass hints on if session, account, membership and roles are what they were; else close."""
        if standing != self.standing:
            now = await database_sync_to_async(actor_of)(self.key, self.scope["host"]) if standing else None
            if now is None or self.actor is None or _rights(now) != _rights(self.actor):
                await self.close(ENDED)
                return
            self.standing = standing
        topics, self.topics = list(self.topics), {}
        if topics:
            await self.send_json({"changed": topics})

    def _join(self, group: str) -> None:
        self.groups_joined.append(group)
        switchboard.join(group, self)


def _arrive(key: str, host: str) -> tuple[str | None, Actor | None]:
    """What the session stands on, and who acts through it."""
    session = digest_of(key)
    standing = standings([session]).get(session) if key else None
    return standing, actor_of(key, host) if standing else None


def _rights(actor: Actor) -> tuple[object, ...]:
    membership = actor.membership
    return membership.pk, tuple(sorted(membership.roles)), membership.clearance
