"""A tutorial: its metadata, its steps, and its texts language by language.

Its small parts are NamedTuples: a frozen dataclass takes ten times as long to define, and the desk waits for that.

Metadata is read at once; the texts of a language only when somebody reads in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.errors import TutorialError
from kiosk.tutorials.quotation import quoted
from kiosk.tutorials.screen import Screen

#: The languages that every walkthrough is written in.
LANGUAGES = ("kk", "ru", "en", "vi", "fi")
#: The file that holds a tutorial's screens.
SCREENS = "screens.toml"
#: What walkthroughs are about, in the order in which they are offered; each has a picture of this name.
TOPICS = (
    "identity",
    "certificates",
    "documents",
    "signature",
    "health",
    "payments",
    "jobs",
    "messages",
    "phone",
    "safety",
    "changed",
    "course",
)
#: Kinds of a tutorial: steps to follow, or a card that says what replaced something that is gone.
WALKTHROUGH, CHANGED = "walkthrough", "changed"
RESIDENTS, VOLUNTEERS = "resident", "volunteer"


class Source(NamedTuple):
    """Where a fact comes from, how old that is, and how far it can be trusted (high, medium, low)."""

    id: str
    address: str
    date: str
    confidence: str


class Step(NamedTuple):
    """One action: the screen that shows it, the element to tap, and the sources of its claims.

    For practice: what is done with the target (`tap`, `type` a `value`, or only `look`), the label of an invented
    message that arrives, and the tempting boxes that are wrong. `only` names the branch's option that it belongs to.
    """

    id: str
    screen: str = ""
    target: str = ""
    sources: tuple[str, ...] = ()
    needs_local_review: bool = False
    do: str = "tap"
    value: str = ""
    message: str = ""
    wrong: tuple[str, ...] = ()
    only: str = ""


class Branch(NamedTuple):
    """The one question of a walkthrough: asked after a step (empty: before the first), answered by an option."""

    after: str
    options: tuple[str, ...]


class Label(NamedTuple):
    """What an element of a screen says, in the languages that the shown app speaks."""

    texts: dict[str, str]
    needs_local_review: bool = False


class StepText(NamedTuple):
    """A step's words. `language` is the one they are in: another than asked for where the asked one is missing."""

    title: str
    body: str
    warning: str = ""
    spoken: str = ""
    language: str = ""
    outdated: bool = False
    hint: str = ""

    def shown(self) -> StepText:
        """Return the words with their language's own quotation marks. `spoken` stays: nobody reads it."""
        said = (self.title, self.body, self.warning, self.hint)
        title, body, warning, hint = (quoted(text, self.language) for text in said)
        return self._replace(title=title, body=body, warning=warning, hint=hint)


class BranchText(NamedTuple):
    """The question of a branch, and what each option is called."""

    question: str
    options: dict[str, str]

    def shown(self, language: str) -> BranchText:
        """Return the words with the quotation marks of `language`."""
        options = {option: quoted(text, language) for option, text in self.options.items()}
        return BranchText(quoted(self.question, language), options)


@dataclass(frozen=True)
class TutorialHead:
    """What a chooser shows and searches of a tutorial in one language."""

    language: str
    version: int
    title: str
    summary: str
    keywords: tuple[str, ...]
    bring: tuple[str, ...]


@dataclass(frozen=True)
class TutorialText(TutorialHead):
    """All words of a tutorial in one language."""

    steps: dict[str, StepText]
    branch: BranchText | None = None


class _Body(NamedTuple):
    steps: tuple[Step, ...]
    labels: dict[str, Label]
    sources: dict[str, Source]
    branch: Branch | None


