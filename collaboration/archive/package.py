"""The package of one archived document: the file, its metadata, the proof, in a form that tells the same every time."""

import io
import json
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from collaboration.archive.models import Item

DAWN = (1980, 1, 1, 0, 0, 0)  # the oldest moment a zip file knows: the same package has the same bytes


def package_of(item: Item) -> bytes:
    """Everything about one document as a .zip file."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, data in (
            ("document.pdf", item.read()),
            ("metadata.xml", metadata_of(item)),
            ("proof.json", json.dumps(item.proof, ensure_ascii=False, indent=1, sort_keys=True).encode()),
        ):
            entry = ZipInfo(name, DAWN)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            package.writestr(entry, data)
    return out.getvalue()


def metadata_of(item: Item) -> bytes:
    """The archive's metadata of the document as XML, with the Chinese names of the elements beside them."""
    said = {
        ("archive_number", "档号"): item.archive_number,
        ("fonds", "全宗号"): item.fonds,
        ("year", "年度"): str(item.year or ""),
        ("retention", "保管期限"): item.retention,
        ("department", "机构"): item.department,
        ("item_number", "件号"): str(item.item_number or ""),
        ("title", "题名"): item.title,
        ("document_number", "文号"): item.number,
        ("issuers", "责任者"): item.issuers,
        ("kind", "文种"): item.kind,
        ("date", "成文日期"): item.dated_on.isoformat(),
        ("original", "原件"): f"1/{item.copies}" if item.is_original else "",
        ("check_code", "验证码"): item.check_code,
        ("sha256", "文件校验值"): item.file_sha256,
        ("kept_at", "收存时间"): timezone.localtime(item.kept_at).isoformat(),
        ("archived_by", "归档人"): item.archived_by,
        ("archived_at", "归档时间"): timezone.localtime(item.archived_at).isoformat() if item.archived_at else "",
        ("transfer_list", "移交清单号"): str(item.transfer.number) if item.transfer else "",
    }
    root = ElementTree.Element("record")
    for (name, label), value in said.items():
        ElementTree.SubElement(root, name, label=label).text = value
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
