"""Jobs of the record."""

from procrastinate.contrib.django import app

from tenants.audit import anchoring


@app.periodic(cron="5 16 * * *")  # five past midnight in Shanghai
@app.task(queue="sealer", queueing_lock="anchor_record")
def anchor_record(timestamp: int) -> None:
    """Anchor the heads of all chains once a day."""
    anchoring.anchor()
