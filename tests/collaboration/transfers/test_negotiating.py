"""Who handles a case that several units hold theirs; what a province settles with its units."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from collaboration.assistance.workflow import receiving
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.transfers import rules
from collaboration.transfers.models import Coordination
from collaboration.transfers.workflow import deciding, negotiating
from collaboration.transfers.workflow.negotiating import Opening
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tests.factories import requests
from tests.factories import transfers as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


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
        deciding.carry_on(county, found)
    for actor in (county, nanjing):
        state(actor, found, actor.unit)
    with at_home(county):
        deciding.carry_on(county, found)
        with pytest.raises(NotAllowed):
            deciding.designate(county, found, unit=county.unit, reason="样例。")
        with pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=found.pk).update(state="settled")
    with at_home(jiangsu):
        assert not Coordination.objects.exists()
    with at_home(nanjing):
        deciding.designate(nanjing, found, unit=county.unit, reason="违法行为发生地在该区")
    assert now(county, found).ground == "designated"


def test_across_provinces_the_leads_refer_jointly_and_register_the_decision():
    nanjing, hefei, jiangsu, anhui = (make_actor(code) for code in ("320100", "340100", "320000", "340000"))
    found = make.dispute(nanjing, hefei)
    for actor in (nanjing, hefei):
        state(actor, found, actor.unit)
    with at_home(hefei):
        deciding.carry_on(hefei, found)
    with at_home(make_actor("office")):
        assert not Coordination.objects.exists()
    state(jiangsu, found, nanjing.unit)
    with at_home(nanjing), pytest.raises(NotAllowed):
        deciding.refer(nanjing, found, organ="样例机关")
    with at_home(jiangsu):
        deciding.refer(jiangsu, found, organ="样例机关")
        with pytest.raises(WrongState):
            deciding.refer(jiangsu, found, organ="样例机关")
    with at_home(anhui):
        deciding.refer(anhui, found, organ="")
        given = {"outcome": "由合肥办理", "decision_number": "样指〔2026〕1号", "decided_on": timezone.localdate(),
                 "paper": make.PDF}  # fmt: skip
        with pytest.raises(WorkflowError):
            deciding.register_decision(anhui, found, unit=anhui.unit, **given)
        deciding.register_decision(anhui, found, unit=hefei.unit, **given)
    settled = now(nanjing, found)
    assert (settled.ground, settled.organ, settled.handling_unit) == ("decided_outside", "样例机关", hefei.unit)
    with at_home(nanjing):
        assert make.PDF not in bytes(settled.decision_paper)
    paper = f"/transfers/coordinations/{found.public_id}/decision/paper/"
    assert paper in at_desk(hefei).get(f"/transfers/coordinations/{found.public_id}/").content.decode()
    given_to = {actor: at_desk(actor).get(paper) for actor in (nanjing, anhui, make_actor("330000"))}
    assert [answer.status_code for answer in given_to.values()] == [200, 200, 404]
    assert given_to[nanjing].content == make.PDF


def test_leads_that_agree_need_nobody_else():
    nanjing, hefei, jiangsu, anhui = (make_actor(code) for code in ("320100", "340100", "320000", "340000"))
    found = make.dispute(nanjing, hefei)
    for actor in (nanjing, hefei):
        state(actor, found, actor.unit)
    with at_home(nanjing):
        deciding.carry_on(nanjing, found)
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


def test_what_comes_of_a_dispute_stands_on_every_case_it_is_about():
    nanjing, hefei, third = make_actor("320100"), make_actor("340100"), make_actor("340000")
    case = make.accepted(nanjing, hefei)
    theirs = requests.accept(third, requests.send(hefei, requests.make_request(hefei, third.unit)))
    browser, new = at_desk(nanjing), f"/transfers/coordinations/new/?case={case.pk}"
    assert new in browser.get(case.get_absolute_url()).content.decode()
    begun = {name: str(given) for name, given in browser.get(new).context["form"].initial.items()}
    assert begun == {"case": str(case.public_id), "subject": case.title, "units": "340100"}
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    page = browser.post(new, {**begun, "subject": "样例争议", "question": "样例问题", "until": day})["Location"]
    for actor in (nanjing, hefei):
        shown = at_desk(actor).get(case.get_absolute_url()).content.decode()
        assert page in shown and "样例争议" in shown and new not in shown
        assert case.get_absolute_url() in at_desk(actor).get(page).content.decode()
    proof = SimpleUploadedFile("a.pdf", make.PDF, content_type="application/pdf")
    number = theirs.case_number.replace("(", "〔").replace(")", "〕")
    at_desk(hefei).post(f"{page}first/", {"filed_at": "2026-01-05T09:00", "case_number": number, "proof": proof})
    with at_home(nanjing):
        found = Coordination.objects.get()
    for actor in (nanjing, hefei):
        state(actor, found, hefei.unit, "由合肥办理。")
    for actor, request in ((nanjing, case), (hefei, case), (hefei, theirs)):
        with at_home(actor):
            last = timeline(request.public_id)[0]
        assert last.act == "jurisdiction_settled" and last.texts["outcome"] == f"{hefei.unit.name}：由合肥办理。"
        assert "由合肥办理。" in at_desk(actor).get(request.get_absolute_url()).content.decode()
    with at_home(third):
        assert "jurisdiction_settled" not in [entry.act for entry in timeline(theirs.public_id)]
    seen = at_desk(third).get(theirs.get_absolute_url()).content.decode()
    assert "样例争议" not in seen and "由合肥办理" not in seen


def test_a_dispute_that_began_without_a_case_is_given_one_by_its_own_side_alone():
    nanjing, hefei, jiangsu = make_actor("320100"), make_actor("340100"), make_actor("320000")
    case, foreign = make.accepted(nanjing, hefei), make.accepted(jiangsu, make_actor("330000"))
    found = make.dispute(nanjing, hefei)
    page = f"/transfers/coordinations/{found.public_id}/"
    assert page in at_desk(nanjing).get("/transfers/coordinations/").content.decode()
    assert "/transfers/coordinations/" in at_desk(nanjing).get("/assistance/").content.decode()
    assert at_desk(nanjing).post(f"{page}case/", {"case": foreign.pk}).status_code == 422
    with at_home(nanjing), pytest.raises(NotAllowed):
        negotiating.link_case(nanjing, found, foreign)
    assert at_desk(nanjing).post(f"{page}case/", {"case": case.pk}).status_code == 302
    assert case.get_absolute_url() in at_desk(hefei).get(page).content.decode()
    with at_home(nanjing), pytest.raises(DatabaseError), transaction.atomic():
        found.cases.create(about=foreign.public_id, unit=nanjing.unit)


def test_every_lead_unit_joins_before_it_is_referred():
    nanjing, hefei, zhejiang, jiangsu, anhui = (
        make_actor(code) for code in ("320100", "340100", "330000", "320000", "340000")
    )
    found = make.dispute(nanjing, hefei, zhejiang)
    make.disagree(found, nanjing, hefei, zhejiang)
    assert waits(nanjing, found) == {("320100", "carry_on")}  # nobody agrees: it does not stand without a clock
    make.carry_on(found, nanjing)
    make.refer(found, jiangsu, anhui)
    assert now(nanjing, found).matter.state == "with_leads"
    with at_home(anhui), pytest.raises(DatabaseError), transaction.atomic():
        Coordination.objects.filter(pk=found.pk).update(organ="样例机关")
        Matter.objects.filter(pk=found.pk).update(state="referred")
    assert waits(zhejiang, found) == {("330000", "state")}
    with at_home(zhejiang):
        deciding.refer(zhejiang, found, organ="另一样例机关")
    assert waits(zhejiang, found) == {("320000", "refer"), ("340000", "refer")}
    make.refer(found, zhejiang)
    settled = now(zhejiang, found)
    assert (settled.matter.state, settled.organ) == ("referred", "样例机关")
    assert waits(jiangsu, found) == {(code, "register_decision") for code in ("320000", "330000", "340000")}


def waits(actor, found):
    with at_home(actor):
        return set(Waiting.objects.open().filter(matter=found.pk).values_list("unit__code", "step"))


def decided_outside(found, competent, *leads):
    """Referred by every lead unit; the first of them registers what came back."""
    make.refer(found, *leads)
    with at_home(leads[0]):
        given = {"outcome": "样例决定", "decision_number": "样指〔2026〕1号", "decided_on": timezone.localdate(),
                 "paper": make.PDF}  # fmt: skip
        deciding.register_decision(leads[0], found, unit=competent, **given)


def test_whom_the_competent_organ_named_neither_declines_nor_forwards_the_case():
    nanjing, hefei, jiangsu, anhui = (make_actor(code) for code in ("320100", "340100", "320000", "340000"))
    disputed, number = make.received(nanjing, hefei), "样例立〔2026〕77号"
    found = make.dispute(nanjing, hefei)
    with at_home(nanjing):
        negotiating.link_case(nanjing, found, disputed)
        negotiating.prove_filing(nanjing, found, filed_at=timezone.now(), case_number=number, proof=make.PDF)
    make.disagree(found, nanjing, hefei)
    make.carry_on(found, nanjing)
    decided_outside(found, hefei.unit, jiangsu, anhui)
    sent_anew, proved = make.received(nanjing, hefei), make.received(nanjing, hefei, case_number=number)
    for case in (disputed, sent_anew, proved):
        browser, page = at_desk(hefei), case.get_absolute_url()
        shown = browser.get(page)
        assert {name for name in ("accept", "return", "decline", "forward") if shown.context["can"][name]} == {
            "accept", "return",
        }  # fmt: skip
        assert "/transfers/coordinations/new/" not in shown.content.decode()
        (why,) = shown.context["held"]
        for step, given in (("decline", {"why": "not_ours"}), ("forward", {"unit": "340000"})):
            unopened = browser.get(f"{page}{step}/", follow=True)
            assert unopened.redirect_chain == [(page, 302)]
            assert [str(told) for told in unopened.context["messages"]] == [why]
            refused = browser.post(f"{page}{step}/", {**given, "reason": "样例理由"})
            assert refused.status_code == 422 and why in refused.content.decode()
        with at_home(hefei), pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=case.pk).update(state="declined")
        with at_home(hefei), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT assistance_address(%s, %s)", [case.pk, anhui.unit.pk])
    another = make.received(nanjing, hefei, case_number="样例立〔2026〕78号")
    with at_home(hefei):
        assert receiving.decline(hefei, another, why="not_ours", reason="样例理由").status == "declined"


def test_the_common_superiors_word_binds_until_a_later_one():
    county, nanjing = make_actor("320102"), make_actor("320100")
    case = make.received(county, nanjing)
    for competent, ground in ((nanjing, "designated"), (county, "")):
        found = make.dispute(county, nanjing)
        with at_home(county):
            negotiating.link_case(county, found, case)
        make.disagree(found, county, nanjing)
        make.carry_on(found, county)
        with at_home(nanjing):
            deciding.designate(nanjing, found, unit=competent.unit, reason="样例理由")
            assert rules.designated(case) == ground
