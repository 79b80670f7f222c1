"""The three kinds of worker, and how one of them runs.

*person* works for people, as p_app; *parser* reads uploads, handing each to a child without database, keys or network;
*sealer* carries out recorded decisions, as p_system with the keys, and never parses an upload.
"""

import asyncio
import logging
from enum import StrEnum

from procrastinate import App
from procrastinate.contrib.django import app as configured
from procrastinate.exceptions import ConnectorException

from tenants.jobs import memory, waking

logger = logging.getLogger(__name__)
STALLED = 30.0  # seconds without heartbeat after which a worker counts as killed and its jobs go back


class Worker(StrEnum):
    """A kind of worker; its queue carries the same name."""

    PERSON = "person"
    PARSER = "parser"
    SEALER = "sealer"


async def work(kind: Worker, *, wait: bool = True) -> None:
    """Work the queue of this kind until told to stop, or until it is empty: the clock then starts nothing."""
    app = configured.with_connector(configured.connector.get_worker_connector())
    _keep_own_periodic_tasks(app, kind if wait else None)
    memory.settle()
    async with app.open_async():
        helpers = [asyncio.create_task(one(app, kind)) for one in (_rescue, _be_woken)] if wait else []
        try:
            await app.run_worker_async(
                queues=[kind],
                name=kind,
                wait=wait,
                concurrency=1,
                listen_notify=wait,
                delete_jobs="successful",
                install_signal_handlers=wait,
            )
        finally:
            for helper in helpers:
                helper.cancel()


def _keep_own_periodic_tasks(app: App, kind: Worker | None) -> None:
    tasks = app.periodic_registry.periodic_tasks
    app.periodic_registry.periodic_tasks = {
        name: periodic for name, periodic in tasks.items() if periodic.task.queue == kind
    }


async def _be_woken(app: App, kind: Worker) -> None:
    """Start jobs when a transaction asks for them; without a database, wait for it to come back."""
    while True:
        try:
            return await waking.follow(app, kind)
        except ConnectorException:
            logger.warning("Wake-ups could not be heard; the database is away.")
        await asyncio.sleep(STALLED / 3)


async def _rescue(app: App, kind: Worker) -> None:
    """Give jobs of killed workers back to the queue; tasks are idempotent, so a second run does no harm."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(queue=kind, seconds_since_heartbeat=STALLED):
                await app.job_manager.retry_job(job)
        except ConnectorException:
            logger.warning("Stalled jobs could not be looked for; the database is away.")
        await asyncio.sleep(STALLED / 3)
