"""Settings are kept, mended or refused in words; the data folder is where the person said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.config import DataFolder, Settings, data_folder, resources, write_atomically
from kiosk.errors import SettingsError


def test_the_chosen_folder_comes_before_the_environments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "named"))
    assert data_folder(tmp_path / "chosen").root == tmp_path / "chosen"
    assert data_folder().root == tmp_path / "named"
    monkeypatch.delenv("KIOSK_DATA")
    assert data_folder().root.name == "one-stop-kiosk"


def test_a_data_folder_is_made_for_its_user_alone(tmp_path: Path) -> None:
    data = DataFolder(tmp_path / "shop").create()
    assert data.log == tmp_path / "shop" / "log.db"
    if os.name == "posix":
        assert data.root.stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="--data"):
        DataFolder(tmp_path / "file" / "shop").create()


def test_settings_are_kept_with_what_a_later_version_added(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('version = 1\nsite = "Бөлек"\nfrom_the_future = [1, 2]\n', encoding="utf-8")
    changed = Settings.load(path).with_changes(text_scale=150, known_sticks=("a1",))
    changed.save(path)
    assert Settings.load(path) == changed
    assert Settings.load(path).site == "Бөлек"
    assert "from_the_future" in path.read_text(encoding="utf-8")
    assert Settings.load(tmp_path / "none.toml") == Settings()


def test_a_screen_that_nobody_has_measured_stays_so_until_somebody_does(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    Settings().save(path)
    assert Settings.load(path).px_per_mm is None
    Settings().with_changes(px_per_mm=4.25).save(path)
    assert Settings.load(path).px_per_mm == 4.25
    path.write_text("px_per_mm = 4", encoding="utf-8")
    assert Settings.load(path).px_per_mm == 4


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("version = 99", "newer version"),
        ("site = 7", "site"),
        ("[[[", "cannot be read"),
        ("px_per_mm = 0", "px_per_mm"),
        ('px_per_mm = "4"', "px_per_mm"),
        ("idle_seconds = 1", "idle_seconds"),
    ],
)
def test_unusable_settings_are_refused_in_words(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=why):
        Settings.load(path)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    with pytest.raises(TypeError):
        write_atomically(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_the_walkthroughs_and_catalogues_are_found() -> None:
    found = resources()
    assert found.tutorials.is_dir()
    assert found.translations.is_dir()
