"""The sections of data protection: forgetting, the period, what waits at the kiosks, the notices to print."""

from __future__ import annotations

from kiosk.centre.pending import Pending, Waiting
from kiosk.i18n import N_, Language
from ui.manager.entries import Entries, Entry
from ui.manager.form import Advice, Field, button_row
from ui.manager.page import FORM_WIDTH, Page, Question, Section, link
from ui.theme import Look
from ui.widgets.button import Button
from ui.widgets.text import Label

_LINES = 12
NOT_THE_SIGNER = N_(
    "The kiosks are not told: they listen only to the manager whose key signs the programme's card. Ask that manager "
    "to do the same."
)
#: The notices that came with the program: file, the button's words.
NOTICES = {
    "residents.md": N_("For residents"),
    "volunteers.md": N_("For volunteers"),
    "impact-assessment.md": N_("Impact assessment: a template"),
}


class Forgetting(Section):
    """Forgets the holder of a return card: the code is typed, what would go is said, and only then it goes."""

    def __init__(self) -> None:
        super().__init__(
            N_("Forget a person"),
            N_(
                "Anyone who shows their return card may ask to be forgotten, and need not say why. Without the card "
                "nobody can tell which visits are theirs: visits hold no names."
            ),
        )
        self.code = Field(
            N_("Code on the card"),
            hint=N_("In any keyboard layout, in large or small letters, with or without dashes."),
        )
        self.look = link(N_("See what would be forgotten"), "search", lambda: None)
        self.question = Question(N_("Forget this person"))
        for message in (
            N_(
                "The code and the notes of these visits are deleted here at once and cannot be brought back. The "
                "kiosks delete them as soon as a stick has told them."
            ),
            N_(
                "The visits stay, with day, place, services and age group, and are counted as before. Nobody can tell "
                "any more that they belong to one person."
            ),
            N_("Confirm only if the holder of the card asks for it."),
        ):
            self.question.extra.addWidget(Label("normal", message=message, colour="on_notice"))
        self.add(self.code, button_row(self.look), self.question)


class Period(Section):
    """How long notes and return codes are kept; what another period would drop is said before it drops."""

    def __init__(self) -> None:
        super().__init__(
            N_("How long notes and return codes are kept"),
            N_(
                "Older ones are deleted month by month, here and at the kiosks. The visits stay, and are counted as "
                "before."
            ),
        )
        self.now = Label("normal", bold=True)
        self.months = Field(N_("Months to keep them"), hint=N_("0 keeps them for ever."))
        self.look = link(N_("See what would be deleted"), "search", lambda: None)
        self.question = Question(N_("Set this period"))
        self.question.extra.addWidget(
            Label(
                "normal",
                message=N_(
                    "What is deleted cannot be brought back. As soon as a stick has told them, the kiosks do the same "
                    "with visits that have arrived here."
                ),
                colour="on_notice",
            )
        )
        self.add(self.now, self.months, button_row(self.look), self.question)


class PendingSection(Section):
    """The kiosks that have not been told, or have not answered."""

    def __init__(self) -> None:
        super().__init__(N_("Still to be done at the kiosks"))
        self._pending = Pending()
        self.summary = Label("normal", bold=True)
        self.retired = Label("normal")
        self.list = Entries(N_("Still to be done at the kiosks"))
        self.prepare = Button(N_("Prepare a stick"), kind="strong", icon="usb")
        self.add(self.summary, self.retired, self.list, button_row(self.prepare))

    def show_pending(self, found: Pending, language: Language) -> None:
        """Show where it waits."""
        self._pending = found
        self.list.show_entries(lambda say: [_entry(each, say) for each in found.kiosks], language)
        self.list.setVisible(bool(found.kiosks))
        self.prepare.setVisible(any(not each.told for each in found.kiosks))
        self.retired.setVisible(bool(found.retired))
        self.retranslate(language)

    def retranslate(self, language: Language) -> None:
        """Say the counts again."""
        count, retired = len(self._pending.kiosks), self._pending.retired
        self.summary.setText(
            language.plural(
                "{n} kiosk has not been told yet, or has not answered.",
                "{n} kiosks have not been told yet, or have not answered.",
                count,
            )
            if count
            else language.text(N_("Nothing is left to do: every kiosk has been told."))
        )
        self.retired.setText(
            language.plural(
                "{n} closed kiosk was not told either. Erase its disk before it is given away.",
                "{n} closed kiosks were not told either. Erase their disks before they are given away.",
                retired,
            )
        )

    def restyle(self, look: Look) -> None:
        """Keep some lines in sight."""
        self.list.keep_in_sight(_LINES * look.size("small"))


def _entry(waiting: Waiting, language: Language) -> Entry:
    if not waiting.told:
        said = language.text(N_("no stick has told it yet"))
    else:
        said = language.plural(
            "told by a stick; it has not confirmed yet that it forgot {n} visit",
            "told by a stick; it has not confirmed yet that it forgot {n} visits",
            waiting.visits,
        )
    mark = ("usb", "on_notice") if not waiting.told else ("clock", "brand")
    return Entry(waiting.known.kiosk, f"{waiting.known.name}: {said}", "", *mark)


class ProtectionPage(Page):
    """The sections of data protection."""

    def __init__(self) -> None:
        super().__init__(N_("Data protection"), widest=FORM_WIDTH)
        self.not_signer = Advice(NOT_THE_SIGNER, icon="warning", ground="notice", colour="on_notice")
        self.not_signer.hide()
        self.forgetting, self.period, self.pending = Forgetting(), Period(), PendingSection()
        self.trail = link(N_("Read the audit trail"), "list", lambda: None)
        trail = Section(N_("Audit trail"), N_("Who imported, saved or changed what, and when."))
        trail.add(button_row(self.trail))
        self.notices = {name: Button(words, icon="document") for name, words in NOTICES.items()}
        notices = Section(
            N_("Notices to print"),
            N_(
                "What residents and volunteers must be told, in five languages, and a template for your data "
                "protection officer. Save them, fill in the parts in [brackets], and print them."
            ),
        )
        notices.add(button_row(*self.notices.values()))
        for section in (self.not_signer, self.forgetting, self.period, self.pending, trail, notices):
            self.column.addWidget(section)
        self.column.addStretch()

    def say_nothing(self) -> None:
        """Take back what was said, and what was warned of, of the last thing that was done."""
        super().say_nothing()
        self.not_signer.hide()
