"""Background work on files."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from collaboration.casefiles import checking, ending, scanning
from tenants.jobs import memory
from tenants.jobs.acting import for_person

PATIENCE = RetryStrategy(max_attempts=40, wait=60, retry_exceptions={scanning.Unreachable})


@app.task(queue="parser", retry=PATIENCE)
@for_person
def check(public_id: str) -> None:
    """Look at a file, draw its pages and scan it, for the person who added it."""
    try:
        checking.check(UUID(public_id))
    finally:
        memory.give_back()


@app.periodic(cron="25 3 * * *")
@app.task(queue="sealer", queueing_lock="hide_casefiles")
def hide_due(timestamp: int) -> None:
    """Hide what has lain long enough, and forget uploads that nobody finished."""
    ending.hide_due()
    ending.forget_unfinished()
