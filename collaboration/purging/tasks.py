"""Background work on purges."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from collaboration.purging import at_end, removal


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def remove_files(matter: str, act: int) -> None:
    """Remove the files of a purged matter from the store; running twice does no harm."""
    removal.remove_files(UUID(matter))


@app.periodic(cron="40 3 * * *")
@app.task(queue="sealer", queueing_lock="erase_at_end")
def erase_at_end(timestamp: int) -> None:
    """Erase matters whose term is over."""
    at_end.erase_due()
