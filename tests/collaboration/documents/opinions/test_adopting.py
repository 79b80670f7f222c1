"""The drafting unit adopts wording in one click, and places again what lost its place."""

import pytest

from collaboration.documents.models import Disposition, Opinion, Status, Version
from collaboration.documents.opinions import table
from collaboration.documents.opinions.placing import conflicts
from collaboration.documents.text.blocks import Block
from collaboration.documents.workflow import deciding, drafting, opinions
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import working_text
from collaboration.errors import Stale, WorkflowError, WrongState
from tests.factories.documents import again, make_document, paragraphs
from tests.factories.opinions import CHANGE, block_of, make_answered
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000"), make_actor("330000")


def saved(author, document, change):
    """The drafting unit saves the text with every block changed by the function; None removes one."""
    with author.acting():
        blocks = [Block.from_json(block) for block in latest(document).blocks]
        changed = [new for new in map(change, blocks) if new is not None]
        drafting.save_version(author, document, revision=document.revision, title=document.title, blocks=changed)
    return again(author, document)


def test_adopting_puts_the_words_into_the_text_and_the_next_version_resolves_it(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [CHANGE], zj: []})

    with author.acting():
        decided = deciding.adopt(author, document, opinion)

        assert (decided.outcome, decided.is_applied, decided.resolved_in) == ("adopted", True, None)
        assert working_text(document).blocks[2].text == "各方约定每月互通一次样例情况。"
        with pytest.raises(WrongState):
            deciding.adopt(author, document, opinion)
        assert Version.objects.count() == 1
        drafting.cut_version(author, document)
        decided.refresh_from_db()
        assert decided.resolved_in.number == 2


def test_an_opinion_follows_its_words_and_is_adopted_where_they_stand_now(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [CHANGE], zj: []})
    document = saved(author, document, lambda b: Block(b.id, b.kind, f"新增，{b.text}") if b.kind == "p" else b)

    with author.acting():
        deciding.adopt(author, document, opinion)
        assert working_text(document).blocks[2].text == "新增，各方约定每月互通一次样例情况。"


def test_words_that_changed_meanwhile_are_never_merged(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [CHANGE], zj: []})
    document = saved(author, document, lambda b: Block(b.id, b.kind, b.text.replace("每季度", "每个季度")))

    with author.acting():
        with pytest.raises(Stale):
            deciding.adopt(author, document, opinion)
        assert not Disposition.objects.exists()


def test_two_wordings_for_the_same_words_stand_side_by_side_until_one_is_adopted(people):
    author, js, zj = people
    other = {**CHANGE, "proposed_text": "每半年"}
    document, (mine, theirs) = make_answered(author, {js: [CHANGE], zj: [other]})

    with author.acting():
        places = [line.place for line in table.lines_of(document, author) if line.place]
        assert [[one.opinion for one in group] for group in conflicts(places)] == [[mine, theirs]]
        deciding.adopt(author, document, mine)
        document = again(author, document)
        places = [line.place for line in table.lines_of(document, author) if line.place]
        assert conflicts(places) == []
        with pytest.raises(Stale):
            deciding.adopt(author, document, theirs)
        assert working_text(document).blocks[2].text == "各方约定每月互通一次样例情况。"


def test_an_opinion_whose_words_are_gone_is_placed_again_and_then_follows_from_there(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [CHANGE], zj: []})
    new = paragraphs("各方每季度通报进展一次。")[0]
    document = saved(author, document, lambda b: new if "每季度" in b.text else b)

    with author.acting():
        (line,) = [line for line in table.lines_of(document, author) if line.place]
        assert line.place.is_lost
        with pytest.raises(WorkflowError):
            deciding.place_again(author, document, opinion, block_id=new.id, quote="没有的话")
        deciding.place_again(author, document, opinion, block_id=new.id, quote="每季度")
        (line,) = [line for line in table.lines_of(document, author) if line.place]
        assert (line.place.is_lost, line.place.anchor.quote) == (False, "每季度")
        deciding.adopt(author, document, opinion)
        assert working_text(document).blocks[2].text == "各方每月通报进展一次。"


def test_nobody_else_learns_where_the_drafting_unit_puts_an_opinion(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [CHANGE], zj: []})
    with author.acting():
        deciding.place_again(author, document, opinion, block_id=latest(document).blocks[0]["id"])
        assert opinion.placements.count() == 1
    for actor in (js, zj, make_actor("340100")):
        with actor.acting():
            assert opinion.placements.count() == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"block": 2, "quote": "每季度", "text": "宜缩短"}, (4, 7, "每季度")),
        ({"block": 2, "text": "整段"}, (0, 0, "各方约定每季度互通一次样例情况。")),
        ({"text": "整体"}, (0, 0, "")),
        ({"block": 2, "quote": "情况", "kind": "delete"}, (13, 15, "情况")),
    ],
)
def test_an_opinion_is_kept_with_exactly_the_words_it_is_about(people, given, kept):
    author, js, _zj = people
    document = make_document(Status.SOLICITING, author, js)
    with js.acting():
        given = dict(given)
        if "block" in given:
            given["block_id"] = block_of(document, given.pop("block"))
        noted = opinions.note_opinion(js, document, **given)
    assert (noted.start, noted.end, noted.quote) == kept


@pytest.mark.parametrize(
    "given",
    [
        {"quote": "没有的话", "text": "样例"},
        {"kind": "add"},
        {"kind": "principle", "proposed_text": "样例"},
        {"text": " "},
        {"block_id": "ffffffff", "text": "样例"},
        {"kind": "delete", "block_id": ""},
    ],
)
def test_an_opinion_that_says_nothing_or_is_about_nothing_is_refused(people, given):
    author, js, _zj = people
    document = make_document(Status.SOLICITING, author, js)
    with js.acting():
        given = {"block_id": block_of(document, 2), **given}
        with pytest.raises(WorkflowError):
            opinions.note_opinion(js, document, **given)
        assert not Opinion.objects.exists()


def test_words_that_stand_there_twice_need_to_be_told_apart():
    version = Version(blocks=[Block("00000001", "p", "各方互通，各方核实。").to_json()])
    with pytest.raises(WorkflowError):
        opinions.chosen(version, "00000001", "各方")
    second = opinions.chosen(version, "00000001", "各方", 5)
    assert (second.start, second.end) == (5, 7)
