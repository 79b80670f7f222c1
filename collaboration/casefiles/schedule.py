"""The retention schedule: how long matters of each kind lie open and hidden. The alliance office keeps it."""

from datetime import date, timedelta

from collaboration.casefiles.models import RetentionRule

ANY = ""  # for kinds without a line of their own
HIDE_AFTER, ERASE_AFTER = 6, 36
TOLD_BEFORE_HIDING, TOLD_BEFORE_ERASING = (
    timedelta(days=14),
    timedelta(days=30),
)  # the second: also in the database


def install() -> None:
    """Begin with one line for everything; nothing of what the office has set is touched."""
    if not RetentionRule.objects.filter(kind=ANY).exists():
        RetentionRule.objects.create(
            kind=ANY, hide_after=HIDE_AFTER, erase_after=ERASE_AFTER, valid_from=date(2020, 1, 1)
        )  # fmt: skip
