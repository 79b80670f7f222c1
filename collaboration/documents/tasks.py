"""Background work on joint documents."""

from procrastinate.contrib.django import app

from collaboration.documents.workflow import overdue


@app.periodic(cron="*/10 * * * *")
@app.task(queue="sealer", queueing_lock="close_overdue_rounds")
def close_overdue_rounds(timestamp: int) -> None:
    """Close rounds of opinions whose deadline has passed."""
    overdue.close_overdue_rounds()
