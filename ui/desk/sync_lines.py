"""What the yellow line says while the log goes onto a stick, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.i18n import Language
from ui.desk.banner import Say
from ui.volumes import Drive

if TYPE_CHECKING:
    from kiosk.stick import ExportResult, Outcome

#: Before so many seconds nobody can tell how long an export will take.
_TELLS_AFTER_S = 2.0


@dataclass
class Running:
    """An export on its way."""

    seconds: float = 0.0
    done: int = 0
    total: int = 0
    stopping: bool = False

    @property
    def long(self) -> bool:
        """Tell whether it takes long enough for somebody to want to know how far it is."""
        return self.seconds >= _TELLS_AFTER_S

    def say(self, language: Language) -> tuple[str, str]:
        """Say how far it is, and how long it will still take."""
        said = [language.text("Leave it in.")]
        if self.stopping:
            said.append(language.text("Stopping after this file."))
        elif self.long and 0 < self.done < self.total:
            said += [self._percent(language), self._left(language)]
        return language.text("Exporting to the stick."), " ".join(said)

    def _percent(self, language: Language) -> str:
        return language.text("{percent} done.", percent=language.percent(self.done / self.total))

    def _left(self, language: Language) -> str:
        minutes = round(self.seconds * (self.total - self.done) / self.done / 60)
        if minutes < 1:
            return language.text("Less than a minute is left.")
        return language.plural("About {n} minute is left.", "About {n} minutes are left.", minutes)


def result_line(results: Sequence[tuple[Drive, ExportResult]]) -> Say:
    """Return what to say of one export, or of several in turn: the first that went wrong counts most."""
    drive, result = next((pair for pair in results if not pair[1].outcome.good), results[0])

    def say(language: Language) -> tuple[str, str]:
        message, values = result.sentence()
        said = language.text(message, **{name: _written(value, language) for name, value in values.items()})
        if len(results) == 1:
            return said, _advice(drive, result, language)
        if result.outcome.good:
            names = ", ".join(drive.name for drive, _ in results)
            stick = next((pair for pair in results if not pair[0].folder), results[0])
            said = language.text("Exported and checked: {names}.", names=names)
            return said, _advice(*stick, language)
        return f"{drive.name}: {said}", language.text(result.advice)

    return say


def outcome_line(outcome: Outcome) -> Say:
    """Return what to say of a stick with which no export could begin."""
    from kiosk.stick import ADVICE, sentence_of

    return lambda language: (language.text(sentence_of(outcome)), language.text(ADVICE[outcome]))


def _advice(drive: Drive, result: ExportResult, language: Language) -> str:
    # Nobody takes out a folder.
    return "" if drive.folder and result.outcome.good else language.text(result.advice)


def _written(value: object, language: Language) -> object:
    return language.number(value) if isinstance(value, int) else value


def ask_about(drive: Drive) -> Say:
    """Ask whether a new stick or a chosen folder is this shop's."""
    if drive.folder:
        return lambda language: (
            "",
            language.text("Always use the folder {name} for this kiosk?", name=drive.name),
        )
    return lambda language: ("", language.text("Use the stick {name} for this kiosk?", name=drive.name))


def say_insert(language: Language) -> tuple[str, str]:
    """Ask for a stick."""
    return language.text("No stick is in."), language.text("Insert the kiosk's stick.")


def say_not_joined(language: Language) -> tuple[str, str]:
    """Say that there is nobody yet to export for."""
    return (
        language.text("This kiosk has no programme yet."),
        language.text("The visits are safe at this kiosk and can be exported later."),
    )


def say_online_again(waiting: int) -> Say:
    """Say that it is time for the stick."""
    return lambda language: (
        language.text("Online again."),
        language.plural(
            "{n} entry waits for export — insert the kiosk's stick.",
            "{n} entries wait for export — insert the kiosk's stick.",
            waiting,
        ),
    )
