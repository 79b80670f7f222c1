"""A paper served for another unit: attempts with their evidence, the proof, the day of service."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import handling, sending
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.notifications.models import Notification
from collaboration.publication.verification import Verdict, verify_code, verify_file
from collaboration.sealing import files
from collaboration.sealing.models import SealedFile, SealUse
from collaboration.service import terms
from collaboration.service.models import Attempt, Exhibit, Service, State
from collaboration.service.requirements import missing
from collaboration.service.terms import Outlook
from collaboration.service.workflow import finishing, missed, serving
from collaboration.service.workflow.serving import Told
from collaboration.worklist.models import Waiting
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories import requests
from tests.factories import services as make
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner, as_system
from tests.workers import work

ASKING, ASKED = "320100", "340100"


@pytest.fixture
def sides(db):
    return make_actor(ASKING), make_actor(ASKED)


def told_of(actor) -> set[str]:
    with as_owner():
        return set(Notification.objects.filter(user=actor.user).values_list("act", flat=True))


@pytest.mark.django_db
def test_from_the_door_to_the_proof_and_only_the_two_units_see_it(sides):
    asking, asked = sides
    service = make.begin(asking, asked)
    make.tell(asked, service, failed=True)
    make.tell(asked, service, "left")
    with at_home(asking):  # the day is there as soon as it was told, and the terms that run from it
        told = terms.legal_days(make.again(asking, service))
        assert (told["served_on"], told["is_told_only"]) == (timezone.localdate(), True) and len(told["running"]) == 3
    with at_home(asked), pytest.raises(WorkflowError):
        handling.reply(asked, service.request, requests.PROOFS["service"])
    service = make.finish(asked, service)
    assert service.served_on == timezone.localdate() and service.manner == "left"
    assert {"begun", "attempt_failed", "attempt_served", "finished_served"} <= told_of(asking)
    with at_home(asked):
        assert Waiting.objects.open().filter(matter=service.pk, step="release_seal").exists()
        handling.reply(asked, service.request, requests.PROOFS["service"])
    with at_home(asking):
        assert Service.objects.visible_to(asking).get().attempts.count() == 2
    for code, roles in (("340000", ()), ("320000", ()), ("320102", ()), (ASKED, (Role.AUDITOR,))):
        other = make_actor(code, *roles)
        with at_home(other):
            assert not Service.objects.visible_to(other).exists()
            assert not Service.objects.exists() and not Attempt.objects.exists() and not Exhibit.objects.exists()


@pytest.mark.django_db
def test_what_is_sent_twice_is_there_once_and_what_is_told_is_fixed(sides):
    asking, asked = sides
    service, key, exhibit_key = make.begin(asking, asked), uuid4(), uuid4()
    for _time in range(2):
        make.hand_in(asked, service, key, "receipt", key=exhibit_key)
    told = Told(key, "direct", "served", timezone.now(), {**make.OFFICERS, **make.SAID["direct"]})
    with at_home(asked):
        assert serving.tell(asked, service, told).pk == serving.tell(asked, service, told).pk
        assert service.attempts.count() == service.exhibits.count() == 1
        again = serving.begin(asked, service.request)
        assert again.pk == service.pk
    with pytest.raises(WrongState):
        make.hand_in(asked, service, key, "scene")
    other = make.begin(asking, asked)
    with pytest.raises(WorkflowError):
        make.hand_in(asked, other, uuid4(), "receipt", key=exhibit_key)
    with at_home(asked):
        attempt = service.attempts.get()
        serving.strike(asked, service, attempt, reason="样例笔误")
        with pytest.raises(WrongState):
            serving.strike(asked, service, attempt, reason="再次")
        with pytest.raises(WorkflowError):
            finishing.finish(asked, service)
    with at_home(asking), pytest.raises(NotAllowed):
        serving.tell(asking, service, told)


@pytest.mark.django_db
def test_taken_back_while_the_seal_is_not_released_and_ended_with_the_assistance(sides):
    asking, asked = sides
    service = make.begin(asking, asked)
    make.tell(asked, service)
    service = make.finish(asked, service)
    with at_home(asked):
        back = finishing.take_back(asked, service, reason="样例更正")
        assert back.status == State.SERVING and back.served_on is None
    service = make.finish(asked, service)
    make.release(asked, service)
    with at_home(asked), pytest.raises(WrongState):
        finishing.take_back(asked, service, reason="样例")
    other = make.begin(asking, asked)
    with at_home(asked), pytest.raises(WorkflowError):
        handling.split(asked, other.request, [requests.wording(make_actor("340000").unit, "service")])
    with at_home(asking):
        sending.end(asking, other.request, reason="样例终止")
    assert make.again(asked, other).status == State.ENDED


def test_the_proof_is_sealed_and_a_served_person_checks_it_by_its_code(own_database):
    asking, asked = make_actor(ASKING), make_actor(ASKED)
    service = make.begin(asking, asked)
    known = verify_code(service.check_code)
    assert known.verdict == Verdict.GENUINE and asked.unit.display_name in dict(known.known.facts).values()
    assert "样例" not in str(known.known)
    make.tell(asked, service, failed=True)
    make.tell(asked, service, "left")
    service = make.finish(asked, service)
    make.release(asked, service)
    work("sealer", own_database)
    assert make.again(asked, service).status == State.SEALED
    assert "sealed" in told_of(asking)
    with at_home(asking):
        file = SealedFile.objects.get(matter=service.pk)
        assert verify_file(files.read(file)).verdict == Verdict.GENUINE
    with as_owner():
        exhibit = Exhibit.objects.first()
        assert not store.path_of(exhibit.file.stored).read_bytes().startswith(b"\xff\xd8")
        uses = {one for pair in SealUse.objects.values_list("base_sha256", "result_sha256") for one in pair}
        assert not any(b"%PDF" in store.path_of(one).read_bytes()[:1024] for one in {file.sha256, *uses})
        assert "样例见证人" not in str([bytes(one.confidences) for one in Attempt.objects.all()])


@pytest.mark.parametrize(
    ("manner", "result", "given", "exhibits", "expected"),
    [
        ("direct", "served", {}, (), {"place", "receiver", "relation", "receipt", "officer_1", "officer_1_number",
                                      "officer_2", "officer_2_number"}),
        ("left", "served", {**make.OFFICERS, "place": "a", "refusal": "b"}, (), {"witness", "receipt"}),
        ("left", "served", {**make.OFFICERS, "place": "a", "refusal": "b"}, ("scene",), set()),
        ("left", "served", {**make.OFFICERS, **make.SAID["left"], "witness_of": ""}, ("receipt",), {"witness_of"}),
        ("post", "served", make.OFFICERS, (), {"carrier", "tracking", "slip"}),
        ("electronic", "served", {**make.OFFICERS, "electronic_address": "a"}, (), {"confirmation"}),
        ("forwarded", "served", {**make.OFFICERS, "place": "a", "receiver": "b", "relation": "c"}, ("receipt",),
         {"through"}),
        ("direct", "failed", {**make.OFFICERS, "place": "a"}, (), {"failure", "failure_words"}),
    ],
)  # fmt: skip
def test_each_manner_says_what_it_lacks(manner, result, given, exhibits, expected):
    assert {field for field, _words in missing(manner, result, given, exhibits)} == expected


@pytest.mark.django_db
def test_terms_run_from_the_day_of_service_and_a_day_that_cannot_be_met_is_told(sides):
    served = date(2026, 9, 24)  # the Thursday before the Mid-Autumn days
    (hearing,) = terms.running_from(served, "听证告知书")
    assert hearing.last_day == date(2026, 10, 9)
    pay, review, court = terms.running_from(served, "行政处罚决定书")
    assert pay.last_day == date(2026, 10, 9) and review.last_day == date(2026, 11, 23)
    assert court.last_day == date(2027, 3, 24)
    assert len(terms.running_from(served, "催告书")) == 4
    asking, asked = sides
    today = timezone.localdate()
    days = {"past": today - timedelta(days=1), "today": today, "later": today + timedelta(days=40)}
    with pytest.raises(WorkflowError):
        make.accepted(asking, asked, serve_by=days["past"].isoformat())
    near, far = (make.begin(asking, asked, serve_by=days[when].isoformat()) for when in ("today", "later"))
    assert (terms.outlook(near), terms.outlook(far)) == (Outlook.CLOSE, Outlook.OPEN)
    assert terms.days_ahead(near.request)["outlook"] == Outlook.CLOSE
    with as_owner():
        late = AssistanceRequest.objects.get(pk=far.request_id)
        late.answers["serve_by"] = days["past"].isoformat()
        late.save()
    assert terms.outlook(make.again(asked, far)) == Outlook.MISSED
    with as_system():
        assert (missed.tell_missed(), missed.tell_missed()) == (1, 0)
    assert "legal_day_missed" in told_of(asking) & told_of(asked)
