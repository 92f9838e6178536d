"""What people here call each volunteer: names that stay on this screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.i18n import N_
from ui.widgets.field import Field
from ui.widgets.text import Label
from ui.wizard.choices import Choices

_LONGEST = 30


class PeoplePage(QWidget):
    """A field for each volunteer. An empty one: the code name stands alone."""

    def __init__(self, choices: Choices, pseudonyms: Sequence[str]) -> None:
        super().__init__()
        self._choices = choices
        self.fields: dict[str, Field] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for row, pseudonym in enumerate(pseudonyms):
            label = Label("large", bold=True, wrap=False)
            label.setText(pseudonym)
            field = self.fields[pseudonym] = Field(N_("What {name} is called here"), name=pseudonym)
            field.setMaxLength(_LONGEST)
            field.setText(choices.settings.display_names.get(pseudonym, ""))
            field.textEdited.connect(lambda text, who=pseudonym: self._keep(who, text.strip()))
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(
            Label(
                "normal",
                message=N_(
                    "A name or a nickname beside the code name. It stays on this computer: no stick and no report"
                    " carries it."
                ),
            )
        )
        column.addLayout(grid)
        column.addStretch(1)

    def _keep(self, pseudonym: str, name: str) -> None:
        names = {
            who: called for who, called in self._choices.settings.display_names.items() if who != pseudonym
        }
        self._choices.change(display_names={**names, **({pseudonym: name} if name else {})})
