"""Papers served for other units: one served and sealed, one refused and left with a witness, one that met nobody."""

import io
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone
from PIL import Image, ImageDraw

from collaboration.assistance.workflow import receiving
from collaboration.casefiles import checking
from collaboration.service import evidence
from collaboration.service.models import Service
from collaboration.service.workflow import finishing, serving
from collaboration.service.workflow.serving import Evidence, Told
from portal.demo.cast import at_desk, confirming
from portal.demo.requests import AH, HEFEI, JS, NANJING, SH, TO_SERVE, ZJ, sent
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

SERVED = "关于代为送达行政处罚决定书的请求（演示）"
LEFT = "关于代为送达责令改正通知书的请求（演示）"
NOBODY = "关于代为送达催告书的请求（演示）"
OFFICERS = {
    "officer_1": "演示送达人甲", "officer_1_number": "演示证号〇〇一",
    "officer_2": "演示送达人乙", "officer_2_number": "演示证号〇〇二",
}  # fmt: skip
AT_HOME = {"place": "演示路一号", "receiver": "演示当事人", "relation": "本人"}
REFUSED = {
    "place": "演示路二号", "refusal": "当事人不认可通知内容，拒绝签收。（演示）",
    "witness": "演示见证人", "witness_of": "演示社区居民委员会",
}  # fmt: skip
ABSENT = {"place": "演示路三号", "failure_words": "敲门无人应答，邻居称当事人外出。（演示）"}


def play() -> None:
    """Make what is not there yet; every service goes its real way."""
    if service := _begun(SERVED, SH, ZJ, "行政处罚决定书（演示）"):
        _tell(ZJ, service, "direct", "served", AT_HOME, "receipt")
        _finish(ZJ, service, is_sealed=True)
    if service := _begun(LEFT, NANJING, HEFEI, "责令改正通知书（演示）"):
        _tell(
            HEFEI, service, "direct", "failed", REFUSED | {"failure_words": "当事人拒收。（演示）"}, "scene", "refused"
        )
        _tell(HEFEI, service, "left", "served", REFUSED, "receipt")
        _finish(HEFEI, service)
    if service := _begun(NOBODY, JS, AH, "催告书（演示）"):
        _tell(AH, service, "direct", "failed", ABSENT, "scene", "absent")


def _begun(title: str, asking: str, asked: str, paper: str) -> Service | None:
    request = sent("service", title, asking, asked, TO_SERVE | {"paper": paper})
    if request is None:
        return None
    with at_desk(asked) as clerk:
        receiving.receive(clerk, request)
        receiving.accept(clerk, request)
        return serving.begin(clerk, request)


def _tell(
    code: str, service: Service, manner: str, result: str, words: dict[str, str], sort: str, failure: str = ""
) -> None:
    key, hour_ago = uuid4(), timezone.now() - timedelta(hours=1)
    with at_desk(code) as clerk:
        _hand_in(clerk, service, key, sort, hour_ago)
        serving.tell(clerk, service, Told(key, manner, result, hour_ago, {**OFFICERS, **words}, failure))


def _hand_in(clerk: Actor, service: Service, attempt_key: UUID, sort: str, taken_at: datetime) -> None:
    drawn = _photograph()
    kept = evidence.keep(clerk, service, name="photograph.jpg", stream=io.BytesIO(drawn), size=len(drawn))
    checking.check(kept.public_id)  # no worker runs while the demonstration is loaded
    serving.hand_in(clerk, service, Evidence(uuid4(), attempt_key, sort, kept, taken_at))


def _photograph() -> bytes:
    """A picture of a sheet of paper, as none was ever taken."""
    drawn, out = Image.new("RGB", (640, 480), (214, 220, 226)), io.BytesIO()
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((170, 40, 470, 440), fill="white", outline=(160, 160, 160))
    for line in range(90, 400, 34):
        pen.line((200, line, 440, line), fill=(120, 120, 120), width=4)
    drawn.save(out, "JPEG")
    return out.getvalue()


def _finish(code: str, service: Service, *, is_sealed: bool = False) -> None:
    with at_desk(code) as clerk:
        service = finishing.finish(clerk, service)
    if is_sealed:
        with at_desk(code, Role.SEAL_KEEPER) as keeper:
            finishing.release_seal(keeper, service, content_hash=service.content_hash, prove=confirming(keeper))
