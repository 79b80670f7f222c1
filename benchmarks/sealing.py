"""From text to a sealed, closed and examined file: with 4 signers, and with 40."""

import re
import tempfile
from pathlib import Path

from benchmarks.harness import QUICK, Figure, database, say, timed
from tenants.jobs.memory import give_back

MEMORY = 250


def run() -> list[Figure]:
    """Typeset, certify, seal for every unit, close; then examine it as the sealer does before it is published."""
    with database():
        from collaboration.sealing.authority import Authority
        from collaboration.sealing.verification import examine

        before = _memory()
        from tests.collaboration.sealing.conftest import seal_whole
        from tests.factories.paper import issuers, print_document

        of_this_script = _memory() - before  # no worker loads the tests' tools
        figures = []
        authority = Authority(Path(tempfile.mkdtemp()) / "authority")

        def seal(count: int) -> tuple[float, float]:
            say(f"Sealing for {count} units …")
            document = print_document(issuers=issuers(count))
            for issuer in document.issuers:
                authority.register_unit(issuer.id, issuer.name)
            made = []
            sealing = timed(lambda: made.append(seal_whole(document, authority)))
            examining = timed(lambda: examine(made[0].final, made[0].expected))
            return sealing, examining

        seal(1)  # loads the typesetter, its typefaces and the layouts, once per process
        for count, goal in ((4, 3), (40, 15)):
            if QUICK and count > 4:
                continue
            sealing, examining = seal(count)
            figures += [
                Figure(f"file with {count} seals, examined", round(sealing + examining, 2), "s", goal),
                Figure(f"examination alone, {count} seals", round(examining, 2), "s", goal / 2),
            ]
            give_back()  # as the sealer does after every job
            figures.append(Figure(f"memory of a sealer after {count} seals", _memory() - of_this_script, "MB", MEMORY))
    return figures


def _memory() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024
