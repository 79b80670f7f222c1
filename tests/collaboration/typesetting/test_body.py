"""How blocks are sorted and split before they are set."""

import pytest

from collaboration.typesetting.body import arrange, proposed_lines


def lead_and_rest(kind: str, text: str, head: str = "") -> tuple[str, str]:
    (line,) = arrange([{"kind": kind, "text": text, "head": head}]).main
    return line["lead"], line["text"]


@pytest.mark.parametrize(
    ("kind", "text", "head", "expected"),
    [
        ("h1", "一、样例", "", ("一、样例", "")),
        ("h2", "（一）样例", "", ("（一）样例", "")),
        ("h2", "（一）样例。正文。", "（一）样例。", ("（一）样例。", "正文。")),
        ("h2", "（一）" + "长句，" * 20, "", ("", "（一）" + "长句，" * 20)),
        ("h3", "1.样例。正文。", "1.样例。", ("1.样例。", "正文。")),
        ("h3", "1.正文。", "", ("", "1.正文。")),
        ("chapter", "第一章　总则", "", ("第一章　总则", "")),
        ("article", "第十二条　正文。", "", ("第十二条", "正文。")),
        ("p", "正文。", "", ("", "正文。")),
    ],
)
def test_the_heading_of_a_paragraph_is_set_apart_from_its_text(kind, text, head, expected):
    assert lead_and_rest(kind, text, head) == expected


def test_what_the_layout_prints_itself_is_not_set_twice():
    said = [{"kind": kind, "text": kind} for kind in ("recipients", "signature", "date", "note", "signer")]

    assert arrange([*said, {"kind": "p", "text": "正文"}]).main == [{"style": "p", "lead": "", "text": "正文"}]


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["附件：样例表。"], ["样例表"]),
        (["附件：1.样例表", "2.样例名单"], ["样例表", "样例名单"]),
        (["附件：1.样例表 2.样例名单"], ["样例表", "样例名单"]),
        (["附件："], []),
    ],
)
def test_the_attachments_are_named_without_their_numbers(texts, names):
    assert arrange([{"kind": "attachment", "text": text} for text in texts]).attachments == names


@pytest.mark.parametrize(
    ("text", "styles"),
    [
        ("附件", ["attachment_label"]),
        ("附件2", ["attachment_label"]),
        ("附件一", ["attachment_label"]),
        ("附件2 样例名单", ["attachment_label", "issued_title"]),
        ("附件2：样例名单", ["attachment_label", "issued_title"]),
    ],
)
def test_an_attachment_itself_follows_the_seals(text, styles):
    body = arrange(
        [{"kind": "p", "text": "正文"}, {"kind": "attachment", "text": text}, {"kind": "date", "text": "某日"}]
    )

    assert [line["style"] for line in body.following] == [*styles, "date"]
    assert len(body.main) == 1


@pytest.mark.parametrize(("length", "lines"), [(0, []), (20, [20]), (21, [11, 10]), (41, [14, 14, 13])])
def test_a_long_title_is_broken_into_even_lines(length, lines):
    assert [len(line) for line in proposed_lines("题" * length)] == lines
