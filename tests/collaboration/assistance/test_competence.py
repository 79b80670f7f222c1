"""Who is competent is data that the office and the units keep; the unit is found by subject, keyword and place."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from collaboration.assistance.catalogue import keeping, places
from collaboration.assistance.catalogue.addressees import competent_for, lies_in
from collaboration.assistance.catalogue.keeping import CHAIN, SubjectWording
from collaboration.assistance.models import Competence, Subject
from collaboration.errors import NotAllowed
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit
from tests.factories import requests as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
SUBJECTS = "/assistance/catalogue/subjects/"


@pytest.fixture
def office():
    return make_actor("office", Role.UNIT_ADMINISTRATOR)


def codes(units):
    return {unit.code for unit in units}


def test_the_office_adds_renames_and_retires_subjects(office):
    browser, nanjing = at_desk(office), make_actor("320100")
    new = {"code": "river", "name": "样例河道", "name_en": "Rivers", "keywords": "采砂  hd 采砂", "is_offered": "on"}
    assert browser.post(SUBJECTS, new).status_code == 302
    twice = browser.post(SUBJECTS, new)
    assert twice.status_code == 422 and 'id="id_code_error"' in twice.content.decode()
    assert Subject.objects.get(pk="river").keywords == "采砂 hd"
    page = at_desk(nanjing).get(SUBJECTS).content.decode()
    assert "样例河道" in page and "subjects/river/" not in page
    assert at_desk(nanjing).post(f"{SUBJECTS}river/", new).status_code == 403

    draft = make.make_request(nanjing, make_actor("340100").unit, subject=Subject.objects.get(pk="river"))
    browser.post(f"{SUBJECTS}river/", {"name": "样例河湖", "keywords": "采砂"})
    kept = Subject.objects.get(pk="river")
    assert (kept.name, kept.name_en, kept.is_offered) == ("样例河湖", "", False)
    assert "样例河道" in browser.get(f"{SUBJECTS}river/").content.decode()  # what it said before
    new_one = at_desk(nanjing).get("/assistance/new/evidence/340100/").content.decode()
    begun = at_desk(nanjing).get(f"{draft.get_absolute_url()}edit/").content.decode()
    assert "样例河湖" not in new_one and '<option value="river" selected>样例河湖' in begun
    with at_home(office):
        assert Record.objects.filter(chain=CHAIN, act="subject_saved").count() == 2
    with at_home(nanjing), pytest.raises(NotAllowed):
        keeping.save_subject(nanjing, "river", SubjectWording("样例"))
    with at_home(nanjing), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT catalogue_save_subject('river', '{}')")


def test_units_declare_what_lies_in_their_own_area(office):
    nanjing, jiangsu = make_actor("320100", Role.UNIT_ADMINISTRATOR), make_actor("320000", Role.UNIT_ADMINISTRATOR)
    browser, path = at_desk(nanjing), "/assistance/catalogue/competences/"
    line = {"subject": "waste", "since": "2026-01-01", "unit": "340100"}
    outside = browser.post(path, {**line, "area": "340100"})
    assert outside.status_code == 422 and 'id="id_area_error"' in outside.content.decode()
    assert browser.post(path, {**line, "area": "320100"}).status_code == 302
    declared = Competence.objects.get()
    assert declared.unit.code == "320100"  # the own unit, whatever else was named
    with at_home(nanjing):
        assert Record.objects.filter(chain=CHAIN, act="competence_added", unit_id=nanjing.unit.pk).count() == 1
    with at_home(jiangsu):
        assert not Record.objects.filter(chain=CHAIN).exists()
    assert at_desk(jiangsu).post(f"{path}{declared.pk}/end/").status_code == 403
    for area in ("340100", "320000", "32"):
        with at_home(nanjing), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT catalogue_set_competence(%s, 'green', %s, '2026-01-01', '')", [nanjing.unit.pk, area]
            )
    browser.post(f"{path}{declared.pk}/end/")
    declared.refresh_from_db()
    assert declared.valid_until == timezone.localdate()
    assert lies_in("320102", nanjing.unit) and not lies_in("320000", nanjing.unit) and lies_in("320102", jiangsu.unit)


def test_where_the_map_names_nobody_the_level_that_holds_the_subject_is_competent(office):
    waste, nanjing = Subject.objects.get(pk="waste"), Unit.objects.get(code="320100")
    assert competent_for(waste, "320102") == []
    with at_home(office):
        words = SubjectWording(waste.name, waste.name_en, waste.keywords, Level.COUNTY, is_strict=True)
        keeping.save_subject(office, "waste", words)
        waste.refresh_from_db()
        assert codes(competent_for(waste, "320102")) == {"320102"}
        keeping.set_competence(office, nanjing, waste, area="320102", since=timezone.localdate(), note="")
    assert codes(competent_for(waste, "320102")) == {"320100"}
    page = at_desk(make_actor("340100")).get("/assistance/catalogue/competences/").content.decode()
    assert "各地由该层级单位主管" in page


def test_the_unit_is_found_by_subject_keyword_and_place(office):
    waste, hefei = Subject.objects.get(pk="waste"), Unit.objects.get(code="340100")
    with at_home(office):
        keeping.set_competence(office, hefei, waste, area="340100", since=timezone.localdate(), note="")
    assert codes(places.units("渣土")) == codes(places.units("construction waste")) == {"340100"}
    assert codes(places.sought("", waste, "")) == codes(places.sought("", waste, "340100")) == {"340100"}
    assert codes(places.sought("", None, "320102")) == {"320000", "320100", "320102"}
    browser = at_desk(make_actor("320100"))
    found = browser.get("/assistance/new/evidence/?q=&subject=waste&place=340100").content.decode()
    onwards = "/assistance/new/evidence/340100/?subject=waste&amp;place=340100"
    assert onwards in found and "/assistance/new/evidence/340000/" not in found
    begun = browser.get(onwards.replace("&amp;", "&")).content.decode()
    assert '<option value="waste" selected>' in begun and 'value="340100"' in begun
    nowhere = browser.get("/assistance/new/evidence/?place=没有这个地方").content.decode()
    assert 'id="id_place_error"' in nowhere and "没有这个地方" in nowhere
    with at_home(office):
        keeping.end_competence(office, Competence.objects.get(), last_day=timezone.localdate() - timedelta(days=1))
    assert not places.units("渣土").exists()
