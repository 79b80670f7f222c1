"""What the drafting editor says while one writes; the script has no words of its own."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def words() -> dict[str, str]:
    """By the names that the script knows them by; ``{braces}`` are filled in there."""
    return {
        "saved": _("Saved {time}"),
        "unsaved": _("Not saved yet"),
        "offline": _("The connection was lost. Your text is kept on this machine and is saved as soon as it is back."),
        "offline_only_here": _("The connection was lost. Keep this page open: your text is saved when it is back."),
        "signed_out": _("You were signed out. Sign in in another window; your text is saved then."),
        "refused": _("Not saved: {error}"),
        "failed": _("Saving failed; it is tried again by itself."),
        "no_room": _("This machine keeps no copy of your text. Do not close the page before it is saved."),
        "restored": _("Text that was not saved last time was restored from this machine."),
        "both": _("Two people changed the same paragraphs; nothing is saved until you choose."),
        "meanwhile": _("{name} changed the text"),
        "here": _("Also here: {names}"),
        "between": pgettext("between names", ", "),
        "clash": _("{name} changed the same paragraph"),
        "mine": _("Your text"),
        "theirs": _("The text of {name}"),
        "deleted": _("(deleted)"),
        "take_mine": _("Take mine"),
        "take_theirs": _("Take theirs"),
        "take_both": _("Keep both"),
        "title": _("Title"),
        "recipients": _("Recipients"),
        "topic": _("Topic"),
        "accept": _("Put this wording in"),
        "show": _("Show in the text"),
        "lost": _("Its words are no longer in the text; place it again."),
        "drag": _("Drag to move the paragraph"),
    }
