"""What is done with a unit itself: its members, seal, addresses outside, roster, and place in the alliance."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.deadlines.models import CalendarOverride, DutyShift, EscalationStep
from collaboration.document_templates import workflow as keeping
from collaboration.document_templates.workflow import Contents
from collaboration.documents.models import Kind, Status
from collaboration.internal.notes import add_note
from collaboration.members import workflow as membership
from collaboration.outgoing.hooks import workflow as hooks
from collaboration.outgoing.hooks.secrets import Target
from collaboration.outgoing.models import Delivery, Webhook
from tenants.identity.actor import Actor
from tenants.identity.models import Invitation, Membership
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.collaboration.deadlines.test_notice import NOTICE as TEXT
from tests.factories import authorisations, seals
from tests.factories import documents as make
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.isolation.acts.cast import ALONE, CITY, COUNTY, ITS_UNIT, OFFICE, OTHER_CITY, UNIT, UNIT_BELOW, Cast
from tests.isolation.acts.trying import CONFIRMED, Attempt, Data
from tests.ownership import as_owner

REASON = {"reason": "样例理由。"}
INVITED = {"name": "测试新人", "email": "neu@portal.localhost", "roles": ["handler"]}
NOTICE = {"year": "2027", "reference": "试验〔2026〕1号", "text": TEXT, "take": ""}
HOUR = timedelta(hours=1)


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M:%S")


def _of_unit(address: str, path: str, data: object = None, **more: object) -> Attempt:
    return Attempt(address, path, data or {}, **{"sides": UNIT, **more})


def _own_place(page: str = "") -> Callable[[Actor], str]:
    return lambda actor: f"/members/{actor.membership.public_id}/{page}"


def people(cast: Cast) -> list[Attempt]:
    """A member of the home unit, somebody who was invited there, somebody who stands in."""
    administrator, one = make_actor(CITY, Role.UNIT_ADMINISTRATOR), make_actor(CITY, Role.HANDLER)
    at_desk(one)
    now, place = timezone.now(), f"/members/{one.membership.public_id}/"
    away_one, standing = (make_actor(CITY, Role.HANDLER) for _number in range(2))
    with administrator.acting():
        membership.invite(administrator, administrator.unit, name="甲", email="a@b.cc", roles=[Role.HANDLER])
        stands_in = membership.delegate(
            administrator, away_one.membership, standing.membership, starts=now, ends=now + HOUR, reason="样例。"
        )
    with as_owner():
        invitation = Invitation.objects.get().public_id

    def away(absent: Membership | None) -> Callable[[Actor], Data]:
        return lambda actor: {
            "absent": (absent or actor.membership).pk, "delegate": cast.worker(actor.unit.code).membership.pk,
            "starts": _moment(now), "ends": _moment(now + HOUR), **REASON,
        }  # fmt: skip

    return [
        _of_unit("members:invite", "/members/invite/", INVITED, sides=ITS_UNIT),
        _of_unit("members:revoke", f"/members/invitations/{invitation}/revoke/"),
        _of_unit("members:member", place, {"roles": ["signatory"]}),
        _of_unit("members:clear", f"{place}clear/", {"clearance": "1"}),
        _of_unit("members:end", f"{place}end/", REASON),
        _of_unit("members:end_sessions", f"{place}sessions/"),
        _of_unit("members:reset_factors", f"{place}factors/"),
        _of_unit("members:end_delegation", f"/members/standing-in/{stands_in}/end/"),
        _of_unit("members:delegations", "/members/standing-in/", away(one.membership), act="for a colleague"),
        Attempt("members:delegations", "/members/standing-in/", away(None), act="own", sides=ALONE),
        Attempt("members:member", data={"roles": ["signatory"]}, act="own place", sides=ALONE, before=_own_place()),
        Attempt("members:clear", data={"clearance": "0"}, act="own place", sides=ALONE, before=_own_place("clear/")),
    ]  # fmt: skip


def people_below(cast: Cast) -> list[Attempt]:
    """A county with an administrator, and one without."""
    county, administrator = cast.worker(COUNTY).unit, make_actor(COUNTY, Role.UNIT_ADMINISTRATOR).membership
    with as_owner():
        empty = Unit.objects.create(
            code="320104", level=county.level, parent=county.parent, tenant=county.tenant, name="样例县"
        )
    first = {"name": "乙", "email": "b@b.cc"}
    return [
        Attempt("members:invite_first", f"/members/below/{empty.public_id}/invite/", first, sides=UNIT_BELOW),
        Attempt("members:end_below", f"/members/below/{administrator.public_id}/end/", REASON, sides=UNIT_BELOW),
    ]


def seal(cast: Cast) -> list[Attempt]:
    """An authorisation that waits for a signatory."""
    today = timezone.localdate()
    written = {
        "public_id": str(uuid4()), "title": "另一授权书", "dated_on": today, "kinds": ["agreement"],
        "valid_from": today, "valid_until": today + timedelta(days=30),
    }  # fmt: skip
    place = f"/seal/authorisations/{authorisations.enter(cast.worker(CITY)).public_id}/"
    return [
        _of_unit("sealing:enter", "/seal/authorisations/new/", written, sides=ITS_UNIT),
        _of_unit("sealing:grant", f"{place}confirm/", CONFIRMED, reads=True),
        _of_unit("sealing:end", f"{place}end/", REASON),
        _of_unit("sealing:picture", "/seal/picture/", _seal_picture, sides=ITS_UNIT, reads=True),
        _of_unit("sealing:report_lost", f"/seal/certificates/{seals.registered(CITY)}/lost/", REASON),
    ]


def _seal_picture(_actor: Actor) -> Data:
    return {"picture": seals.upload(), "diameter_mm": "42", **CONFIRMED}


def outside(cast: Cast) -> list[Attempt]:
    """An address of another system, and a message that was delivered there."""
    administrator, hook = make_actor(CITY, Role.UNIT_ADMINISTRATOR), uuid4()
    target = Target("https://hooks.example/1", "")
    with administrator.acting():
        hooks.save(hook, name="办公系统", form=Webhook.Form.DINGTALK, target=target, is_on=True)
        sent = hooks.try_out(Webhook.objects.get(public_id=hook))
    with as_owner():
        Delivery.objects.filter(pk=sent.pk).update(state=Delivery.State.DELIVERED)
    form = {"name": "另一系统", "form": Webhook.Form.DINGTALK, "address": target.address, "is_on": "on"}
    place = f"/mail/unit/addresses/{hook}/"
    return [
        _of_unit("outgoing:outside", "/mail/unit/", {"tells": "-1"}, sides=ITS_UNIT),
        _of_unit("outgoing:hook_new", "/mail/unit/addresses/new/", form, sides=ITS_UNIT),
        _of_unit("outgoing:hook", place, form),
        _of_unit("outgoing:hook_remove", f"{place}remove/"),
        _of_unit("outgoing:hook_try", f"{place}try/"),
        _of_unit("outgoing:resend", f"/mail/unit/deliveries/{sent.pk}/send/"),
    ]


def arranged(cast: Cast) -> list[Attempt]:
    """A shift of duty and a step of escalation, and a day the alliance office decided on."""
    unit, now, year = cast.worker(CITY).unit, timezone.now(), timezone.localdate().year
    with as_owner():
        shift = DutyShift.objects.create(
            unit=unit, person=cast.worker(CITY).user, telephone="1", starts_at=now, ends_at=now + HOUR
        )
        step = EscalationStep.objects.create(unit=unit, after=1, to=EscalationStep.To.SIGNATORY)
        CalendarOverride.objects.create(day=date(year, 7, 1), is_working_day=False, note="样例")

    def on_duty(actor: Actor) -> Data:
        person, later = cast.worker(actor.unit.code).user.pk, now + 2 * HOUR
        return {"person": person, "telephone": "2", "starts_at": _moment(later), "ends_at": _moment(later + HOUR)}

    return [
        _of_unit("deadlines:roster", "/deadlines/duty/", on_duty, sides=ITS_UNIT),
        _of_unit("deadlines:drop_shift", f"/deadlines/duty/{shift.pk}/drop/"),
        _of_unit(
            "deadlines:escalation",
            "/deadlines/escalation/",
            {"after": "2", "to": EscalationStep.To.SUPERIOR},
            sides=ITS_UNIT,
        ),
        _of_unit("deadlines:drop_step", f"/deadlines/escalation/{step.pk}/drop/"),
        _of_unit("deadlines:notice", "/deadlines/calendar/notice/", NOTICE),
        _of_unit("deadlines:day", "/deadlines/calendar/day/", {"day": f"{year}-07-02", "works": "off", "note": "样例"}),
        _of_unit("deadlines:drop_day", f"/deadlines/calendar/{year}-07-01/drop/"),
    ]


def purged(cast: Cast) -> list[Attempt]:
    """A document of the home unit that should never have been entered, with a note of another unit."""
    guest = cast.worker(OTHER_CITY)
    document = make.make_document(Status.SOLICITING, cast.worker(CITY), guest)
    with guest.acting(), tenant_context(guest.unit.tenant):
        add_note(document.public_id, guest, "样例。")
    given = {**CONFIRMED, **REASON, "understood": "on"}
    place, note = f"/purging/{document.public_id}/", f"notes:{guest.unit.pk}"
    return [
        Attempt("purging:purge", place, given, act="all of it", reads=True),
        Attempt("purging:purge", f"{place}?part={note}", given, act="a text of the invited unit", reads=True),
    ]


def directory(cast: Cast) -> list[Attempt]:
    """A county in the directory."""
    county, today = cast.worker(COUNTY).unit, timezone.localdate()
    with as_owner():
        Unit.objects.create(
            code="320104", level=county.level, parent=county.parent, tenant=county.tenant, name="样例县"
        )
    names = {"name": "样例区城市管理局", "short_name": "样例区城管局", "name_en": "Sample Bureau", "on": today}
    split = {"code": "320199", "region": "样例区", "region_en": "Sample", **names}
    acts = {"rename": names, "close": {"on": today}, "merge": {"into": "320104", "on": today}, "split": split}
    acts["telephone"] = {"telephone": "025-12345678"}
    place = f"/units/{county.public_id}/"
    return [Attempt(f"units:{act}", f"{place}{act}/", data, sides=UNIT_BELOW) for act, data in acts.items()]


def templates(cast: Cast) -> list[Attempt]:
    """Templates of the home unit and of the alliance."""
    contents = Contents("样例", "关于样例的函", "", "商请样例。")
    with cast.worker(CITY).acting():
        own = keeping.make(cast.worker(CITY), Kind.LETTER, contents).public_id
    with cast.worker(OFFICE).acting():
        alliance = keeping.make(cast.worker(OFFICE), Kind.LETTER, contents).public_id
    entered = {"name": "另一样例", "text": "商请样例。", "seen": "1"}
    return [
        Attempt("templates:new", "/templates/new/", {**entered, "kind": Kind.LETTER}, sides=ITS_UNIT),
        _of_unit("templates:edit", f"/templates/{own}/edit/", entered),
        _of_unit("templates:retire", f"/templates/{own}/retire/"),
        _of_unit("templates:edit", f"/templates/{alliance}/edit/", entered, act="alliance"),
        _of_unit("templates:retire", f"/templates/{alliance}/retire/", act="alliance"),
    ]
