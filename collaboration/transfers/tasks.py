"""Background work on cases across units."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from collaboration.transfers.workflow import filing


@app.task(queue="sealer", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def file_case(matter: str, act: int) -> None:
    """File an accepted case with the provinces of both sides; running twice does no harm."""
    filing.file_case(UUID(matter))


@app.periodic(cron="*/10 * * * *")
@app.task(queue="sealer", queueing_lock="file_missing_cases")
def file_missing(timestamp: int) -> None:
    """File what a kill left out."""
    filing.catch_up()
