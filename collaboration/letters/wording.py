"""The words a letter begins with: made from the request and the reply, without anything personal. Always in Chinese."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import override

from collaboration.assistance.catalogue.questions import Question, load
from collaboration.assistance.models import AssistanceRequest
from collaboration.letters.models import Sort
from collaboration.typesetting.content import chinese_date

PERSONAL = "涉及个人的信息不载入本函，请在执法协作平台该协作事项中查阅。"
CONTACT = "联系人：{name}，电话：{phone}"


def beginning(request: AssistanceRequest, sort: Sort, answers: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Title, recipients and text to start from; the writer changes them as needed."""
    with override("zh-hans"):
        match sort:
            case Sort.REQUEST:
                return _request(request)
            case Sort.ACKNOWLEDGEMENT:
                return _acknowledgement(request)
            case Sort.OUTSIDE:
                return _outside(request)
            case _:
                return _reply(request, sort, answers or {})


def _request(request: AssistanceRequest) -> dict[str, str]:
    kind = request.kind_version.kind.name
    is_transfer = request.kind_version.kind_id == "transfer"
    opening = (
        "现将有关案件移送你单位，请依法处理。" if is_transfer else f"请你单位就“{request.title}”予以协助（{kind}）。"
    )
    lines = [
        f"因执法办案需要，{opening}",
        *_said(load(request.kind_version.questions), request.answers),
        *([PERSONAL] if request.confidences else []),
        f"请于{chinese_date(request.wanted_on)}前书面函复我单位。",
        CONTACT.format(name=request.contact, phone=request.contact_phone),
        "特此函达。",
    ]
    return {
        "title": f"关于{_about(request.title, '移送' if is_transfer else '请求协助')}的函",
        "recipients": request.addressee.name,
        "text": "\n".join(lines),
    }


def _acknowledgement(request: AssistanceRequest) -> dict[str, str]:
    lines = [
        f"你单位《关于{request.title.removeprefix('关于')}》的协作请求收悉。我单位已签收并指定人员办理，办理情况将及时函告你单位。",
        "特此函复。",
    ]
    return {
        "title": f"关于收到{_about(request.title)}的复函",
        "recipients": request.asking_unit.name,
        "text": "\n".join(lines),
    }


def _reply(request: AssistanceRequest, sort: Sort, answers: Mapping[str, Any]) -> dict[str, str]:
    questions = load(request.kind_version.proof)
    asked_for = "委托送达" if sort == Sort.SERVICE else "请求协助"
    lines = [
        f"你单位{asked_for}的“{request.title}”收悉。现将办理情况函复如下：",
        *_said(questions, answers),
        *([PERSONAL] if any(one.is_personal for one in questions) else []),
        "特此函复。",
    ]
    about = "送达情况" if sort == Sort.SERVICE else _about(request.title)
    return {"title": f"关于{about}的复函", "recipients": request.asking_unit.name, "text": "\n".join(lines)}


def _outside(request: AssistanceRequest) -> dict[str, str]:
    """The local member leads 牵头协调 and writes to the department in its own name."""
    lines = [
        f"应{request.asking_unit.name}协作请求，现就“{request.title}”商请你单位予以协助。",
        *_said(load(request.kind_version.questions), request.answers),
        f"请于{chinese_date(request.wanted_on)}前函复我单位，由我单位转复请求单位。",
        "特此函达。",
    ]
    return {
        "title": f"关于{_about(request.title, '商请协助')}的函",
        "recipients": request.outside,
        "text": "\n".join(lines),
    }


def _about(title: str, doing: str = "") -> str:
    """What the letter is about, as it fits between 关于 and 的函: a title that says so itself says it once."""
    bare = re.sub(r"的?请求(?=（|$)", "", title.removeprefix("关于"))
    return bare if bare.startswith(("移送", "请求", "协助", "商请")) else doing + bare


def _said(questions: list[Question], answers: Mapping[str, Any]) -> list[str]:
    """One paragraph for each open answer."""
    shown = [(one.label, one.shown(answers.get(one.name))) for one in questions if not one.is_personal]
    return [f"{label}：{'；'.join(words.splitlines())}" for label, words in shown if words]
