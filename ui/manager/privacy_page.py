"""Data protection: who asked to be forgotten, how long notes and codes are kept, what still waits at the kiosks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from kiosk.centre import Store, programme_card
from kiosk.centre.carrying import write_roll
from kiosk.centre.pending import Pending, pending
from kiosk.centre.protecting import Holders
from kiosk.centre.retention import MOST_MONTHS, Foreseen, foresee, keep
from kiosk.centre.trail import kept_for
from kiosk.clock import SystemClock, stamp
from kiosk.config import resources
from kiosk.errors import KioskError
from kiosk.i18n import N_, Language
from kiosk.keys import ManagerKeys
from kiosk.privacy import normalise_return_code
from ui.half import Part
from ui.manager.errands import Errands
from ui.manager.protection import NOTICES, ProtectionPage
from ui.manager.trail_page import TrailPage
from ui.manager.work import write_file


@dataclass(frozen=True, slots=True)
class Protected:
    """What the page shows: the period, the day before which everything is gone, and what waits at the kiosks."""

    months: int = 0
    before: str = ""
    pending: Pending = field(default_factory=Pending)

    @classmethod
    def of(cls, store: Store) -> Protected:
        """Ask the store."""
        return cls(store.protection().keep_months, store.dropped_before(), pending(store))


class PrivacyPage(Part, QStackedWidget):
    """The page of data protection, and behind it the audit trail. `kiosk_wanted` carries a kiosk to be looked at."""

    kiosk_wanted = Signal(str)
    prepare_wanted = Signal()

    def __init__(self, errands: Errands, language: Language) -> None:
        super().__init__()
        self._errands = errands
        self._language = language
        self._protected: Protected | None = None
        self._code = ""
        self._months = 0
        self.page = ProtectionPage()
        self.trail = TrailPage(errands, language)
        self.addWidget(self.page)
        self.addWidget(self.trail)
        forgetting, period = self.page.forgetting, self.page.period
        for press in (forgetting.look.clicked, forgetting.code.line.returnPressed):
            press.connect(self._look_for_code)
        forgetting.code.line.textEdited.connect(forgetting.question.hide)
        forgetting.question.answered.connect(self._forget)
        for press in (period.look.clicked, period.months.line.returnPressed):
            press.connect(self._look_at_period)
        period.months.line.textEdited.connect(period.question.hide)
        period.question.answered.connect(self._keep)
        self.page.pending.list.chosen.connect(self.kiosk_wanted)
        self.page.pending.prepare.clicked.connect(self.prepare_wanted)
        self.page.trail.clicked.connect(self.show_trail)
        self.trail.back.clicked.connect(self.show_list)
        for name, button in self.page.notices.items():
            button.clicked.connect(partial(self._choose_notice, name))

    def retranslate(self, language: Language) -> None:
        """Say again how long is kept what."""
        self._language = language
        shown = self._protected
        if shown is None:
            return  # the store has not answered yet
        said = language.text(N_("Now: {period}."), period=kept_for(shown.months, language))
        if shown.before:
            gone = N_("Notes and codes from before {day} have been deleted.")
            said = f"{said} {language.text(gone, day=language.date(date.fromisoformat(shown.before)))}"
        self.page.period.now.setText(said)

    def look_again(self) -> None:
        """Ask the store anew."""
        self._errands.ask(Protected.of, self._show, self._refuse)
        if self.currentWidget() is self.trail:
            self.trail.look_again()

    def _show(self, protected: Protected) -> None:
        self._protected = protected
        line = self.page.period.months.line
        if not line.isModified():  # what somebody is typing just now stays
            line.setText(str(protected.months))
        self.page.pending.show_pending(protected.pending, self._language)
        self.retranslate(self._language)

    def show_list(self) -> None:
        """Go back from the trail."""
        self.setCurrentWidget(self.page)
        self.page.trail.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_trail(self) -> None:
        """Open the audit trail."""
        self.trail.say_nothing()
        self.trail.look_again()
        self.setCurrentWidget(self.trail)
        self.trail.list.setFocus()

    # Forgetting

    def _look_for_code(self) -> None:
        field = self.page.forgetting.code
        self.page.say_nothing()
        self.page.forgetting.question.hide()
        try:
            code = normalise_return_code(field.text())
        except KioskError as problem:
            field.refuse(problem.message, self._language)
            return
        field.accept()
        field.line.setText(code)
        self._code = code
        self._errands.ask(lambda store: store.holders(code), partial(self._ask_to_forget, code), self._refuse)

    def _ask_to_forget(self, code: str, found: Holders) -> None:
        if code != self._code:
            return
        question, say = self.page.forgetting.question, self._language
        if found.forgotten_at:
            day = datetime.fromisoformat(found.forgotten_at).date()
            said = N_("The code {code} was forgotten already, on {day}.")
            self.page.say_done(said, say, code=code, day=lambda spoken: spoken.date(day))
        elif found.visits:
            question.plural(
                "{n} visit shows the code {code}. Forget the person who holds it?",
                "{n} visits show the code {code}. Forget the person who holds it?",
                found.visits,
                say,
                code=code,
            )
        else:
            question.ask(
                N_(
                    "No visit here shows the code {code} yet. Forget the person who holds it in visits that have yet "
                    "to arrive?"
                ),
                say,
                code=code,
            )

    def _forget(self) -> None:
        code, data = self._code, self._errands.data

        def change(store: Store, keys: ManagerKeys) -> tuple[int, bool]:
            visits = store.forget(code, stamp(SystemClock().now()))
            write_roll(data, store, keys, SystemClock())
            return visits, keys.signing_key == programme_card(data).signing_key

        self._errands.change(change, self._forgot, self._refuse)

    def _forgot(self, done: tuple[int, bool]) -> None:
        visits, tells_kiosks = done
        self._code = ""
        self.page.forgetting.code.line.clear()
        self.page.not_signer.setVisible(not tells_kiosks)
        if tells_kiosks:
            self.page.plural(
                "{n} visit no longer shows this code. The next sticks tell the kiosks.",
                "{n} visits no longer show this code. The next sticks tell the kiosks.",
                visits,
                self._language,
            )
        else:
            self.page.plural(
                "{n} visit here no longer shows this code.",
                "{n} visits here no longer show this code.",
                visits,
                self._language,
            )
        self.look_again()

    # The period

    def _look_at_period(self) -> None:
        field = self.page.period.months
        self.page.say_nothing()
        self.page.period.question.hide()
        typed = field.text().strip()
        if not typed.isdecimal() or int(typed) > MOST_MONTHS:
            said = N_("Write the number of months in digits, from 0 to {most}.")
            field.refuse(said, self._language, most=MOST_MONTHS)
            return
        field.accept()
        self._months = int(typed)
        self._errands.ask(
            lambda store: foresee(store, int(typed), SystemClock()), self._ask_to_keep, self._refuse
        )

    def _ask_to_keep(self, found: Foreseen) -> None:
        if found.months != self._months:
            return
        question, say = self.page.period.question, self._language
        period = partial(kept_for, found.months)
        if found.records:
            question.plural(
                "{n} record from before {day} loses its note or return code at once. Keep them for: {period}?",
                "{n} records from before {day} lose their notes or return codes at once. Keep them for: {period}?",
                found.records,
                say,
                day=lambda spoken: spoken.date(date.fromisoformat(found.before)),
                period=period,
            )
        else:
            question.ask(N_("Nothing would be deleted now. Keep them for: {period}?"), say, period=period)

    def _keep(self) -> None:
        months, data = self._months, self._errands.data

        def change(store: Store, keys: ManagerKeys) -> tuple[int, bool]:
            dropped = keep(store, months, SystemClock())
            write_roll(data, store, keys, SystemClock())
            return dropped, keys.signing_key == programme_card(data).signing_key

        self._errands.change(change, self._kept, self._refuse)

    def _kept(self, done: tuple[int, bool]) -> None:
        dropped, tells_kiosks = done
        self.page.period.months.line.setModified(False)
        self.page.not_signer.setVisible(not tells_kiosks)
        if tells_kiosks:
            self.page.plural(
                "Notes and codes were deleted from {n} record. The next sticks tell the kiosks.",
                "Notes and codes were deleted from {n} records. The next sticks tell the kiosks.",
                dropped,
                self._language,
            )
        else:
            self.page.plural(
                "Notes and codes were deleted from {n} record here.",
                "Notes and codes were deleted from {n} records here.",
                dropped,
                self._language,
            )
        self.look_again()

    # The notices

    def _choose_notice(self, name: str) -> None:
        title = self._language.text(NOTICES[name])
        usual = str(self._errands.data.reports / name)
        found, _filter = QFileDialog.getSaveFileName(self, title, usual, "Markdown (*.md)")
        if found:
            self.save_notice(name, Path(found))

    def save_notice(self, name: str, path: Path) -> None:
        """Write a copy of a notice, to be filled in and printed."""

        def job() -> Path:
            write_file(path, (resources().privacy / name).read_bytes())
            return path

        self._errands.run(job, self._saved, self._refuse)

    def _saved(self, path: Path) -> None:
        self.page.say_done(
            N_("The notice is in {path}. Any text editor opens it."), self._language, path=path
        )

    def _refuse(self, problem: KioskError) -> None:
        self.page.refuse(problem, self._language)
