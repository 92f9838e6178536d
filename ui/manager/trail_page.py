"""The audit trail to be read: who did what, and when; of one deed or of all; as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from kiosk.centre import Store
from kiosk.centre.audit import DEED_LABELS, AuditEntry, Deed
from kiosk.centre.trail import Names, details, what, when, who, write_trail
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.search import sift
from ui.alphabet import alphabet
from ui.manager.entries import Entries, Entry
from ui.manager.errands import Errands
from ui.manager.form import button_row
from ui.manager.page import Page, Section, link
from ui.manager.picker import Picker
from ui.theme import Look
from ui.widgets.text import Label

#: A country's trail is long: what is older stands in the file.
MOST = 2000
_LINES = 20
_ICONS: dict[str, str] = {
    Deed.IMPORT: "import",
    Deed.EXPORT: "document",
    Deed.ERASE: "shield",
    Deed.RETENTION: "shield",
    Deed.PLACES: "place",
    Deed.MOVE: "place",
    Deed.PEOPLE: "users",
    Deed.TEAMS: "users",
    Deed.NEW_PIN: "user",
    Deed.TARGETS: "chart",
}
_OF_A_KIOSK = {Deed.ACCEPT, Deed.RENAME, Deed.RETIRE, Deed.EXPECT, Deed.REVOKE, Deed.TRUST_AGAIN}


@dataclass(frozen=True, slots=True)
class Trail:
    """What the page shows: the newest entries, how many there are of each deed, and what ids are called."""

    entries: tuple[AuditEntry, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    names: Names = field(default_factory=Names)


class TrailPage(Page):
    """The trail's own page, behind the page of data protection."""

    def __init__(self, errands: Errands, language: Language) -> None:
        super().__init__(N_("Audit trail"), icon_back=True, back=N_("Back"))
        self._errands = errands
        self._language = language
        self._trail = Trail()
        self.deed = Picker(N_("What was done"), N_("Everything that was done"), icon="list")
        self.deed.picked.connect(lambda _deed: self.look_again())
        self.save = link(N_("Save as a file"), "download", self._choose_where, kind="plain")
        self.count = Label("small", colour="muted")
        self.list = Entries(N_("Audit trail"))
        section = Section(
            hint=N_("Times are in UTC. Entries are only ever added: nobody can change or remove one.")
        )
        section.add(self.deed, button_row(self.save), self.count)
        section.column.addWidget(self.list, 1)
        self.column.addWidget(section, 1)

    def look_again(self) -> None:
        """Read the trail anew."""
        deed, own = self.deed.key, self._errands.who()

        def ask(store: Store) -> Trail:
            return Trail(tuple(store.newest_audits(MOST, deed)), store.audited(), Names.of(store, own))

        self._errands.ask(ask, self._show, self._refuse)

    def _show(self, trail: Trail) -> None:
        self._trail = trail
        if not self.deed.button.isChecked():
            self.deed.offer(self._deeds, self.deed.key)
        self.list.show_entries(self._entries, self._language)
        self.retranslate(self._language)

    def _deeds(self, language: Language, wanted: str) -> Sequence[Entry]:
        counts = self._trail.counts
        deeds = {*counts, self.deed.key} - {
            ""
        }  # what was chosen has its name even where nothing of it is left
        said = [(deed, language.text(DEED_LABELS.get(deed, deed))) for deed in deeds]
        order = alphabet(language)
        return [
            Entry(deed, f"{_capital(label)} · {language.number(counts.get(deed, 0))}", icon=_icon(deed))
            for deed, label in sorted(
                sift(said, wanted, lambda pair: pair[1]), key=lambda pair: order(pair[1])
            )
        ]

    def _entries(self, language: Language) -> list[Entry]:
        return [self._entry(entry, language) for entry in self._trail.entries]

    def _entry(self, entry: AuditEntry, language: Language) -> Entry:
        names = self._trail.names
        said = _capital(what(entry, language))
        about = details(entry, names, language)
        return Entry(
            str(entry.number),
            f"{said}: {about}" if about else said,
            f"{when(entry, language)} · {who(entry, names, language)}",
            _icon(entry.deed),
        )

    def retranslate(self, language: Language) -> None:
        """Say the count again."""
        self._language = language
        shown, counts = len(self._trail.entries), self._trail.counts
        total = counts.get(self.deed.key, 0) if self.deed.key else sum(counts.values())
        said = (
            language.plural("{n} entry", "{n} entries", total) if total else language.text(N_("No entries"))
        )
        if shown < total:
            newest = language.text(
                N_("These are the newest {n}. Save the trail as a file to see all."), n=language.number(shown)
            )
            said = f"{said}. {newest}"
        self.count.setText(said)

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.list.keep_in_sight(_LINES * look.size("small"))

    # The file

    def _choose_where(self) -> None:
        say = self._language
        usual = self._errands.data.reports / f"{say.text(N_('Audit trail'))}.csv"
        found, _filter = QFileDialog.getSaveFileName(
            self, say.text(N_("Save as a file")), str(usual), "CSV (*.csv);;XLSX (*.xlsx)"
        )
        if found:
            self.save_file(Path(found))

    def save_file(self, path: Path) -> None:
        """Write the whole trail into a file."""
        path = path if path.suffix else path.with_suffix(".csv")
        language, own = self._language, self._errands.who()
        self._errands.ask(
            lambda store: write_trail(store, path, language, own),
            lambda _none: self._saved(path),
            self._refuse,
        )

    def _saved(self, path: Path) -> None:
        self.say_done(N_("The audit trail is in {path}."), self._language, path=path)
        self.look_again()

    def _refuse(self, problem: KioskError) -> None:
        self.refuse(problem, self._language)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _icon(deed: str) -> str:
    return _ICONS.get(deed, "screen" if deed in _OF_A_KIOSK else "key")
