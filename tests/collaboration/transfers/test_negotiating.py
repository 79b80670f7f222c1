"""Who handles a case that several units hold theirs; what a province settles with its units."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.transfers.models import Coordination
from collaboration.transfers.workflow import negotiating
from collaboration.transfers.workflow.negotiating import Opening
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tests.factories import transfers as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = pytest.mark.django_db


def state(actor, found, competent=None, text="样例意见。"):
    with at_home(actor):
        return negotiating.state(actor, found, text=text, competent=competent)


def now(actor, found):
    with at_home(actor):
        return Coordination.objects.with_units().get(pk=found.pk)


def test_first_filings_side_by_side_and_agreement():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    found = make.dispute(nanjing, hefei)
    earlier, later = (timezone.now() - timedelta(days=days) for days in (9, 3))
    for actor, at in ((nanjing, later), (hefei, earlier)):
        with at_home(actor):
            negotiating.prove_filing(actor, found, filed_at=at, case_number="样例1号", proof=make.PDF)
            with pytest.raises(WrongState):
                negotiating.prove_filing(actor, found, filed_at=at, case_number="样例1号", proof=make.PDF)
    with at_home(nanjing):
        assert [one.unit for one in found.filings.all()] == [hefei.unit, nanjing.unit]
    state(nanjing, found, nanjing.unit)
    state(hefei, found, hefei.unit)
    assert now(nanjing, found).matter.state == "open"
    state(nanjing, found, hefei.unit)
    settled = now(hefei, found)
    assert (settled.state, settled.ground, settled.handling_unit) == ("settled", "agreed", hefei.unit)
    with at_home(nanjing):
        assert not Waiting.objects.open().filter(matter=found.pk).exists()
        last = timeline(found.public_id)[0]
        assert last.act == "settled_agreed" and last.texts["cases"].count("样例1号") == 2


def test_inside_one_province_the_common_superior_designates():
    county, nanjing, jiangsu = make_actor("320102"), make_actor("320100"), make_actor("320000")
    found = make.dispute(county, nanjing)
    with at_home(county), pytest.raises(WrongState):
        negotiating.carry_on(county, found)
    for actor in (county, nanjing):
        state(actor, found, actor.unit)
    with at_home(county):
        negotiating.carry_on(county, found)
        with pytest.raises(NotAllowed):
            negotiating.designate(county, found, unit=county.unit, reason="样例。")
        with pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=found.pk).update(state="settled")
    with at_home(jiangsu):
        assert not Coordination.objects.exists()
    with at_home(nanjing):
        negotiating.designate(nanjing, found, unit=county.unit, reason="违法行为发生地在该区")
    assert now(county, found).ground == "designated"


def test_across_provinces_the_leads_refer_jointly_and_register_the_decision():
    nanjing, hefei, jiangsu, anhui = (make_actor(code) for code in ("320100", "340100", "320000", "340000"))
    found = make.dispute(nanjing, hefei)
    for actor in (nanjing, hefei):
        state(actor, found, actor.unit)
    with at_home(hefei):
        negotiating.carry_on(hefei, found)
    with at_home(make_actor("office")):
        assert not Coordination.objects.exists()
    state(jiangsu, found, nanjing.unit)
    with at_home(nanjing), pytest.raises(NotAllowed):
        negotiating.refer(nanjing, found, organ="样例机关")
    with at_home(jiangsu):
        negotiating.refer(jiangsu, found, organ="样例机关")
        with pytest.raises(WrongState):
            negotiating.refer(jiangsu, found, organ="样例机关")
    with at_home(anhui):
        negotiating.refer(anhui, found, organ="")
        given = {"outcome": "由合肥办理", "decision_number": "样指〔2026〕1号", "decided_on": timezone.localdate()}
        with pytest.raises(WorkflowError):
            negotiating.register_decision(anhui, found, unit=anhui.unit, **given)
        negotiating.register_decision(anhui, found, unit=hefei.unit, **given)
    settled = now(nanjing, found)
    assert (settled.ground, settled.organ, settled.handling_unit) == ("decided_outside", "样例机关", hefei.unit)


def test_leads_that_agree_need_nobody_else():
    nanjing, hefei, jiangsu, anhui = (make_actor(code) for code in ("320100", "340100", "320000", "340000"))
    found = make.dispute(nanjing, hefei)
    for actor in (nanjing, hefei):
        state(actor, found, actor.unit)
    with at_home(nanjing):
        negotiating.carry_on(nanjing, found)
    for lead in (jiangsu, anhui):
        state(lead, found, hefei.unit)
    assert now(nanjing, found).ground == "agreed_by_leads"


def test_a_province_coordinates_a_filed_case_on_the_desk():
    nanjing, hefei, jiangsu = make_actor("320100"), make_actor("340100"), make_actor("320000")
    kept = make.file(make.accepted(nanjing, hefei))[0]
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    browser = at_desk(jiangsu)
    words = {"subject": "样例协调", "question": "样例问题", "until": day}
    answer = browser.post(f"/transfers/filed/{kept.public_id}/coordinate/", words)
    page = answer["Location"]
    assert "样例问题" in at_desk(hefei).get(page).content.decode()
    at_desk(nanjing).post(f"{page}state/", {"text": "样例立场"})
    assert at_desk(nanjing).post(f"{page}conclude/", {"outcome": "不该由它"}).status_code == 422
    browser.post(f"{page}conclude/", {"outcome": "样例结果"})
    text = at_desk(hefei).get(page).content.decode()
    assert "样例立场" in text and "样例结果" in text
    assert at_desk(make_actor("330000")).get(page).status_code == 404


def test_a_dispute_on_the_desk():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    browser, day = at_desk(nanjing), (timezone.localdate() + timedelta(days=9)).isoformat()
    words = {"subject": "样例争议", "question": "样例问题", "until": day, "units": "340100"}
    assert browser.post("/transfers/coordinations/new/", {**words, "units": "没有的单位"}).status_code == 422
    page = browser.post("/transfers/coordinations/new/", words)["Location"]
    at = timezone.localtime().strftime("%Y-%m-%dT00:00")
    wrong = SimpleUploadedFile("a.pdf", b"<script>", content_type="application/pdf")
    assert browser.post(f"{page}first/", {"filed_at": at, "case_number": "1", "proof": wrong}).status_code == 422
    right = SimpleUploadedFile("a.pdf", make.PDF, content_type="application/pdf")
    browser.post(f"{page}first/", {"filed_at": at, "case_number": "样例2号", "proof": right})
    assert "样例2号" in at_desk(hefei).get(page).content.decode()
    with at_home(hefei):
        proof = Coordination.objects.get().filings.get().public_id
    assert at_desk(hefei).get(f"/transfers/proofs/{proof}/").content == make.PDF
    assert at_desk(make_actor("320000")).get(f"/transfers/proofs/{proof}/").status_code == 404
    assert at_desk(make_actor("320100", Role.AUDITOR)).get("/transfers/coordinations/").status_code == 403


def test_nobody_negotiates_with_oneself_or_for_yesterday():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    for units, day in (([nanjing.unit], 5), ([], 5), ([hefei.unit], 0)):
        opening = Opening("jurisdiction", "样例", "样例", timezone.localdate() + timedelta(days=day), units)
        with at_home(nanjing), pytest.raises(WorkflowError):
            negotiating.begin(nanjing, opening)
