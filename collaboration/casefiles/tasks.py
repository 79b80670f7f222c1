"""Background work on files."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from collaboration.casefiles import checking, drawing, ending, mending, scanning
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


@app.task(queue="parser")
@for_person
def draw(public_id: str) -> None:
    """Draw what takes longer, for the person who added it."""
    try:
        drawing.draw(UUID(public_id))
    finally:
        memory.give_back()


@app.periodic(cron="25 3 * * *")
@app.task(queue="sealer", queueing_lock="hide_casefiles")
def hide_due(timestamp: int) -> None:
    """Tell of what will end, hide what has lain long enough, and forget uploads that nobody finished."""
    ending.announce_due()
    ending.hide_due()
    mending.tidy_unfinished()


@app.periodic(cron="*/10 * * * *")
@app.task(queue="sealer", queueing_lock="check_casefiles_again")
def check_again(timestamp: int) -> None:
    """Ask once more for checks that were lost."""
    mending.check_again()
