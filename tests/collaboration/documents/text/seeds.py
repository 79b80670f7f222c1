"""The real documents that lie beside the checkout, where they do."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[5] / "shared" / "seeds"


def seed(number: str) -> bytes:
    """The bytes of one seed, by the number its file name begins with."""
    for path in sorted(FOLDER.glob(f"{number}_*.txt")):
        return path.read_bytes()
    pytest.skip(f"seed document {number} is not there")
