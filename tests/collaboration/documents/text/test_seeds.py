"""Real documents get the structure a person gave them by hand.

Their sentences stay out of the repository: structure is written as kinds with literal numbers (``*``
marks a heading sentence with text behind it), titles and texts as digests.
"""

import hashlib

import pytest

from collaboration.documents.text.conversion import convert
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.numbering import number_of
from tests.collaboration.documents.text.seeds import seed

STRUCTURE = {
    "000": "recipients p signature date issued_title p h1:一、 p h1:二、 h2:（一）* h2:（二）* h2:（三）* h2:（四）* "
    "h2:（五）* h1:三、 h2:（一）* h2:（二）* h2:（三）* h1:四、 h2:（一）* h2:（二）* h2:（三）*",
    "001": "recipients p date issued_title p h1:一、 p p p p p p h1:二、 h2:（一） p h3:1.* p p h3:2.* p p h3:3.* p p "
    "h3:4.* p p h3:5.* p p h3:6.* p p h3:7.* p p h3:8.* p p h2:（二） h3:1.* p p h3:2.* p p h3:3.* p p h3:4.* p p "
    "h2:（三） h3:1.* h3:2.* h3:3.* attachment",
    "002": "p h1:一、 p p h1:二、 p h2:（一） p h2:（二） p p p h2:（三） p p p h2:（四） p p h2:（五） p p h2:（六） "
    "p p p h1:三、 p h2:（一）* h2:（二）* h2:（三）* h2:（四）* h2:（五）* h2:（六）* h1:四、 p "
    "signature signature signature signature date",
    "003": "recipients p signature date note issued_title p h1:一、 h3:1.* h3:2.* h3:3.* h1:二、 h3:4.* h3:5.* h3:6.* "
    "h3:7.* h1:三、 h3:8.* h3:9.* h3:10.* h1:四、 h3:11.* h3:12.* h3:13.* h3:14.* attachment attachment issued_title "
    "p h1:一、 h2:（一） h2:（二） h2:（三） h1:二、 p h1:三、 h2:（一） h2:（二） h2:（三） h2:（四）",
    "004": "signer recipients p signature date issued_title p h1:一、 p h1:二、 p h1:三、 h2:（一） h3:1.* p h3:2.* p "
    "h3:3.* p h3:4.* p h3:5.* p h2:（二） p p h2:（三） h3:1.* p h3:2.* p h2:（四） h3:1.* p h3:2.* p h2:（五） p p "
    "h2:（六） h3:1.* p h3:2.* p h2:（七） p p h1:四、 h3:1.* h3:2.* h3:3.* h1:五、 h3:1.* h3:2.* h3:3.*",
}
NUMBERS = {
    "000": "六城管〔2025〕43号",
    "001": "平城管发〔2021〕70号",
    "002": None,
    "003": "筑府办函〔2024〕51号",
    "004": "盘综执〔2022〕44号",
}
DATES = {"000": "2025-07-17", "001": None, "002": "2023-03-30", "003": "2024-07-12", "004": "2022-06-07"}
ISSUERS = {
    "000": ["六安市城市管理局"],
    "001": ["平顶山市城市管理局（平顶山市城市综合执法局）"],
    "002": [
        "上海市城市管理行政执法局",
        "江苏省住房和城乡建设厅",
        "浙江省住房和城乡建设厅",
        "安徽省住房和城乡建设厅",
    ],
    "003": ["贵阳市人民政府办公厅"],
    "004": ["盘锦市城市管理综合行政执法局"],
}
TITLES = {  # lines it was wrapped over, and the digest of the whole
    "000": (1, "8c9004d10cff0411"),
    "001": (2, "02fa3f6ec6f07131"),
    "002": (1, "bacd661056cc2075"),
    "003": (2, "df9e45d7ce52ba4d"),
    "004": (3, "27004a79bcd32703"),
}
TEXTS = {
    "000": "609117519b942021",
    "001": "a5abff3c5288ec58",
    "002": "119605ce0fe353ca",
    "003": "442a96db9fb14d62",
    "004": "c771f42d86cce493",
}
PROBLEMS = {
    "000": [],
    "001": ["signature_missing", "date_broken", "attachment_empty"],
    "002": [],
    "003": [],
    "004": [],
}
ALL = pytest.mark.parametrize("name", sorted(STRUCTURE))


def read(name: str) -> Manuscript:
    return convert("auto", f"{name}.txt", seed(name))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def structure(manuscript: Manuscript) -> str:
    parts = []
    for block in manuscript.blocks:
        number = number_of(block.text)
        literal = f":{number.literal}" if number and number.kind == block.kind else ""
        parts.append(block.kind + literal + ("*" if block.head else ""))
    return " ".join(parts)


@ALL
def test_a_real_document_gets_the_structure_of_a_careful_reader(name):
    assert structure(read(name)) == STRUCTURE[name]


@ALL
def test_a_real_document_gets_its_number_date_and_issuers(name):
    value = read(name).to_json()

    assert (value["number"], value["date"], value["issuers"]) == (NUMBERS[name], DATES[name], ISSUERS[name])


@ALL
def test_a_real_document_gets_its_title_whole(name):
    manuscript = read(name)

    assert (len(manuscript.title_lines), digest(manuscript.title)) == TITLES[name]


@ALL
def test_a_real_document_keeps_every_sentence_and_nothing_of_the_page(name):
    assert digest("\n".join(block.text for block in read(name).blocks)) == TEXTS[name]


@ALL
def test_a_real_document_is_doubted_only_where_it_is_wrong(name):
    remarks = [remark.code for remark in read(name).remarks]

    assert [code for code in remarks if not code.startswith(("cleaned", "furniture", "pictures"))] == PROBLEMS[name]


def test_a_broken_date_is_quoted_as_it_stands():
    remarks = {remark.code: remark.params for remark in read("001").remarks}

    assert remarks["date_broken"] == {"text": "2021年623日"}


@ALL
def test_a_real_document_read_twice_is_the_same_but_for_ids(name):
    first, second = read(name).to_json(), read(name).to_json()
    for block in [*first["blocks"], *second["blocks"]]:
        assert len(block.pop("id")) == 8

    assert first == second


@ALL
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encoding_and_line_ends_change_nothing(name, encoding):
    data = seed(name).decode().replace("\n", "\r\n").encode(encoding)

    assert structure(convert("plain", "pasted.txt", data)) == STRUCTURE[name]
