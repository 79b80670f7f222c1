"""The documents that are set and measured."""

from collections.abc import Callable

from collaboration.typesetting.document import Issuer, Kind, PrintDocument
from tests.factories.paper import SENTENCE, blocks, issuers, print_document

NOTICE = Kind.JOINT_NOTICE
LEVELS = (
    {"kind": "h1", "text": "一、样例总则"},
    {"kind": "h2", "text": f"（一）样例分则。{SENTENCE}", "head": "（一）样例分则。"},
    {"kind": "h3", "text": f"1.样例细则。{SENTENCE}", "head": "1.样例细则。"},
    {"kind": "h4", "text": f"（1）样例末则。{SENTENCE}", "head": "（1）样例末则。"},
)
WIDE = {"kind": "table", "rows": [[f"第{column}栏" for column in range(1, 9)], *([["样例"] * 8] * 60)]}
RARE = "参加样例会商的有镕某、喆某、淏某、堃某、玥某、㙍某，均已签到。"
LONG_TITLE = (
    "甲省样例管理局乙省样例管理厅",
    "丙市样例管理局丁市样例管理委员会",
    "关于印发跨地区样例事项协同办理",
    "若干规定（试行）的通知",
)
LONG_NAMES = tuple(
    Issuer(f"96{number:04}", f"某某省某某市样例事项综合行政管理协调领导小组第{number}办公室") for number in range(1, 4)
)
ATTACHED = (
    *blocks(2),
    {"kind": "attachment", "text": "附件：1.样例事项一览表"},
    {"kind": "attachment", "text": "2.样例事项办理流程及各单位联络人名单（按行政区划顺序排列）"},
    {"kind": "attachment", "text": "附件1"},
    {"kind": "issued_title", "text": "样例事项一览表"},
    WIDE,
    {"kind": "attachment", "text": "附件2：样例名单"},
    {"kind": "p", "text": SENTENCE * 30},
)
MEETING = (
    *blocks(4),
    {"kind": "p", "text": "出席：甲某（甲省样例管理局）、乙某（乙省样例管理厅）。"},
    {"kind": "p", "text": "列席：丙某。"},
)


def paragraphs(count: int) -> tuple[dict, ...]:
    return tuple({"kind": "p", "text": SENTENCE * 12} for _ in range(count))


CASES: dict[str, Callable[[], PrintDocument]] = {
    "tables": lambda: print_document(NOTICE, blocks=(*blocks(2), WIDE, *blocks(1))),
    "four levels": lambda: print_document(NOTICE, blocks=LEVELS * 6),
    "long title": lambda: print_document(NOTICE, title="".join(LONG_TITLE), title_lines=LONG_TITLE),
    "12 issuers": lambda: print_document(NOTICE, issuers=issuers(12)),
    "40 issuers": lambda: print_document(NOTICE, issuers=issuers(40)),
    "rare characters": lambda: print_document(NOTICE, blocks=({"kind": "p", "text": RARE},) * 20),
    "attachments": lambda: print_document(NOTICE, blocks=ATTACHED),
    "long names": lambda: print_document(NOTICE, issuers=LONG_NAMES),
    "one page": lambda: print_document(NOTICE, issuers=issuers(1), blocks=({"kind": "p", "text": SENTENCE},)),
    "100 pages": lambda: print_document(NOTICE, blocks=paragraphs(137)),
    "agreement": lambda: print_document(Kind.AGREEMENT),
    "letter": lambda: print_document(Kind.LETTER, blocks=paragraphs(6)),
    "letter of one page": lambda: print_document(Kind.LETTER, issuers=issuers(1), blocks=paragraphs(1)),
    "minutes": lambda: print_document(
        Kind.MINUTES, title="样例事项协作会议纪要", title_lines=("样例事项协作会议纪要",), blocks=MEETING
    ),
}
