import pytest

from collaboration.document_templates.forms import TemplateForm
from collaboration.document_templates.loading import load_defaults
from collaboration.document_templates.models import Template, TemplateVersion
from collaboration.document_templates.parts import Part, missing
from collaboration.document_templates.workflow import Contents, change, make, set_retired
from collaboration.documents.from_template import manuscript_of
from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.proofreading.proofread import proofread
from collaboration.documents.wording import Wording
from collaboration.documents.workflow import drafting, rounds, uploading
from collaboration.documents.workflow.working import working_text
from collaboration.errors import NotAllowed, Stale, WorkflowError
from tenants.identity.roles import Role
from tests.factories import documents as make_documents
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
OWN = Contents(
    "样例通知", "关于【事项】的通知", "各样例单位", "为【目的】，通知如下。\n一、总体要求\n【写明。】", ("总体要求",)
)


@pytest.fixture
def defaults():
    with as_owner():
        load_defaults()


def test_every_kind_has_a_template_of_the_alliance_that_fulfils_itself(defaults):
    found = {template.kind: template.current for template in Template.objects.with_current()}
    assert set(found) == set(Kind)
    for kind, version in found.items():
        manuscript = manuscript_of(version)
        wording = Wording.settled(title=manuscript.title, blocks=manuscript.blocks)
        wording.check()
        codes = {one.code for one in proofread(kind, wording, [], version.parts)}
        assert codes <= {"placeholder", "other_typeface", "no_typeface"}, (kind, codes)
        assert version.parts and version.guidance


def test_loading_again_changes_nothing_that_the_alliance_changed(defaults):
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)
    with office.acting():
        template = Template.objects.get(key="letter")
        change(office, template, OWN, seen=1)
    with as_owner():
        assert load_defaults() == 0
        assert Template.objects.get(key="letter").current.name == "样例通知"


def test_units_keep_their_own_and_read_the_alliances(defaults):
    handler, other, member = make_actor("310000"), make_actor("320000"), make_actor("310000", Role.MEMBER)
    with handler.acting():
        template = make(handler, Kind.JOINT_NOTICE, OWN)
        with pytest.raises(NotAllowed):
            change(handler, Template.objects.get(key="letter"), OWN, seen=1)
    with member.acting():
        assert template in Template.objects.visible_to(member)
        with pytest.raises(NotAllowed):
            set_retired(member, template, is_retired=True)
    with other.acting():
        assert template not in Template.objects.visible_to(other)
        assert Template.objects.visible_to(other).count() == len(Kind)
        assert not TemplateVersion.objects.filter(template=template).exists()
        with pytest.raises(NotAllowed):
            change(other, template, OWN, seen=1)


def test_a_draft_remembers_the_version_it_began_from():
    handler = make_actor("310000")
    with handler.acting():
        template = make(handler, Kind.JOINT_NOTICE, OWN)
        upload = uploading.begin_empty(handler, kind=template.kind, title="", template=template.current)
        blocks = manuscript_of(upload.template).blocks
        document = uploading.begin(handler, upload, title="关于样例的通知", blocks=blocks)
        again = change(handler, template, Contents(**{**vars(OWN), "name": "另一样例"}), seen=1)
        assert (again.number, document.template.number, document.template.name) == (2, 1, "样例通知")
        with pytest.raises(Stale):
            change(handler, template, OWN, seen=1)
        assert change(handler, template, Contents(**{**vars(OWN), "name": "另一样例"}), seen=2).number == 2
        set_retired(handler, template, is_retired=True)
        assert not Template.objects.visible_to(handler).offered().exists()
        assert document.template.template == template


def test_nothing_is_sent_while_a_required_part_is_missing():
    handler, guest = make_actor("310000"), make_actor("320000")
    with handler.acting():
        template = make(handler, Kind.JOINT_NOTICE, OWN)
        document = drafting.create_document(
            handler, kind=template.kind, title="关于样例的通知", blocks=make_documents.paragraphs("样例。"),
            units=[guest.unit], template=template.current,
        )  # fmt: skip
        with pytest.raises(WorkflowError, match="总体要求"):
            rounds.open_round(handler, document, due_on=make_documents.in_a_week())
    page = at_desk(handler).get(f"/documents/{document.public_id}/round/")
    assert [row.finding.found for row in page.context["found"]["hindering"]] == ["总体要求"]
    with handler.acting():
        revision = make_documents.again(handler, document).revision
    at_desk(handler).post(f"/documents/{document.public_id}/proofread/", {"revision": revision, "part": "总体要求"})
    with handler.acting():
        assert [block.text for block in working_text(document).blocks] == ["样例。", "一、总体要求", "【写明。】"]
        rounds.open_round(handler, make_documents.again(handler, document), due_on=make_documents.in_a_week())


def test_one_of_the_words_of_a_part_is_enough():
    parts = [Part.of("职责分工 / 各方职责"), Part.of("期限")]
    assert [part.name for part in missing(parts, ["第三条 各方职责"])] == ["期限"]


def test_a_template_has_the_parts_it_requires(db):
    data = {"name": "样例", "text": "正文。", "required": "总体要求\n正文"}
    form = TemplateForm(data, is_new=False)
    assert not form.is_valid() and "总体要求" in str(form.errors["required"])


def test_pages_from_list_to_a_document_and_back_out_of_use(defaults):
    handler = make_actor("310000")
    browser = at_desk(handler)
    assert browser.get("/templates/").content.decode().count("?template=") == len(Kind)
    letter = Template.objects.get(key="letter")
    entered = {
        "kind": "letter", "name": "本单位商洽函", "title": "关于【事项】的函", "text": "商请【事项】。",
        "required": "商请",
    }  # fmt: skip
    copied = browser.get(f"/templates/new/?from={letter.public_id}")
    assert copied.context["form"]["name"].value() == letter.current.name
    wrong = browser.post("/templates/new/", {**entered, "required": "没有的部分"})
    assert (wrong.status_code, "本单位商洽函" in wrong.content.decode()) == (422, True)
    path = browser.post("/templates/new/", entered)["Location"]
    changed = browser.post(f"{path}edit/", {**entered, "name": "商洽函（二）", "seen": "1"})
    assert changed["Location"] == path
    assert "本单位商洽函" in browser.get(f"{path}versions/1/").content.decode()
    assert browser.get(f"{path}versions/3/").status_code == 404

    with handler.acting():
        own = Template.objects.get(public_id=path.split("/")[2])
    start = browser.get(f"/documents/new/?template={own.public_id}")
    assert start.context["form"]["kind"].value() == "letter"
    written = browser.post("/documents/new/", {"template": own.public_id, "kind": "agreement", "write": "here"})
    page = browser.get(written["Location"])
    assert (page.context["upload"].kind, "商请【事项】。" in page.content.decode()) == ("letter", True)
    browser.post(f"{path}retire/", {"do": "retire"})
    refused = browser.post("/documents/new/", {"template": own.public_id, "kind": "letter", "write": "here"})
    assert refused.status_code == 422
    assert "商洽函（二）" in browser.get("/templates/?tab=retired").content.decode()
    assert JointDocument.objects.count() == 0
