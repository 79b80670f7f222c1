"""The socket of one tab: it says that something changed, never what; the page asks again through its own view."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.db import DatabaseError

from tenants.identity.actor import Actor
from tenants.identity.sessions import digest_of
from tenants.identity.sockets import actor_of
from tenants.realtime import groups, presence, switchboard, watching
from tenants.realtime.guard import RECHECK, guard

ENDED = 4401


class HintConsumer(AsyncJsonWebsocketConsumer):
    """Hints for one person acting as one unit; watching an object needs the right to see it."""

    actor: Actor | None = None
    standing: str | None = None

    async def connect(self) -> None:
        """Accept people with a valid session, account and membership; 4401 for everybody else."""
        self.page, self.groups_joined, self.watched = uuid4(), [], None
        self.topics: dict[str, None] = {}
        self.telling: asyncio.Task[None] | None = None
        self.key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        self.standing = await guard.standing(digest_of(self.key)) if self.key else None
        self.actor = await self._actor() if self.standing else None
        if self.actor is None:
            await self.close(ENDED)
            return
        self._join(
            groups.person(self.actor.user.pk)
        )  # before the greeting: what comes between is told twice, not never
        greeting = await database_sync_to_async(watching.greeting)(self.actor)
        await self.accept()
        await self.send_json(greeting)
        guard.enlist(self)

    async def disconnect(self, code: int) -> None:
        """Leave every group."""
        guard.dismiss(self)
        switchboard.leave(self.groups_joined, self)
        if self.telling:
            self.telling.cancel()
        if self.watched and self.actor:
            await database_sync_to_async(presence.depart)(self.actor, self.page)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """``{"watch": "<public id>"}``: hear of this object from now on. What one may not see stays silent.

        ``{"ping": …}`` is answered, so that a page finds out when the line is dead.
        """
        if isinstance(content, dict) and "ping" in content:
            await self.send_json({"pong": content["ping"] is True})
            return
        try:
            chain = UUID(content["watch"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return
        actor = self.actor
        if actor is None or self.watched or not await database_sync_to_async(watching.may_watch)(actor, chain):
            return
        self.watched = chain
        self._join(groups.chain(chain, tenant=actor.unit.tenant.schema_name, unit=actor.unit.pk))
        await database_sync_to_async(presence.arrive)(actor, chain, self.page)

    def hear(self, topic: str) -> None:
        """Take a hint; several that come at once are passed on as one."""
        self.topics[topic] = None
        if self.telling is None or self.telling.done():
            self.telling = asyncio.ensure_future(self._tell())

    async def may_stay(self) -> bool:
        """Whether session, account, membership and roles are what they were; closes the socket if they are not."""
        standing = await guard.standing(digest_of(self.key))
        if standing == self.standing:
            return True
        now = await self._actor() if standing else None
        if now is None or self.actor is None or _rights(now) != _rights(self.actor):
            await self.close(ENDED)
            return False
        self.standing = standing
        return True

    async def _tell(self) -> None:
        while self.topics:
            try:
                if not await self.may_stay():
                    return
            except DatabaseError:
                await asyncio.sleep(RECHECK)
                continue
            topics, self.topics = list(self.topics), {}
            await self.send_json({"changed": topics})

    async def _actor(self) -> Actor | None:
        return await database_sync_to_async(actor_of)(self.key, self.scope["host"])

    def _join(self, group: str) -> None:
        self.groups_joined.append(group)
        switchboard.join(group, self)


def _rights(actor: Actor) -> tuple[object, ...]:
    membership = actor.membership
    return membership.pk, tuple(sorted(membership.roles)), membership.clearance
