"""Background work on requests."""

from procrastinate.contrib.django import app

from collaboration.assistance.workflow import closing


@app.periodic(cron="*/5 * * * *")
@app.task(queue="sealer", queueing_lock="close_unasked", lock="deadlines")
def close_unasked(timestamp: int) -> None:
    """Close enquiries that nobody asks further about."""
    closing.close_unasked()
