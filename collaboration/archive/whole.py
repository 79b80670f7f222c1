"""Everything a unit's archive holds as one package that is read without the portal: by a unit that leaves."""

import hashlib
import html
import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from collaboration.archive.models import Fonds, Item, TransferList
from collaboration.archive.package import metadata_of
from collaboration.internal.models import InternalRecord
from tenants.units.models import Unit

IN_MEMORY = 32 * 1024 * 1024
HEADINGS = ("档号", "题名", "文号", "责任者", "成文日期", "保管期限", "原件", "文件校验值（SHA-256）", "文件")
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{name} 档案</title>
<h1>{name} 档案</h1><p>全宗号：{fonds}　共 {count} 件。每件一个文件夹：document.pdf 为文件，metadata.xml 为著录信息，
proof.json 为签署、用印及验证凭据。manifest.json 列有全部文件的 SHA-256 校验值。</p>
<table border="1"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></html>
"""


def export_of(unit: Unit) -> SpooledTemporaryFile[bytes]:
    """The whole archive of this unit as a .zip file; call it inside the schema in which the unit keeps its archive."""
    out: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (whoever asks sends it and closes it)
    digests, rows = dict[str, str](), list[tuple[str, ...]]()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:

        def put(name: str, data: bytes) -> None:
            package.writestr(name, data)
            digests[name] = hashlib.sha256(data).hexdigest()

        for item in _items(unit):
            folder = f"items/{item.public_id}"
            put(f"{folder}/document.pdf", item.read())
            put(f"{folder}/metadata.xml", metadata_of(item))
            put(f"{folder}/proof.json", _json(item.proof))
            put(f"{folder}/loans.json", _json([_loan(loan) for loan in item.loans.all()]))
            put(f"{folder}/record.json", _json(_acts(unit, item)))
            rows.append(_row(item, f"{folder}/document.pdf"))
        lists = TransferList.objects.filter(unit_id=unit.pk).prefetch_related("items").order_by("number")
        put("transfers.json", _json([_transfer(one) for one in lists]))
        put("index.html", _page(unit, rows))
        said = {"schema": "archive-export/1", "unit": unit.code, "name": unit.name, "files": digests}
        package.writestr("manifest.json", _json(said))
    out.seek(0)
    return out


def _items(unit: Unit) -> Iterator[Item]:
    """One after another, so that the bytes of only one are held at a time; a purged one has none."""
    kept = Item.objects.filter(unit_id=unit.pk).exclude(file_sha256="").order_by("kept_at", "pk")
    for pk in list(kept.values_list("pk", flat=True)):
        yield Item.objects.select_related("transfer").prefetch_related("loans").get(pk=pk)


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _loan(loan: Any) -> dict[str, Any]:
    names = ("borrower", "purpose", "until", "lent_by", "lent_at", "returned_at", "returned_to")
    return {name: getattr(loan, name) for name in names}


def _acts(unit: Unit, item: Item) -> list[dict[str, Any]]:
    """What the house recorded of it, with the chain."""
    chain = InternalRecord.objects.filter(unit_id=unit.pk, matter=item.about).order_by("number")
    return [
        {"number": one.number, "act": one.act, "at": one.at, "detail": one.detail, "digest": bytes(one.digest).hex()}
        for one in chain
    ]


def _transfer(one: TransferList) -> dict[str, Any]:
    numbers = [item.archive_number for item in one.items.all()]
    said = {"number": one.number, "receiver": one.receiver, "made_by": one.made_by, "made_at": one.made_at}
    return said | {"items": numbers}


def _row(item: Item, path: str) -> tuple[str, ...]:
    original = f"1/{item.copies}" if item.is_original else ""
    retention = str(item.get_retention_display())
    dated = item.dated_on.isoformat()
    return (
        item.archive_number, item.title, item.number, item.issuers, dated, retention, original, item.file_sha256, path,
    )  # fmt: skip


def _page(unit: Unit, rows: list[tuple[str, ...]]) -> bytes:
    """The list of all of it, as a page that opens in any browser."""
    fonds = Fonds.objects.filter(unit_id=unit.pk).first()

    def line(row: tuple[str, ...]) -> str:
        cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in row[:-1])
        return f'<tr>{cells}<td><a href="{html.escape(row[-1])}">PDF</a></td></tr>'

    heads = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    given = {"name": html.escape(unit.name), "fonds": html.escape(fonds.number if fonds else ""), "count": len(rows)}
    return PAGE.format(**given, heads=heads, rows="".join(map(line, rows))).encode()
