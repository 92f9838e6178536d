"""Where things are: the data folder, the settings in it, and the resources that came with the program."""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from kiosk.errors import SettingsError

APP_NAME = "one-stop-kiosk"
SETTINGS_VERSION = 1
#: What everybody may know: nothing in a practice shop is worth a secret, and its sign-in shows it.
PRACTICE_PIN = "123456"
#: Least and most: a projector's wall, a dense tablet; a reader's patience, a day's.
_BOUNDS = {"px_per_mm": (1.0, 30.0), "idle_seconds": (20, 3600)}
#: What the id of a known folder begins with among `known_sticks`; its path follows.
FOLDER_TARGET = "path:"


@dataclass(frozen=True)
class DataFolder:
    """One kiosk's or one manager's data folder; every path that the program writes is named here."""

    root: Path
    #: Another store than the one that the settings name: a file, or the address of a database.
    db: str = ""

    @property
    def log(self) -> Path:
        """The visit log."""
        return self.root / "log.db"

    @property
    def settings(self) -> Path:
        """What this desk has chosen: languages, place, known sticks."""
        return self.root / "settings.toml"

    @property
    def card(self) -> Path:
        """This kiosk's copy of its programme's card."""
        return self.root / "programme.card"

    @property
    def spool(self) -> Path:
        """Bundles that no receipt covers yet."""
        return self.root / "spool"

    @property
    def enrolment(self) -> Path:
        """This kiosk's request to join, as it was signed; every stick gets the same bytes."""
        return self.root / "enrolment.json"

    @property
    def roster(self) -> Path:
        """The last roster that was taken in, still sealed."""
        return self.root / "roster.age"

    @property
    def receipt(self) -> Path:
        """The last receipt from the centre, as it was signed."""
        return self.root / "receipt.json"

    @property
    def export_lock(self) -> Path:
        """Held by the one export that may run."""
        return self.root / "export.lock"

    @property
    def keys(self) -> Path:
        """Private keys; they never leave this folder."""
        return self.root / "keys"

    @property
    def backups(self) -> Path:
        """Copies of the log: one a day, and one from before each upgrade; three of a kind are kept."""
        return self.root / "backups"

    @property
    def logs(self) -> Path:
        """The program's own rotating log, without any visit's text."""
        return self.root / "logs"

    @property
    def recordings(self) -> Path:
        """Steps as the shop's own volunteers read them aloud: `<walkthrough>/<language>/<step>.wav`."""
        return self.root / "recordings"

    @property
    def tutorials(self) -> Path:
        """The shop's own walkthroughs, beside those that came with the program."""
        return self.root / "tutorials"

    @property
    def centre(self) -> Path:
        """A manager's store."""
        return self.root / "centre.db"

    @property
    def bundles(self) -> Path:
        """Every accepted bundle's bytes, for ever."""
        return self.root / "bundles"

    @property
    def waiting(self) -> Path:
        """Bundles of kiosks that nobody has accepted yet."""
        return self.bundles / "waiting"

    @property
    def aside(self) -> Path:
        """Bundles that contradict what is here, that are believed no longer, or that waited in vain."""
        return self.bundles / "aside"

    @property
    def templates(self) -> Path:
        """A manager's own templates of reports, beside those that came with the program."""
        return self.root / "templates"

    @property
    def reports(self) -> Path:
        """Reports that a manager has written."""
        return self.root / "reports"

    def create(self) -> Self:
        """Make the folder, readable by this user alone, and return it.

        Raises SettingsError when the folder cannot be made.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise SettingsError(
                "The data folder {path} cannot be made: {reason}. Choose another with --data.",
                path=self.root,
                reason=problem.strerror or problem,
            ) from problem
        return self


def data_folder(chosen: Path | None = None) -> DataFolder:
    """Return the data folder: the chosen one, else KIOSK_DATA, else the platform's own place; KIOSK_DB is its store."""
    if chosen is None and (named := os.environ.get("KIOSK_DATA")):
        chosen = Path(named)
    if chosen is None:
        # Asked only where nobody chose: this import is 15 ms of the start.
        from platformdirs import user_data_path

        chosen = user_data_path(APP_NAME, appauthor=False)
    return DataFolder(chosen.expanduser().absolute(), os.environ.get("KIOSK_DB", ""))