@dataclass
class Tutorial:
    """One walkthrough. Its head is read at once; steps, texts and screens when first asked for, and kept."""

    folder: Path
    id: str
    version: int
    country: str
    topic: str
    services: tuple[str, ...]
    audience: str
    minutes: int
    app_languages: tuple[str, ...]
    reviewed: bool
    expires: date
    address: str
    help_line: str
    kind: str = WALKTHROUGH
    replaced_by: tuple[str, ...] = ()
    _heads: dict[str, TutorialHead | None] = field(default_factory=dict, repr=False)
    _texts: dict[str, TutorialText | None] = field(default_factory=dict, repr=False)
    _screens: dict[str, Screen] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, folder: Path) -> Tutorial:
        """Read the head of `tutorial.toml`. Raises TutorialError naming the file and what is wrong with it."""
        path = folder / "tutorial.toml"
        with _usable(path):
            head = _read(path, head=True)
            return cls(
                folder=folder,
                id=head["id"],
                version=int(head["version"]),
                country=head["country"],
                topic=head["topic"],
                services=tuple(head["services"]),
                audience=head.get("audience", RESIDENTS),
                minutes=int(head["minutes"]),
                app_languages=tuple(head["app_languages"]),
                reviewed=bool(head.get("reviewed", False)),
                expires=head["expires"],
                address=head.get("address", ""),
                help_line=head.get("help_line", ""),
                kind=head.get("kind", WALKTHROUGH),
                replaced_by=tuple(head.get("replaced_by", ())),
            )

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in order. Raises TutorialError when they cannot be read."""
        return self._body.steps

    @property
    def labels(self) -> dict[str, Label]:
        """What the elements of the screens say."""
        return self._body.labels

    @property
    def sources(self) -> dict[str, Source]:
        """Where the facts come from."""
        return self._body.sources

    @property
    def branch(self) -> Branch | None:
        """The question that parts the ways, None for a walkthrough of one way."""
        return self._body.branch

    @cached_property
    def _body(self) -> _Body:
        path = self.folder / "tutorial.toml"
        with _usable(path):
            body = _read(path)
            return _Body(
                tuple(_step(step) for step in body.get("steps", ())),
                {name: _label(entry) for name, entry in body.get("labels", {}).items()},
                {
                    entry["id"]: Source(entry["id"], entry["address"], entry["date"], entry["confidence"])
                    for entry in body.get("sources", [])
                },
                _branch(body["branch"]) if "branch" in body else None,
            )

    def head(self, language: str) -> TutorialHead | None:
        """Return title, summary and keywords in one language, None when nobody has written them yet."""
        if language in self._texts:
            return self._texts[language]
        if language not in self._heads:
            path = self.folder / f"{language}.toml"
            self._heads[language] = _head(path, language, _read(path, head=True)) if path.exists() else None
        return self._heads[language]

    def text(self, language: str) -> TutorialText | None:
        """Return the words in one language, None when nobody has written them yet."""
        if language not in self._texts:
            path = self.folder / f"{language}.toml"
            self._texts[language] = _text(path, language, self.version) if path.exists() else None
        return self._texts[language]

    def title(self, language: str, fallbacks: Sequence[str] = LANGUAGES) -> str:
        """Return the title, in another language rather than none."""
        codes = (language, *fallbacks)
        return next((quoted(head.title, code) for code in codes if (head := self.head(code))), self.id)

    def summary(self, language: str, fallbacks: Sequence[str] = LANGUAGES) -> str:
        """Return the one sentence that says what the walkthrough is good for."""
        codes = (language, *fallbacks)
        return next((quoted(head.summary, code) for code in codes if (head := self.head(code))), "")

    def step_text(self, step: Step, language: str, fallbacks: Sequence[str] = LANGUAGES) -> StepText:
        """Return a step's words in `language`, else in the first fallback that has them.

        The result says which language it is in; an outdated translation is better than none and says so.
        Raises TutorialError when no language has the step.
        """
        for code in (language, *fallbacks):
            text = self.text(code)
            if text is not None and step.id in text.steps:
                return text.steps[step.id]
        raise TutorialError("{path}: the step “{name}” has no text.", path=self.folder, name=step.id)

    def question(self, language: str, fallbacks: Sequence[str] = LANGUAGES) -> BranchText | None:
        """Return the branch's question, in another language rather than none; None for a tutorial of one way."""
        if self.branch is None:
            return None
        texts = (self.text(code) for code in (language, *fallbacks))
        return next((text.branch.shown(text.language) for text in texts if text and text.branch), None)

    def label(self, element: str, language: str) -> str:
        """Return what the app shows on an element: in the resident's language where the app speaks it."""
        texts = self.labels[element].texts if element in self.labels else {}
        return next((texts[code] for code in (language, *self.app_languages) if code in texts), "")

    def prove(self, languages: Sequence[str] = LANGUAGES) -> None:
        """Read all that a desk may show of it. Raises TutorialError naming what is wrong."""
        for code in languages:
            self.text(code)
        for step in self.steps:
            self.step_text(step, languages[0], languages)
            self.screen(step)

    def needs_local_review(self, step: Step) -> bool:
        """Tell whether something on this step, its target's label included, still waits for a local reviewer."""
        label = self.labels.get(step.target)
        return step.needs_local_review or (label is not None and label.needs_local_review)

    def screen(self, step: Step) -> Screen | None:
        """Return a step's screen, None for a step without one. Raises TutorialError when it cannot be read."""
        if not step.screen:
            return None
        if step.screen not in self._screens:
            self._screens[step.screen] = self._draw(step.screen)
        return self._screens[step.screen]

    def _draw(self, name: str) -> Screen:
        if name not in self.kit_screens:
            return Screen.read(self.folder / "screens" / f"{name}.svg")
        # Loaded with the first screen: a desk that only starts draws none.
        from kiosk.tutorials.kit import build

        path = self.folder / SCREENS
        with _usable(path):
            return build(path, self.kit_screens[name])

    @cached_property
    def kit_screens(self) -> dict[str, Any]:
        """The screens that the kit draws, by name, as `screens.toml` holds them."""
        path = self.folder / SCREENS
        return _read(path) if path.exists() else {}


