"""Checking a sealed file on a public site: one that is known, and one that somebody changed."""

import tempfile
from pathlib import Path

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of

TIMES = 3 if QUICK else 10


def run() -> list[Figure]:
    """Hand in the very bytes that four units sealed, the same with one byte changed, and the typed code."""
    with database():
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.test import Client

        from collaboration.sealing.authority import Authority
        from tests.collaboration.sealing.conftest import seal_whole
        from tests.factories.paper import print_document
        from tests.factories.publications import make_published

        as_application()
        paper = print_document()
        authority = Authority(Path(tempfile.mkdtemp()) / "authority")
        for issuer in paper.issuers:
            authority.register_unit(issuer.id, issuer.name)
        true = seal_whole(paper, authority).final
        make_published(data=true, printed_code=paper.check_code)
        altered = bytearray(true)
        altered[len(true) // 2] ^= 1
        visitor = Client(HTTP_HOST="nanjing.portal.localhost", HTTP_ACCEPT="application/json")

        def check(expected: str, **data: object) -> None:
            if "file" in data:
                data["file"] = SimpleUploadedFile("文件.pdf", bytes(data["file"]), content_type="application/pdf")
            assert visitor.post("/verify/", data).json()["verdict"] == expected

        def known() -> None:
            check("genuine", file=true)

        known()
        return [
            Figure("verification of a known file, queries", queries_of(known), "queries", 15),
            Figure("verification of a known file", median_ms(known, TIMES), "ms", 50),
            Figure("verification by code", median_ms(lambda: check("genuine", code=paper.check_code), TIMES), "ms", 50),
            Figure(
                "verification of an altered file", median_ms(lambda: check("altered", file=altered), TIMES), "ms", 2000
            ),
        ]
