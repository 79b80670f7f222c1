"""From text to a sealed and closed file, and its examination: with 4 signers, and with 40."""

import tempfile
from pathlib import Path

from benchmarks.harness import QUICK, Figure, database, median_ms, say, timed


def run() -> list[Figure]:
    """Typeset, certify, seal, close, examine; then find a known file by its digest."""
    with database():
        from collaboration.sealing.authority import Authority
        from collaboration.sealing.verification import examine
        from tests.collaboration.sealing.conftest import seal_whole, sha256
        from tests.factories.paper import issuers, print_document

        figures = []
        authority = Authority(Path(tempfile.mkdtemp()) / "authority")
        for count, sealing_goal, examining_goal in ((4, 3, 2), (40, 15, 30)):
            if count == 40 and QUICK:
                continue
            say(f"Sealing for {count} units …")
            document = print_document(issuers=issuers(count))
            for issuer in document.issuers:
                authority.register_unit(issuer.id, issuer.name)
            made = []
            spent = timed(lambda document=document, made=made: made.append(seal_whole(document, authority)))
            examined = timed(lambda made=made: examine(made[0].final, made[0].expected))
            figures += [
                Figure(f"sealed file, {count} signers", round(spent, 2), "s", sealing_goal),
                Figure(f"examination, {count} signers", round(examined, 2), "s", examining_goal),
            ]
        figures.append(Figure("digest of a known file", median_ms(lambda: sha256(made[0].final), 20), "ms", 50))
    return figures
