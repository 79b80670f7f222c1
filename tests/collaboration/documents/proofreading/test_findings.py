"""What is found in a text, and what the text says after it was corrected."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.proofreading.findings import Place, corrected, passages
from collaboration.documents.proofreading.proofread import proofread
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording

UNITS = ("江苏样例住房和城乡建设厅", "上海样例城市管理行政执法局")


def wording(*texts, title="关于样例的通知", recipients="各样例单位", kinds=()):
    kinds = [*kinds, *["p"] * len(texts)]
    blocks = tuple(Block(f"{n:08x}", kind, text) for n, (kind, text) in enumerate(zip(kinds, texts, strict=False)))
    return Wording(title, blocks, (), recipients)


def found(text, kind="joint_notice"):
    return [(one.code, one.found, one.correction) for one in proofread(kind, text, UNITS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各单位应当按时报送,不得拖延。", ("half_width", ",", "，")),
        ("各单位应当按时报送，，不得拖延。", ("doubled_mark", "，，", "，")),
        ("落实好样例的的要求。", ("doubled_word", "的的", "的")),
        ("见《样例办法第三条。", ("no_partner", "《", None)),
        ("于2026年2月30日前报送。", ("date_broken", "2026年2月30日", None)),
        ("自2026年5月1日至2026年4月1日试行。", ("span_backwards", "2026年5月1日至2026年4月1日", None)),
        ("2026年11月22日（星期六）开会。", ("weekday_wrong", "六", "日")),
        ("2026年05月1日前报送。", ("leading_zero", "0", "")),
        ("由江苏样例住房与城乡建设厅牵头。", ("name_differs", "江苏样例住房与城乡建设厅", UNITS[0])),
        ("由江苏样例住房城乡建设厅牵头。", ("name_differs", "江苏样例住房城乡建设厅", UNITS[0])),
        ("具体安排见附件3。", ("attachment_not_there", "见附件3", None)),
        ("根据样城管〔2025〕号文件。", ("number_broken", "根据样城管〔2025〕号", None)),
        ("联系人：\U00020bb7某。", ("no_typeface", "\U00020bb7", None)),
    ],
)
def test_each_mistake_is_found_once_with_its_correction(text, expected):
    assert found(wording(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "由江苏样例住房和城乡建设厅、上海样例城市管理行政执法局牵头。",
        "2026年11月22日（星期日）至2026年11月24日（周二）开会（地点另行通知）。",
        "参见《样例办法》（样城管〔2025〕3号）第二条，时间为9:00至10:30。",
        "谢谢配合，天天整改。",
    ],
)
def test_right_words_are_left_alone(text):
    assert found(wording(text)) == []


def test_parts_that_are_missing_are_named():
    assert found(wording("样例。", recipients="")) == [("recipients_missing", "", None)]
    assert found(wording("样例。", title="样例框架协议"), "agreement") == []
    assert found(wording("样例。", title="样例框架"), "agreement") == [("title_names_no_kind", "样例框架", None)]


def test_attachments_are_listed_and_follow():
    listed = wording("附件：1.样例表", kinds=["attachment"])
    assert found(listed) == [("attachment_not_included", "样例表", None)]
    there = wording(
        "按附件1办理。", "附件：1.样例表", "附件1", "样例表", kinds=["p", "attachment", "attachment", "attachment"]
    )
    assert found(there) == []
    assert found(wording("附件1", kinds=["attachment"])) == [("attachment_empty", "附件1", None)]


def test_numbers_are_set_right_to_the_end():
    text = wording("一、甲", "三、乙", "四、丙", "（一）丁", "（三）戊", kinds=["h1", "h1", "h1", "h2", "h2"])
    better = corrected(text, proofread("joint_notice", text, UNITS))

    assert [block.text for block in better.blocks] == ["一、甲", "二、乙", "三、丙", "（一）丁", "（二）戊"]
    assert found(better) == []


def test_tables_titles_and_heads_are_corrected_where_they_stand():
    table = Block.table((("甲,乙", "丙"), ("丁", "戊。。")), "000000aa")
    headed = Block("000000ab", "h2", "（一）甲,乙。丙。", "（一）甲,乙。")
    text = Wording("关于样例,样本的通知", (table, headed), ("关于样例,样本", "的通知"), "各样例单位")
    better = corrected(text, proofread("joint_notice", text, UNITS))

    assert better.title == "关于样例，样本的通知"
    assert better.title_lines == ()
    assert better.blocks[0].rows == (("甲，乙", "丙"), ("丁", "戊。"))
    assert (better.blocks[1].text, better.blocks[1].head) == ("（一）甲，乙。丙。", "（一）甲，乙。")
    assert corrected(text, []) == text


def test_a_key_names_one_finding_and_fits_no_other_text():
    findings = proofread("joint_notice", wording("甲,乙,丙。", "甲,乙。"), UNITS)
    assert len({one.key for one in findings}) == len(findings) == 3

    moved = replace(findings[0], start=0, end=1)
    assert corrected(wording("甲,乙,丙。"), [moved]) == wording("甲,乙,丙。")


@given(st.lists(st.text("甲乙的了，,。（）《》一二、1.年月日2026附件 ", max_size=20), max_size=5))
def test_corrections_settle(texts):
    """Correcting everything that is certain, again and again, comes to an end with nothing lost but doubles."""
    text = wording(*texts)
    for _round in range(6):
        certain = [one for one in proofread("joint_notice", text, UNITS) if one.correction is not None]
        if not certain:
            break
        text = corrected(text, certain)
    else:
        pytest.fail(f"still to correct: {certain}")
    assert {place for place, _text in passages(text)} >= {Place("title"), Place("recipients")}
