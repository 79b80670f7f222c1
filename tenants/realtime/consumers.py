"""The socket of one tab: it says that something changed, never what; the page asks again through its own view."""

import asyncio
import contextlib
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings

from tenants.identity.actor import Actor
from tenants.identity.sockets import actor_of
from tenants.realtime import groups, watching

RECHECK = 4.0  # seconds: a removed member's socket is closed within five


class HintConsumer(AsyncJsonWebsocketConsumer):
    """Hints for one person acting as one unit; watching an object needs the right to see it."""

    actor: Actor

    async def connect(self) -> None:
        """Accept people with a valid session, account and membership; 4401 for everybody else."""
        actor = await self._actor()
        if actor is None:
            await self.close(4401)
            return
        self.actor = actor
        self.watched: str | None = None
        await self.channel_layer.group_add(groups.everyone(actor.user.pk), self.channel_name)
        await self.accept()
        self.guard = asyncio.create_task(self._end_with_the_right_to_be_here())

    async def disconnect(self, code: int) -> None:
        """Leave every group."""
        if not hasattr(self, "guard"):
            return
        if self.guard is not asyncio.current_task():
            self.guard.cancel()
        await self.channel_layer.group_discard(groups.everyone(self.actor.user.pk), self.channel_name)
        if self.watched:
            await self.channel_layer.group_discard(self.watched, self.channel_name)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """``{"watch": "<public id>"}``: hear of this object from now on. What one may not see stays silent."""
        try:
            chain = UUID(content["watch"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return
        if self.watched or not await database_sync_to_async(watching.may_watch)(self.actor, chain):
            return
        self.watched = groups.chain(chain, self.actor.unit.pk)
        await self.channel_layer.group_add(self.watched, self.channel_name)

    async def changed(self, event: dict[str, Any]) -> None:
        """Pass a hint on."""
        await self.send_json({"changed": [event["what"]]})

    async def _actor(self) -> Actor | None:
        key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        return await database_sync_to_async(actor_of)(key, self.scope["host"]) if key else None

    async def _end_with_the_right_to_be_here(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(RECHECK)
                now = await self._actor()
                if now is None or now.membership != self.actor.membership:
                    await self.close(4401)
                    return
