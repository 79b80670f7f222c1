"""Standing authorisations: who enters, confirms and ends them, and what the database thinks of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from collaboration.errors import NotAllowed, WrongState
from collaboration.sealing import workflow
from collaboration.sealing.models import Standing, StandingAuthorisation
from tenants.audit import verification
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories import authorisations as make
from tests.factories.desk import at_desk
from tests.factories.people import PASSWORD, make_actor
from tests.isolation.world import ADMINISTRATIONS
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a scan"


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def keeper():
    return make_actor("310000", Role.SEAL_KEEPER)


@pytest.fixture
def signatory():
    return make_actor("310000", Role.SIGNATORY)


def entered_fields(**changes):
    said = make.instrument()
    return {
        "public_id": str(said.public_id), "title": said.title, "number": said.number, "kinds": ["agreement"],
        "drafting_units": "320000\n浙江省住房和城乡建设厅", "dated_on": said.dated_on.isoformat(),
        "valid_from": said.valid_from.isoformat(), "valid_until": said.valid_until.isoformat(), **changes,
    }  # fmt: skip


def today():
    return timezone.localdate()


def test_keeper_enters_the_paper_and_the_signatory_confirms_it(keeper, signatory):
    at_keeper, at_signatory = at_desk(keeper), at_desk(signatory)
    names = {unit.code: unit.name for unit in (make_actor(code).unit for code in ("320000", "330000"))}
    scan = SimpleUploadedFile("授权书.pdf", PDF)
    fields = entered_fields(drafting_units=f"320000\n{names['330000']}", scan=scan)

    answer = at_keeper.post("/seal/authorisations/new/", fields)
    assert answer.status_code == 302
    with keeper.acting():
        entered = StandingAuthorisation.objects.get()
        assert entered.standing(today()) is Standing.ENTERED
        assert {unit.code for unit in make_units(entered)} == {"320000", "330000"}
    assert answer.url == f"/seal/authorisations/{entered.public_id}/"
    assert at_keeper.get(f"{answer.url}confirm/").status_code == 302
    assert make.TITLE in at_keeper.get("/seal/authorisations/").content.decode()
    assert b"".join(at_keeper.get(f"{answer.url}scan/").streaming_content) == PDF

    page = at_signatory.get(f"{answer.url}confirm/")
    nonce = page.context["form"].confirmation.nonce
    wrong = at_signatory.post(f"{answer.url}confirm/", {"proof_nonce": nonce, "proof_password": "wrong"})
    assert wrong.status_code == 422
    right = {"proof_nonce": nonce, "proof_password": PASSWORD}
    assert at_signatory.post(f"{answer.url}confirm/", right).url == answer.url
    assert at_signatory.post(f"{answer.url}confirm/", right).url == answer.url

    with signatory.acting():
        granted = StandingAuthorisation.objects.get()
        assert (granted.standing(today()), granted.granted_by, granted.method) == (
            Standing.VALID, signatory.user, "password",
        )  # fmt: skip
        assert [entry.act for entry in timeline(granted.public_id)] == ["granted", "entered"]
        assert timeline(granted.public_id)[1].texts["instrument"] == f"{make.TITLE} {granted.number}"
    with as_owner():
        assert list(verification.breaks()) == []


def make_units(authorisation):
    return Unit.objects.filter(pk__in=authorisation.drafting_units)


def test_the_same_form_sent_twice_is_entered_once(keeper):
    fields = entered_fields(drafting_units="")
    for _click in range(2):
        assert at_desk(keeper).post("/seal/authorisations/new/", fields).status_code == 302
    with keeper.acting():
        assert StandingAuthorisation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "《》"}, "title"),
        ({"title": "机密★样例授权书"}, "title"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["order"]}, "kinds"),
        ({"drafting_units": "没有这个单位"}, "drafting_units"),
        ({"dated_on": "2999-01-01"}, "dated_on"),
        ({"dated_on": "31. 2. 2026"}, "dated_on"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"valid_from": "2998-01-01", "valid_until": "2997-01-01"}, "valid_until"),
        ({"scan": SimpleUploadedFile("图.png", b"no picture")}, "scan"),
        ({"scan": SimpleUploadedFile("机密-授权书.pdf", PDF)}, "scan"),
        ({"scan": SimpleUploadedFile("空.pdf", b"")}, "scan"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(keeper, changes, field):
    answer = at_desk(keeper).post("/seal/authorisations/new/", entered_fields(**{"drafting_units": ""} | changes))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with keeper.acting():
        assert StandingAuthorisation.objects.count() == 0


def test_it_ends_early_with_a_reason_and_only_once(keeper, signatory):
    held = make.authorise(signatory)
    browser, path = at_desk(keeper), f"/seal/authorisations/{held.public_id}/"

    assert browser.post(f"{path}end/", {"reason": " "}).status_code == 422
    assert browser.post(f"{path}end/", {"reason": "授权已收回。"}).url == path
    assert browser.post(f"{path}end/", {"reason": "授权已收回。"}).url == path

    with keeper.acting():
        ended = StandingAuthorisation.objects.get()
        assert (ended.standing(today()), ended.ended_by) == (Standing.ENDED, keeper.user)
        entry = timeline(ended.public_id)[0]
        assert (entry.act, entry.texts) == ("ended", {"reason": "授权已收回。"})
        with pytest.raises(WrongState):
            workflow.end(keeper, ended, reason="再次。")
    assert "授权已收回。" in browser.get(path).content.decode()
    assert make.TITLE not in browser.get("/seal/authorisations/").content.decode()
    assert make.TITLE in browser.get("/seal/authorisations/?tab=over").content.decode()


def test_what_was_never_confirmed_is_discarded(keeper, signatory):
    entered = make.enter(keeper)
    with keeper.acting():
        workflow.end(keeper, entered, reason="录入有误。")
        assert StandingAuthorisation.objects.get().standing(today()) is Standing.DISCARDED
    with signatory.acting(), pytest.raises(NotAllowed):
        workflow.grant(signatory, StandingAuthorisation.objects.get(), prove=make.proof)


def test_lists_are_empty_in_words(keeper):
    for path in ("/seal/", "/seal/authorisations/", "/seal/authorisations/?tab=over"):
        assert 'class="empty"' in at_desk(keeper).get(path).content.decode()


@pytest.mark.parametrize("role", [Role.HANDLER, Role.MEMBER, *ADMINISTRATIONS])
def test_others_of_the_unit_are_refused(signatory, role):
    held = make.authorise(signatory)
    other = make_actor("310000", role)
    for page in ("", "authorisations/", "authorisations/new/", f"authorisations/{held.public_id}/"):
        assert at_desk(other).get(f"/seal/{page}").status_code == 403
    with other.acting(), pytest.raises(NotAllowed):
        workflow.enter(other, make.instrument())


def test_other_units_find_nothing(signatory):
    held = make.authorise(signatory, scan=PDF, scan_name="授权书.pdf")
    stranger = make_actor("320000")
    for page in ("", "confirm/", "end/", "scan/"):
        assert at_desk(stranger).get(f"/seal/authorisations/{held.public_id}/{page}").status_code == 404
    assert make.TITLE not in at_desk(stranger).get("/seal/authorisations/").content.decode()
    with stranger.acting():
        assert StandingAuthorisation.objects.count() == 0


CALLS = {
    "a keeper confirms": ("keeper", "SELECT grant_seal_authorisation(%s, 'x', 'x', '{}')", "SA001"),
    "a handler ends": ("handler", "SELECT end_seal_authorisation(%s, 'x')", "SA001"),
    "a stranger ends": ("stranger", "SELECT end_seal_authorisation(%s, 'x')", "SA001"),
    "a stranger confirms": ("stranger", "SELECT grant_seal_authorisation(%s, 'x', 'x', '{}')", "SA001"),
    "an end without reason": ("keeper", "SELECT end_seal_authorisation(%s, ' ')", "SA002"),
    "a plain change": ("signatory", "UPDATE sealing_standingauthorisation SET kinds = '{}' WHERE %s <> ''", "42501"),
    "a plain entry": ("signatory", "INSERT INTO sealing_standingauthorisation (title) VALUES (%s)", "42501"),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_the_database_refuses_by_itself(keeper, signatory, name):
    who, query, state = CALLS[name]
    people = {
        "keeper": keeper, "signatory": signatory, "handler": make_actor("310000", Role.HANDLER),
        "stranger": make_actor("320000"),
    }  # fmt: skip
    entered = make.enter(keeper)

    with (
        people[who].acting(),
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(query, [str(entered.public_id)])

    assert refused.value.__cause__.sqlstate == state


def test_it_stands_where_its_days_say(signatory):
    coming = make.authorise(signatory, valid_from=today() + timedelta(days=2), valid_until=today() + timedelta(days=9))
    with signatory.acting():
        assert coming.standing(today()) is Standing.COMING
        assert coming.standing(today() + timedelta(days=2)) is Standing.VALID
        assert coming.standing(today() + timedelta(days=10)) is Standing.EXPIRED
        speaking = StandingAuthorisation.objects.all()
        assert [len(speaking.valid(today() + timedelta(days=day))) for day in (0, 2, 9, 10)] == [0, 1, 1, 0]
