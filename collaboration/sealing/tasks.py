"""Background work on sealed files."""

from procrastinate.contrib.django import app

from tenants.jobs import memory


@app.periodic(cron="41 2 * * *")
@app.task(queue="sealer", queueing_lock="renew_stamps")
def renew_stamps(timestamp: int) -> None:
    """Put new time stamps beside closed files whose newest one is a year old."""
    from collaboration.sealing import renewal  # signatures: only the sealer carries them
    from collaboration.sealing.authority import Authority

    authority = Authority.of_installation()
    if authority.exists():
        renewal.renew_due(authority.platform().timestamper)
        memory.give_back()
