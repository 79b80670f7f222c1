"""How the environment is told where packages come from, and when it is left alone."""

import hashlib
import json
from pathlib import Path

import pytest

from launch import environment
from launch.environment import uv_settings

ROOT = Path(__file__).resolve().parents[2]


def test_settings_of_pip_reach_uv() -> None:
    listed = "\n".join(
        [
            "global.index-url='https://packages.example/simple'",
            "global.extra-index-url='https://one.example/simple\\nhttps://two.example/simple'",
            "install.find-links='/srv/wheels /srv/more'",
            "global.cert='/etc/ssl/agency.pem'",
            "global.trusted-host='packages.example'",
            "global.disable-pip-version-check='1'",
        ]
    )

    assert uv_settings(listed) == {
        "UV_DEFAULT_INDEX": "https://packages.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/srv/wheels,/srv/more",
        "SSL_CERT_FILE": "/etc/ssl/agency.pem",
        "UV_INSECURE_HOST": "packages.example",
    }


@pytest.mark.parametrize("turned", [False, True])
def test_the_environment_wins_over_pips_files_as_in_pip(turned: bool) -> None:
    listed = [":env:.index-url='https://env.example'", "global.index-url='https://file.example'"]

    assert uv_settings("\n".join(listed[::-1] if turned else listed)) == {"UV_DEFAULT_INDEX": "https://env.example"}


def test_nothing_of_pip_means_nothing_for_uv() -> None:
    assert uv_settings("") == {}


def test_an_environment_is_current_only_for_the_lock_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = tmp_path / "installed.json"
    monkeypatch.setattr(environment, "STAMP", stamp)

    assert not environment.is_current("requirements.txt")

    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()
    stamp.write_text(json.dumps({"requirements.txt": digest}))
    assert environment.is_current("requirements.txt")
    assert not environment.is_current("requirements-dev.txt")

    stamp.write_text(json.dumps({"requirements.txt": "of another lock"}))
    assert not environment.is_current("requirements.txt")


def test_uv_is_pinned_by_hash_for_every_platform() -> None:
    pin = (ROOT / "requirements-uv.txt").read_text()

    assert pin.startswith("uv==")
    assert pin.count("--hash=sha256:") > 10


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_locks_name_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert "index-url" not in text
