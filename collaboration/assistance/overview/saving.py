"""Keep the ledger with its filters under a name, for oneself alone."""

from django.utils.translation import gettext as _

from collaboration.assistance.models import SavedView
from collaboration.errors import WorkflowError
from tenants.identity.actor import Actor

MOST = 20


def save(actor: Actor, *, name: str, query: str) -> SavedView:
    """Keep what an address shows; the same name again replaces it."""
    name = name.strip()[:40]
    if not name:
        raise WorkflowError(_("Give the view a name."))
    mine = SavedView.objects.filter(user=actor.user)
    if mine.exclude(name=name).count() >= MOST:
        raise WorkflowError(_("You keep twenty views already; delete one first."))
    return mine.update_or_create(user=actor.user, name=name, defaults={"query": query})[0]


def forget(actor: Actor, pk: int) -> None:
    """Drop a view."""
    SavedView.objects.filter(user=actor.user, pk=pk).delete()
