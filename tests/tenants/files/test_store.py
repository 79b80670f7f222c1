import hashlib

import pytest

from tenants.files import store


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def test_stored_bytes_come_back_under_their_digest():
    digest = store.put(b"sealed")
    assert digest == hashlib.sha256(b"sealed").hexdigest()
    assert store.put(b"sealed") == digest
    assert store.read(digest) == b"sealed"


def test_rotten_bytes_are_noticed():
    digest = store.put(b"sealed")
    path = store.path_of(digest)
    path.chmod(0o600)
    path.write_bytes(b"seated")
    with pytest.raises(OSError, match="differs"):
        store.read(digest)


@pytest.mark.parametrize("name", ["", "../secret", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_digest_names_a_file(name):
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(name)


def test_purged_bytes_are_gone():
    digest = store.put(b"sealed")
    assert store.purge(digest) is True
    assert store.purge(digest) is False
    with pytest.raises(FileNotFoundError):
        store.read(digest)
