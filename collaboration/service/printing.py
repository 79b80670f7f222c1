"""What stands on the proof of service, and on the papers for the door. Chinese, as the files it goes into."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from collaboration.sealing.pictures.current import diameters
from collaboration.service.models import Attempt, Exhibit, Manner, Result, Service
from collaboration.service.reading import content_of, recipient_of
from collaboration.typesetting.content import chinese_date
from collaboration.typesetting.service_proof import ServiceProof
from tenants import hosts

SIGNED = "（签收影像及摘要见证据材料）"


def proof_of(service: Service) -> ServiceProof:
    """The form, filled in from what was told."""
    unit = service.matter.drafting_unit
    with override("zh-hans"):
        content = content_of(service)
        return ServiceProof(
            unit=unit.code,
            serving=content["serving"],
            entrusting=content["entrusting"],
            title="送 达 回 证" if service.result == Result.SERVED else "送达情况说明",
            rows=_rows(service, content),
            attempts=[_attempt(one) for one in content["attempts"]],
            exhibits=[
                (str(one["attempt"]), str(Exhibit.Sort(one["sort"]).label), one["taken"], one["sha256"])
                for one in content["exhibits"]
            ],
            check_code=service.check_code,
            verify_url=hosts.public_url(f"/verify/?code={service.check_code}"),
            content_sha256=service.content_hash,
            seal_mm=diameters([unit])[unit.code],
            date=chinese_date(_finished_on(service)),
            made_on=_finished_on(service),
        )


def papers_of(service: Service) -> ServiceProof:
    """The form to be signed by hand at the door, and a page for the recipient."""
    serving, entrusting = service.matter.drafting_unit, service.request.asking_unit
    said = recipient_of(service)
    empty = ("送达地点", "送达方式", "受送达人签名或者盖章、日期", "代收人签名、与受送达人关系及代收理由",
             "拒收事由和日期", "见证人签名、所在组织", "送达人签名、执法证号", "备注")  # fmt: skip
    with override("zh-hans"):
        return ServiceProof(
            unit=serving.code,
            serving=serving.name,
            entrusting=entrusting.name,
            title="送 达 回 证",
            rows=[*_head(said | {"entrusting": entrusting.name}), *((name, "") for name in empty)],
            check_code=service.check_code,
            verify_url=hosts.public_url(f"/verify/?code={service.check_code}"),
            blank=True,
            serving_phone=serving.telephone,
            entrusting_phone=entrusting.telephone,
            verify_page=hosts.public_url("/verify/"),
        )  # fmt: skip


def _finished_on(service: Service) -> date:
    return timezone.localdate(service.finished_at)


def _head(content: dict[str, Any]) -> list[tuple[str, str]]:
    paper = f"{content.get('paper', '')}（{content.get('paper_number', '')}）"
    return [
        ("案由", content.get("cause", "")),
        ("案号", content.get("case_number", "")),
        ("受送达人", content.get("recipient", "")),
        ("送达文书", f"{paper}　{content.get('copies', '')}份"),
        ("委托单位", content["entrusting"]),
        ("送达地址", content.get("address", "")),
    ]


def _rows(service: Service, content: dict[str, Any]) -> list[tuple[str, str]]:
    """The rows of the attempt that the proof rests on; rows that this manner does not know are left out."""
    told = (
        content["attempts"][-1]
        if service.result == Result.FAILED
        else next(one for one in content["attempts"] if one["result"] == Result.SERVED)
    )
    manner = str(Manner(told["manner"]).label)
    rows = [
        ("送达地点", told.get("place", "")),
        ("送达方式", manner),
        ("送达时间" if service.served_on else "最后一次送达时间", told["at"]),
        ("收件人及与受送达人关系", _joined(told, "receiver", "relation") + (SIGNED if told.get("receiver") else "")),
        ("代收理由", told.get("receiver_reason", "")),
        ("拒收事由和日期", f"{told['refusal']}（{told['at'][:10]}）" if told.get("refusal") else ""),
        ("见证人及所在组织", _joined(told, "witness", "witness_of")),
        ("邮寄单位及邮件号", _joined(told, "carrier", "tracking")),
        ("转交单位", told.get("through", "")),
        ("电子送达地址", told.get("electronic_address", "")),
        ("未能送达的原因", _failure(told)),
        (
            "送达人及执法证号",
            "；".join(_joined(told, f"officer_{place}", f"officer_{place}_number") for place in (1, 2)),
        ),
        ("备注", told.get("remark", "")),
    ]
    return [*_head(content), *((name, words) for name, words in rows if words)]


def _joined(told: dict[str, Any], *names: str) -> str:
    return "，".join(str(told[name]) for name in names if told.get(name))


def _failure(told: dict[str, Any]) -> str:
    reason = str(Attempt.Failure(told["failure"]).label) if told["failure"] else ""
    return "；".join(words for words in (reason, told.get("failure_words", "")) if words)


def _attempt(told: dict[str, Any]) -> tuple[str, ...]:
    words = [told.get("place", ""), _failure(told), _joined(told, "receiver", "relation"), told.get("refusal", "")]
    return (
        str(told["number"]), told["at"], str(Manner(told["manner"]).label), str(Result(told["result"]).label),
        "；".join(one for one in words if one),
    )  # fmt: skip
