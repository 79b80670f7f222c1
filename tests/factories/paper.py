"""Documents to typeset, in words of our own."""

import datetime

from collaboration.typesetting.document import Issuer, Kind, PrintDocument

CHECK_CODE = "7K2M-Q9XD-4TRW-B0ZH"
UNITS = {
    "310000": "甲省样例管理局",
    "320000": "乙省样例管理厅",
    "330000": "丙市样例管理局",
    "340000": "丁市样例管理委员会",
}
SENTENCE = "各方约定每季度互通一次样例情况，遇有急事随时商量，商量的结果记入样例台账。"


def issuers(count: int = 4) -> tuple[Issuer, ...]:
    """So many units; beyond four they are numbered."""
    named = [Issuer(code, name) for code, name in UNITS.items()]
    numbered = [Issuer(f"95{number:04}", f"第{number}样例管理局") for number in range(5, count + 1)]
    return tuple([*named, *numbered][:count])


def item(number: int) -> dict:
    head = f"（{number}）第{number}项。"
    return {"kind": "h2", "text": head + SENTENCE * 3, "head": head}


def blocks(paragraphs: int = 6) -> tuple[dict, ...]:
    return (
        {"kind": "p", "text": "为了试验排版，各方商定如下。"},
        {"kind": "h1", "text": "一、样例事项"},
        *(item(number) for number in range(1, paragraphs + 1)),
        {"kind": "table", "rows": [["序号", "事项", "期限"], ["1", "互通情况", "每季度"], ["2", "整理台账"]]},
        {"kind": "h1", "text": "二、其他"},
        {"kind": "p", "text": "本样例协议一式四份，各方各执一份。"},
    )


def print_document(kind: Kind = Kind.AGREEMENT, **changes) -> PrintDocument:
    values = {
        "kind": kind,
        "title": "样例事项协作协议",
        "issuers": issuers(),
        "blocks": blocks(),
        "date": datetime.date(2026, 3, 2),
        "note": "此件公开发布",
        "check_code": CHECK_CODE,
        "verify_url": f"http://portal.localhost:8000/verify/?code={CHECK_CODE}",
        "content_sha256": "5a" * 32,
    }
    if kind is not Kind.AGREEMENT:
        values |= {
            "title": "关于做好样例事项的通知",
            "number": "甲样联〔2026〕1号",
            "recipients": "各样例单位",
            "cc": "样例事项研究所",
            "printer": "甲省样例管理局办公室",
            "print_date": datetime.date(2026, 3, 5),
        }
    return PrintDocument(**(values | changes))
