"""Why nothing came back from a webhook, in a sentence for its administrator; what the machine said stands beside it."""

from django.utils.translation import gettext_lazy as _

SENTENCES = (
    ("no answer within", _("It did not answer within five seconds.")),
    ("is no public address", _("The address lies inside the network; nothing was sent there.")),
    ("DNS", _("Nobody knows the name in its address.")),
    ("Certificate", _("Its certificate is not valid.")),
    ("SSL", _("Its certificate is not valid.")),
)


def sentence(answer: str) -> str:
    """The sentence for what was noted where no status came back."""
    return str(next((words for mark, words in SENTENCES if mark in answer), _("It could not be reached.")))
