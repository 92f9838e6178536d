"""What the manager types into: a field with its name above and a refusal's reason under it, and its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProxyStyle,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QVBoxLayout,
    QWidget,
)

from kiosk.i18n import Language
from ui.half import Part
from ui.manager.flow import Flow
from ui.manager.sight import bring_into_view
from ui.theme import Look
from ui.widgets.card import Card
from ui.widgets.edges import Edges
from ui.widgets.picture import Picture
from ui.widgets.scroll import Scroll, Scrolled
from ui.widgets.text import Label


class _Dots(QProxyStyle):
    """Hides a secret behind a sign that our font has; the style's own is not in it."""

    def styleHint(  # noqa: N802 - Qt's own name
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's own name
    ) -> int:
        """Answer for the one hint that is meant."""
        if hint == QStyle.StyleHint.SH_LineEdit_PasswordCharacter:
            return ord("•")
        return super().styleHint(hint, option, widget, returnData)


class _Box(Part, QWidget):
    """The line that is typed into, on a ground with an edge that shows the focus."""

    def __init__(self, *, secret: bool) -> None:
        super().__init__()
        self._look = Look()
        self._wrong = False
        self.line = QLineEdit(self)
        self.line.setFrame(False)
        self.line.installEventFilter(self)
        if secret:
            self._dots = _Dots()  # the line does not keep its style alive
            self.line.setStyle(self._dots)
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 4)
        layout.addWidget(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def mark(self, *, wrong: bool) -> None:
        self._wrong = wrong
        self.update()

    def restyle(self, look: Look) -> None:
        """Take colours and font."""
        self._look = look
        self.line.setFont(look.font("normal"))
        palette = look.palette()
        palette.setColor(QPalette.ColorRole.Base, look.colour("card"))
        palette.setColor(QPalette.ColorRole.PlaceholderText, look.colour("muted"))
        self.line.setPalette(palette)
        self.setMinimumHeight(max(look.touch(), look.size("normal") * 2))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint the edge anew when the line wins or loses the focus."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "danger_line" if self._wrong else "edge"
        pen = QPen(self._look.colour(edge), 2)
        if self.line.hasFocus():
            pen = QPen(self._look.colour("focus"), 3)
        painter.setPen(pen)
        painter.setBrush(self._look.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 10, 10)


class Field(Part, QWidget):
    """A line with its name above it; `refuse` says under it what is wrong."""

    def __init__(
        self,
        message: str,
        *,
        secret: bool = False,
        hint: str = "",
        example: Callable[[Language], str] | None = None,
    ) -> None:
        super().__init__()
        self._message = message
        self._example = example
        self.name = Label("small", message=message, bold=True)
        self.box = _Box(secret=secret)
        self.line = self.box.line
        self.name.setBuddy(self.line)
        self.problem = Problem()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.name, self.box, self.problem):
            layout.addWidget(widget)
        if hint:
            layout.addWidget(Label("small", message=hint, colour="muted"))
        self.line.textEdited.connect(self.accept)

    def retranslate(self, language: Language) -> None:
        """Name the line for a screen reader, and show in it how it may be filled."""
        self.line.setAccessibleName(language.text(self._message))
        if self._example is not None:
            self.line.setPlaceholderText(self._example(language))

    def text(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def refuse(self, message: str, language: Language, **params: object) -> None:
        """Say what is wrong and put the cursor there."""
        self.problem.say(message, language, **params)
        self.box.mark(wrong=True)
        self.line.setAccessibleDescription(self.problem.text())
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        bring_into_view(self)

    def accept(self) -> None:
        """Take a refusal back."""
        self.problem.hide()
        self.box.mark(wrong=False)
        self.line.setAccessibleDescription("")

    def show_text(self, shown: bool) -> None:
        """Show a secret, or hide it again."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class Problem(Label):
    """How something went, in words, hidden until it did; it says itself again in another language.

    A param that is a function is asked for its words in that language: a day, a period.
    """

    def __init__(self, colour: str = "danger_line") -> None:
        super().__init__("small", bold=True, colour=colour)
        self._params: dict[str, object] = {}
        self._counted: tuple[str, int] | None = None
        self.hide()

    def say(self, message: str, language: Language, **params: object) -> None:
        """Show a message."""
        self._message, self._params, self._counted = message, params, None
        self.retranslate(language)
        self.show()

    def plural(self, singular: str, plural: str, count: int, language: Language, **params: object) -> None:
        """Show a message that counts something."""
        self._message, self._params, self._counted = singular, params, (plural, count)
        self.retranslate(language)
        self.show()

    def retranslate(self, language: Language) -> None:
        """Say the message again."""
        if not self._message:
            return
        params = {name: told(language) if callable(told) else told for name, told in self._params.items()}
        if self._counted is not None:
            self.setText(language.plural(self._message, *self._counted, **params))
        else:
            self.setText(language.text(self._message, **params))


class Advice(Card):
    """A word beside an icon: advice on a soft ground, or a warning on the notice's."""

    def __init__(
        self,
        message: str,
        *,
        icon: str = "info",
        ground: str = "paper",
        colour: str = "ink",
        role: str = "normal",
    ) -> None:
        super().__init__(ground, "notice_line" if ground == "notice" else "")
        self.words = Label(role, message=message, colour=colour)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(Picture(icon, 24, colour=colour, grows=True), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)


def button_row(*buttons: QWidget) -> QWidget:
    """Return buttons side by side, from the left; what has no room stands below."""
    row = QWidget()
    layout = Flow(row)
    for button in buttons:
        layout.addWidget(shrinking(button))
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    row.setSizePolicy(policy)
    return row


def shrinking(button: QWidget) -> QWidget:
    """Let a button become as narrow as its longest word where there is no room; its text then wraps."""
    policy = button.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
    button.setSizePolicy(policy)
    return button


class FormPage(Part, QScrollArea):
    """A page with one card in its middle that a form stands on; it scrolls where the window is small."""

    def __init__(self, width: int = 620) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are what the keyboard comes to
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBar(Scroll())
        self._edges = Edges(self)
        # Always there, drawn only when wanted: one that comes and goes would make the words wrap, so that it is wanted.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.card = Card()
        self._width = width
        self.card.setMaximumWidth(width)
        self.form = QVBoxLayout(self.card)
        self.form.setContentsMargins(36, 32, 36, 32)
        self.form.setSpacing(16)
        middle = Scrolled()
        row = QHBoxLayout(middle)
        row.setContentsMargins(24, 24, 24, 24)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(self.card)
        column.addStretch(2)
        row.addStretch(1)
        row.addLayout(column, 100)
        row.addStretch(1)
        self.setWidget(middle)

    def restyle(self, look: Look) -> None:
        """Larger words need a wider card."""
        self.card.setMaximumWidth(round(self._width * look.scale))

    def minimumSizeHint(self) -> QSize:
        """Small: it scrolls."""
        return QSize(320, 200)