@dataclass(frozen=True)
class Resources:
    """What came with the program: walkthroughs, catalogues, templates of reports, notices on privacy to print."""

    tutorials: Path
    translations: Path
    templates: Path
    privacy: Path


def resources() -> Resources:
    """Find the resources beside a checkout, else inside the installed package (a wheel or a frozen app).

    Raises SettingsError when neither is there, which means a broken installation.
    """
    package = Path(__file__).resolve().parent
    for root in (package.parent, package / "resources"):
        found = Resources(
            root / "tutorials", root / "translations", root / "templates", root / "docs" / "privacy"
        )
        if found.tutorials.is_dir() and found.translations.is_dir():
            return found
    raise SettingsError("The walkthroughs are missing from this installation. Install the program again.")


@dataclass(frozen=True)
class Settings:
    """What this desk has chosen. Immutable: change it with `with_changes`, keep it with `save`."""

    version: int = SETTINGS_VERSION
    languages: tuple[str, ...] = ("kk", "ru", "en", "vi", "fi")
    volunteer_language: str = "en"
    country: str = "kz"
    site: str = ""
    contact: str = ""
    place: str = ""
    channel: str = "desk"
    activity: str = ""
    text_scale: int = 100
    high_contrast: bool = False
    #: How many (logical) pixels of this screen a ruler counts in a millimetre; None: nobody has measured, 96 dpi.
    px_per_mm: float | None = None
    #: Nothing moves on the screen that could stand still.
    reduced_motion: bool = False
    #: What has the focus is said aloud.
    spoken_focus: bool = False
    #: Resident mode: after so many seconds without a sign of life it asks whether somebody is there.
    idle_seconds: int = 90
    known_sticks: tuple[str, ...] = ()
    practice: bool = False
    hidden_topics: tuple[str, ...] = ()
    #: A manager's store where it is not `centre.db`: a file, or an address without a password.
    store: str = ""
    #: What people here call a volunteer, by pseudonym: shown on this screen only, in no bundle, report or log.
    display_names: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read settings; a missing file means the defaults, members of a later version are kept untouched.

        Raises SettingsError when the file cannot be read as settings, or comes from a newer major version.
        """
        if not path.exists():
            return cls()
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise SettingsError(
                "The settings in {path} cannot be read ({reason}). Mend the file or move it away.",
                path=path,
                reason=problem,
            ) from problem
        if int(found.get("version", 0)) > SETTINGS_VERSION:
            raise SettingsError(
                "The settings in {path} were written by a newer version of the program. Install the newer version.",
                path=path,
            )
        return cls()._with(found, path)

    def _with(self, found: dict[str, Any], path: Path) -> Self:
        known = {f.name: f for f in fields(self) if f.name != "unknown"}
        values: dict[str, Any] = {}
        for name, value in found.items():
            if name not in known:
                continue
            values[name] = tuple(value) if isinstance(value, list) else value
            if not _usable(name, values[name], getattr(self, name)):
                raise SettingsError(
                    "In {path}, {name} has an unusable value: {value}", path=path, name=name, value=value
                )
        return replace(self, **values, unknown={k: v for k, v in found.items() if k not in known})

    def with_changes(self, **changes: Any) -> Self:  # noqa: ANN401 - the values are the fields' own types
        """Return a copy with the named fields changed."""
        return replace(self, **changes)

    def save(self, path: Path) -> None:
        """Write the settings atomically."""
        import tomli_w  # only when something is written: not part of the start

        chosen = {k: v for k, v in asdict(self).items() if k != "unknown" and v is not None}
        body = {k: list(v) if isinstance(v, tuple) else v for k, v in chosen.items()}
        write_atomically(path, tomli_w.dumps({**self.unknown, **body}).encode())


def _usable(name: str, value: object, default: object) -> bool:
    """Tell whether a setting has the type of its default, and lies where a desk can still be used with it."""
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        return type(value) in (int, float) and least <= float(str(value)) <= most
    return type(value) is type(default)


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write `data` so that `path` holds either the old or the new bytes, whatever happens, and is on the disk.

    For the program's own folder (a journalling file system); a stick needs the order in `kiosk.stick`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a folder's new names durable. Windows has no such call and needs none: its renames are journalled."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
