"""Keep a list with its filters under a name, and drop it again."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from collaboration.errors import WorkflowError
from collaboration.worklist.filters import Filters
from collaboration.worklist.models import SavedList
from tenants.identity.actor import Actor

MOST = 20


def save(actor: Actor, *, name: str, query: str) -> SavedList:
    """Keep what an address shows; the same name again replaces it."""
    name = name.strip()[:40]
    if not name:
        raise WorkflowError(_("Give the list a name."))
    mine = SavedList.objects.filter(user=actor.user)
    mine.filter(name=name).delete()
    if mine.count() >= MOST:
        raise WorkflowError(_("You keep twenty lists already; delete one first."))
    return SavedList.objects.create(user=actor.user, name=name, query=Filters.read(QueryDict(query)).query)


def delete(actor: Actor, pk: int) -> None:
    """Forget a list."""
    SavedList.objects.filter(user=actor.user, pk=pk).delete()
