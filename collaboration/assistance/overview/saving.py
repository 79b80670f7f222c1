"""Keep the ledger or the register of filed cases with its filters under a name, for oneself alone."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaboration.assistance.models import SavedView
from collaboration.errors import WorkflowError
from tenants.identity.actor import Actor

MOST = 20


def saved(actor: Actor, page: SavedView.Page) -> QuerySet[SavedView]:
    """What the person keeps of this page."""
    return SavedView.objects.filter(user=actor.user, page=page)


def save(actor: Actor, page: SavedView.Page, *, name: str, query: str) -> SavedView:
    """Keep what an address shows; the same name again replaces it."""
    name = name.strip()[:40]
    if not name:
        raise WorkflowError(_("Give the view a name."))
    if saved(actor, page).exclude(name=name).count() >= MOST:
        raise WorkflowError(_("You keep twenty views already; delete one first."))
    return SavedView.objects.update_or_create(user=actor.user, page=page, name=name, defaults={"query": query})[0]


def forget(actor: Actor, pk: int) -> SavedView.Page:
    """Drop a view; tells of which page it was."""
    mine = SavedView.objects.filter(user=actor.user, pk=pk)
    page = mine.values_list("page", flat=True).first()
    mine.delete()
    return SavedView.Page(page or SavedView.Page.LEDGER)
