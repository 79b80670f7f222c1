"""The hand-over list on paper, an official paper of both sides."""

from datetime import datetime

from django.utils import timezone, translation

from collaboration.assistance.models import AssistanceRequest
from collaboration.transfers.models import HandOver
from collaboration.typesetting.sheet import typeset_by

LANGUAGE = "zh-hans"
WAYS = {
    "passkey": "以通行密钥确认",
    "totp": "以动态口令确认",
    "recovery_codes": "以恢复码确认",
    "password": "以密码确认",
}


def hand_over_list(asked: AssistanceRequest, kept: HandOver) -> bytes:
    """The list as PDF, with the signatures it has."""
    with translation.override(LANGUAGE):
        forms = dict(HandOver.Form.choices)
        signatures = [
            _signature("移交", asked.asking_unit.name, kept.handed_name, kept.handed_at, kept.handed_method),
            _signature("接收", asked.addressee.name, kept.taken_name, kept.taken_at, kept.taken_method),
        ]
        return typeset_by(
            "hand_over_list.typ",
            {
                "title": asked.title,
                "from": asked.asking_unit.name,
                "facts": [
                    ("案件", asked.title),
                    ("案件编号", asked.written_number),
                    ("移送单位", asked.asking_unit.name),
                    ("接收单位", asked.addressee.name),
                    ("清单编号", f"第 {kept.number} 份" + ("（已退回）" if kept.returned_at else "")),
                ],
                "items": [{**one, "form": str(forms[one["form"]])} for one in kept.items],
                "remark": kept.remark,
                "signatures": signatures,
                "digest": kept.sha256,
            },
        )


def _signature(what: str, unit: str, who: str, at: datetime | None, method: str) -> dict[str, str]:
    moment = timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "尚未签署"
    return {"what": what, "unit": unit, "who": who, "at": moment, "how": WAYS.get(method, "")}
