"""What people do with their own notices, lists, wishes and account; and what needs nobody to be signed in."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from collaboration.assistance.models import SavedView
from collaboration.assistance.overview import saving as views
from collaboration.documents.models import Status
from collaboration.errors import WorkflowError
from collaboration.matters.record import record
from collaboration.members import workflow as membership
from collaboration.members.invitations import token_of
from collaboration.notifications import marking
from collaboration.notifications.models import Category, Notification
from collaboration.notifications.notify import Audience, notify
from collaboration.outgoing import confirming, lines, unsubscribing
from collaboration.outgoing.models import Line, Way
from collaboration.worklist import saving
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import documents as make
from tests.factories.matters import make_matter
from tests.factories.people import make_actor
from tests.isolation.acts.cast import ALONE, CITY, NOBODY, OTHER_CITY, PERSON, Cast
from tests.isolation.acts.trying import Attempt
from tests.ownership import as_owner

DAILY = {**dict.fromkeys(Category, "daily"), "daily_hour": "17"}


def notices(cast: Cast) -> list[Attempt]:
    """A notice of the person's own, unread."""
    author = cast.worker(OTHER_CITY)
    matter = make_matter(author, CITY)

    def of(page: str) -> Callable[[Actor], str]:
        def told(actor: Actor) -> str:
            with author.acting():
                record(matter, "opened")
                notify(matter, "opened", [Audience(actor.unit, users=[actor.user])])
            with as_owner():
                newest = Notification.objects.filter(user=actor.user).order_by("number").last()
            return f"/notices/{page}".replace("N", str(newest.number if newest else 1))

        return told

    return [
        Attempt("notices:mark", data={"do": "read"}, before=of("N/"), sides=PERSON),
        Attempt("notices:open", before=of("N/open/"), sides=PERSON),
        Attempt("notices:later", data={"until": "soon"}, before=of("N/later/"), sides=PERSON),
        Attempt("notices:all", data={"do": "read", "upto": "9"}, before=of("all/"), sides=ALONE),
    ]


def wishes(cast: Cast) -> list[Attempt]:
    """What a person wants to hear of, and what they keep."""
    author, guest = cast.worker(CITY), cast.worker(OTHER_CITY)
    document = make.make_document(Status.SOLICITING, author, guest)
    sent = f"/notices/matter/{document.public_id}/"

    def followed(actor: Actor) -> str:
        with actor.acting():
            if type(document.matter).objects.visible_to(actor).filter(pk=document.pk).exists():
                marking.follow(actor, document.matter)
        return sent

    def kept(actor: Actor) -> str:
        with actor.acting():
            return f"/worklist/lists/{saving.save(actor, name='样例', query='').pk}/forget/"

    def viewed(actor: Actor) -> str:
        with actor.acting():
            return f"/assistance/views/{views.save(actor, SavedView.Page.FILED, name='样例', query='').pk}/forget/"

    def shut(actor: Actor) -> str:
        with actor.acting():
            lines.enter(actor.user, Way.MAIL, "a@b.cc")
        with as_owner():
            Line.objects.filter(user=actor.user).update(refused=3, refused_address=actor.user.email)
        return "/mail/open/"

    def entered(actor: Actor) -> str:
        with actor.acting():
            lines.enter(actor.user, Way.SMS, "13800000001")
        return "/mail/ways/sms/code/"

    def asked(actor: Actor) -> str:
        entered(actor)
        with actor.acting(), suppress(WorkflowError):  # the service does not answer; the code counts all the same
            confirming.send_code(actor.user, Way.SMS)
        return "/mail/ways/sms/confirm/"

    return [
        Attempt("notices:matter", sent, {"do": "follow"}, act="follow"),
        Attempt("notices:matter", sent, {"do": "mute"}, act="mute"),
        Attempt("notices:matter", data={"do": "forget"}, act="forget", before=followed),
        Attempt("worklist:save", "/worklist/lists/", {"name": "样例", "query": ""}, sides=ALONE),
        Attempt("worklist:forget", before=kept, sides=PERSON),
        Attempt("assistance:save_view", "/assistance/views/", {"name": "样例", "query": ""}, sides=ALONE),
        Attempt("transfers:save_view", "/transfers/filed/views/", {"name": "样例", "query": ""}, sides=ALONE),
        Attempt("assistance:forget_view", before=viewed, sides=PERSON),
        Attempt("outgoing:wishes", "/mail/", DAILY, sides=ALONE),
        Attempt("outgoing:way", "/mail/ways/sms/", {"address": "13800000000", "categories": "action"}, sides=ALONE),
        Attempt("outgoing:another_code", before=entered, sides=ALONE),
        Attempt("outgoing:confirm", data={"code": "000000"}, before=asked, sides=ALONE),
        Attempt("outgoing:open_again", before=shut, sides=ALONE),
        Attempt("deadlines:feed_address", "/deadlines/feed/", sides=ALONE),
    ]


def account(cast: Cast) -> list[Attempt]:
    """Pages about the person's own session and account, which name nobody else."""
    administrator = make_actor(CITY, Role.UNIT_ADMINISTRATOR)
    with administrator.acting():
        invited = membership.invite(administrator, administrator.unit, name="甲", email="a@b.cc", roles=[Role.HANDLER])
    join = f"/members/join/{token_of(invited)}/"
    stop = urlsplit(unsubscribing.address(cast.worker(CITY).user, [Category.ACTION])).path
    new = {"username": "neuling", "password": "Ein-langes-Wort-7", "again": "Ein-langes-Wort-7"}
    to_site = {"host": "nanjing.portal.localhost", "state": "s" * 43}
    profile = lambda actor: {"language": "en", "email": actor.user.email}  # noqa: E731
    return [
        Attempt("members:join", join, act="as who one is", sides={"invited": OTHER_CITY}),
        Attempt("members:join", join, new, act="as somebody new", sides=NOBODY),
        Attempt("outgoing:stop", stop, sides=NOBODY),
        Attempt("identity:account", "/accounts/", profile, sides=ALONE),
        Attempt("identity:hand_over", "/accounts/site/", to_site, sides=ALONE),
    ]
