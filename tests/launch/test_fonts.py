"""Typefaces and browsers: where they are looked for, and that nothing unchecked is taken."""

import os
import subprocess
from pathlib import Path

import pytest

from launch import browsers, fonts
from launch.console import Trouble


def test_a_configured_folder_of_fonts_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched, configured = tmp_path / "fetched", tmp_path / "configured"
    for folder in (fetched, configured):
        folder.mkdir()
        (folder / "face.otf").touch()
    monkeypatch.setattr(fonts, "SYSTEM", (tmp_path / "absent",))
    monkeypatch.setattr(fonts, "FONTS", fetched)
    monkeypatch.delenv("PORTAL_FONTS", raising=False)

    assert fonts.where_fonts_are() == fetched
    monkeypatch.setenv("PORTAL_FONTS", str(configured))
    assert fonts.where_fonts_are() == configured
    monkeypatch.setenv("PORTAL_FONTS", str(tmp_path / "absent"))
    assert fonts.where_fonts_are() is None


def package_with(folder: Path, content: bytes) -> Path:
    """A Debian package that holds every face we want, each with this content."""
    tree = folder / "tree"
    faces = tree / "usr" / "share" / "fandol"
    faces.mkdir(parents=True)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN" / "control").write_text(
        "Package: faces\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: faces\n"
    )
    for name in fonts.CHECKSUMS:
        (faces / name).write_bytes(content)
    package = folder / "faces.deb"
    subprocess.run(["dpkg-deb", "-b", tree, package], check=True, capture_output=True)
    return package


@pytest.mark.skipif(not os.access("/usr/bin/dpkg-deb", os.X_OK), reason="dpkg-deb is not on this machine")
def test_a_face_with_another_checksum_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = package_with(tmp_path, b"not the face we know")
    monkeypatch.setattr(fonts, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(fonts, "FONTS", tmp_path / "cache" / "fonts")
    monkeypatch.setattr(fonts, "_download", lambda _: package)

    with pytest.raises(Trouble, match="is not the file we know"):
        fonts.fetch_fonts()
    assert not (tmp_path / "cache" / "fonts").exists()


def test_a_machine_without_fonts_is_asked_again_only_after_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[None] = []

    def refuse() -> None:
        tries.append(None)
        raise Trouble("no network")

    monkeypatch.setattr(fonts, "where_fonts_are", lambda: None)
    monkeypatch.setattr(fonts, "fetch_fonts", refuse)
    monkeypatch.setattr(fonts, "CACHE", tmp_path)
    monkeypatch.setattr(fonts, "REFUSED", tmp_path / "refused")

    fonts.ensure_fonts()
    fonts.ensure_fonts()
    assert len(tries) == 1

    long_ago = (tmp_path / "refused").stat().st_mtime - fonts.ASK_AGAIN_AFTER - 1
    os.utime(tmp_path / "refused", (long_ago, long_ago))
    fonts.ensure_fonts()
    assert len(tries) == 2


def test_a_required_browser_that_cannot_be_had_is_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "CACHE", tmp_path)
    monkeypatch.setattr(browsers, "FONT_SETTINGS", tmp_path / "fonts.conf")
    monkeypatch.setattr(browsers, "browser_at_hand", lambda: None)
    monkeypatch.setattr(browsers, "_fetched", lambda *_: None)
    monkeypatch.delenv("PORTAL_REQUIRE", raising=False)

    assert set(browsers.ensure_browsers()) == {"FONTCONFIG_FILE"}
    monkeypatch.setenv("PORTAL_REQUIRE", "browser")
    with pytest.raises(Trouble, match="asks for a browser"):
        browsers.ensure_browsers()
