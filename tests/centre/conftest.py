"""A centre's store with a small tree of places."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.centre import Store, new_programme
from kiosk.config import DataFolder
from kiosk.i18n import Language, Languages
from kiosk.keys import ManagerKeys
from kiosk.visits import Batch, Notice, Place, Shift, Visit, to_row
from tests import passphrases
from tests.centre.world import Office, SomeKiosk
from tests.postgres import Server, postgres

__all__ = ["postgres"]

TREE = (
    Place("kz", "Казахстан", "country"),
    Place("sko", "Северо-Казахстанская область", "region", "kz"),
    Place("mzh", "район Магжана Жумабаева", "district", "sko"),
    Place("bulaevo", "Булаево", "settlement", "mzh"),
    Place("bulaevo-desk", "Булаево, ЦОН", "site", "bulaevo"),
    Place("vozvyshenka", "Возвышенка", "settlement", "mzh"),
    Place("yes", "Есильский район", "district", "sko"),
    Place("yavlenka", "Явленка", "settlement", "yes"),
)

Keep = Callable[..., None]


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a new store may be made: in a file, and on a server."""
    if request.param == "sqlite":
        yield tmp_path / "centre.db"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as address:
        yield address


@pytest.fixture
def store(where: Path | str) -> Iterator[Store]:
    """An open store that knows some villages."""
    with Store.open(where) as store:
        store.set_places(TREE)
        yield store


@pytest.fixture
def keep(store: Store) -> Keep:
    """Put revisions into the store as an import would."""

    def put(*records: Visit | Shift | Notice) -> None:
        with store.transaction():
            store.insert(Batch(type(record), [to_row(record)]) for record in records)

    return put


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ManagerKeys]:
    """A programme made once."""
    data = DataFolder(tmp_path_factory.mktemp("programme") / "centre")
    with passphrases.quick():
        made = new_programme(data, "Test programme", "correct horse")
    return data.root, made.keys


@pytest.fixture
def office(programme: tuple[Path, ManagerKeys], tmp_path: Path) -> Iterator[Office]:
    """A manager's own copy of the programme, with its store open."""
    folder, keys = programme
    data = DataFolder(Path(shutil.copytree(folder, tmp_path / "centre")))
    with Store.open(data.centre) as store:
        store.set_places(TREE)
        yield Office(data, keys, store)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def bulaevo(office: Office, stick: Path) -> SomeKiosk:
    """A kiosk that was accepted."""
    kiosk = SomeKiosk(office.card)
    office.accept(kiosk, stick)
    return kiosk


@pytest.fixture
def english() -> Language:
    """What the sentences are compared in."""
    return Languages(Path(__file__).parents[2] / "translations")["en"]