def _branch(body: dict[str, Any]) -> Branch:
    return Branch(body.get("after", ""), tuple(body["options"]))


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    """Turn a missing or odd member into a TutorialError that names the file."""
    try:
        yield
    except KeyError as problem:
        raise TutorialError("{path}: “{name}” is missing.", path=path, name=problem.args[0]) from problem
    except (TypeError, ValueError, AttributeError) as problem:
        raise TutorialError("{path} cannot be used: {reason}", path=path, reason=problem) from problem


def _read(path: Path, *, head: bool = False) -> dict[str, Any]:
    """Read a file, or only what stands before its first table: a tenth of the work, and all that a chooser needs."""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text.partition("\n[")[0] if head else text)
    except (OSError, ValueError) as problem:
        raise TutorialError("{path} cannot be read: {reason}", path=path, reason=problem) from problem


def _step(body: dict[str, Any]) -> Step:
    return Step(
        body["id"],
        body.get("screen", ""),
        body.get("target", ""),
        tuple(body.get("sources", ())),
        bool(body.get("needs_local_review", False)),
        body.get("do", "tap"),
        str(body.get("value", "")),
        body.get("message", ""),
        tuple(body.get("wrong", ())),
        body.get("only", ""),
    )


def _label(body: dict[str, Any]) -> Label:
    texts = {language: str(text) for language, text in body.items() if language != "needs_local_review"}
    return Label(texts, bool(body.get("needs_local_review", False)))


def _head(path: Path, language: str, body: dict[str, Any]) -> TutorialHead:
    with _usable(path):
        return TutorialHead(language, **_head_fields(body))


def _head_fields(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": int(body["version"]),
        "title": body["title"],
        "summary": body["summary"],
        "keywords": tuple(body.get("keywords", ())),
        "bring": tuple(body.get("bring", ())),
    }


def _text(path: Path, language: str, version: int) -> TutorialText:
    body = _read(path)
    with _usable(path):
        outdated = int(body["version"]) < version
        steps = {
            name: StepText(
                step["title"],
                step["body"],
                step.get("warning", ""),
                step.get("spoken", ""),
                language,
                outdated,
                step.get("hint", ""),
            )
            for name, step in body.get("steps", {}).items()
        }
        return TutorialText(
            language, **_head_fields(body), steps=steps, branch=_branch_text(body.get("branch"))
        )


def _branch_text(body: dict[str, Any] | None) -> BranchText | None:
    if body is None:
        return None
    return BranchText(body["question"], {name: text for name, text in body.items() if name != "question"})
