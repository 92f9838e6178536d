"""What screens, labels and practice must keep to."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.i18n import N_
from kiosk.tutorials import kit
from kiosk.tutorials.check.problem import Problem, problem, within
from kiosk.tutorials.model import SCREENS, Step, Tutorial
from kiosk.tutorials.screen import SVG, Box, Screen, parse

#: Least size of a target in the drawing's units, so that a finger hits it at every size we show.
TARGET_WIDTH, TARGET_HEIGHT, TARGET_ROOM = 80, 40, 4
#: What a screen may be drawn with by hand. No text (labels are widgets), nothing that loads, runs or moves elements.
ALLOWED = frozenset({"svg", "g", "rect", "circle", "ellipse", "line", "path", "polyline", "polygon"})
FORBIDDEN_ATTRIBUTES = frozenset({"transform", "style", "class", "href", "filter"})
#: A letter's mean width and a line's height, in sizes of the letter, and how far a label may shrink. What counts is
#: measured with the fonts by the screens' tests; this is the fast rule for a writer.
_LETTER, _LINE, _SHRINK = 0.56, 1.36, 0.75
DEEDS = ("tap", "type", "look")


def screens(tutorial: Tutorial) -> Iterator[Problem]:
    """Check the screens of both kinds, whether they are used or not."""
    path = tutorial.folder / SCREENS
    used = {step.screen for step in tutorial.steps}
    for name, body in tutorial.kit_screens.items():
        section = f"[{name}]"
        if name not in used:
            yield problem(
                path, section, N_("No step shows the screen “{name}”. Remove it, or show it."), name=name
            )
        for fault in kit.faults(body):
            yield within(path, section, fault.where, fault.message, **fault.params)
    for drawn in sorted(tutorial.folder.glob("screens/*.svg")):
        if drawn.stem not in used or drawn.stem in tutorial.kit_screens:
            yield Problem(
                drawn,
                0,
                N_("No step shows the screen “{name}”. Remove it, or show it."),
                {"name": drawn.stem},
            )
        for thing in _forbidden(Screen.read(drawn)):
            yield problem(
                drawn, thing, N_("A screen may not hold “{thing}”. Draw it with plain shapes."), thing=thing
            )


def _forbidden(screen: Screen) -> list[str]:
    """Return what stands in a drawing that must not: names of elements and attributes."""
    found = []
    for element in parse(screen.path).iter():
        name = str(element.tag).removeprefix(SVG)
        if name not in ALLOWED:
            found.append(name)
        plain = {attribute.rpartition("}")[2] for attribute in element.attrib}
        found += sorted(a for a in plain if a in FORBIDDEN_ATTRIBUTES or a.startswith("on"))
    return found


def practice(tutorial: Tutorial, step: Step) -> Iterator[Problem]:
    """Check what a step shows, and what a resident does on it."""
    path, at = tutorial.folder / "tutorial.toml", f'id = "{step.id}"'
    if step.do not in DEEDS:
        yield within(
            path,
            at,
            "do =",
            N_("{key} = “{value}” is unknown. Choose one of: {known}."),
            key="do",
            value=step.do,
            known=", ".join(DEEDS),
        )
    if step.message and step.message not in tutorial.labels:
        yield within(
            path,
            at,
            "message",
            N_("The message “{id}” has no text. Write [labels.{id}] with its words."),
            id=step.message,
        )
    if not step.screen:
        if step.target or step.do == "type" or step.wrong:
            yield problem(
                path, at, N_("The step “{id}” has a target but no screen. Name its screen."), id=step.id
            )
        return
    if not _exists(tutorial, step.screen):
        yield within(
            path,
            at,
            "screen",
            N_("There is no screen “{name}”. Write [{name}] in screens.toml."),
            name=step.screen,
        )
        return
    screen = tutorial.screen(step)
    assert screen is not None
    yield from _boxes(tutorial, step, screen)


def _exists(tutorial: Tutorial, name: str) -> bool:
    return name in tutorial.kit_screens or (tutorial.folder / "screens" / f"{name}.svg").exists()


def _boxes(tutorial: Tutorial, step: Step, screen: Screen) -> Iterator[Problem]:
    path, at = tutorial.folder / "tutorial.toml", f'id = "{step.id}"'
    if not step.target and step.do != "look":
        yield problem(
            path,
            at,
            N_("The step “{id}” names no target. Name the box to tap, or write do = “look”."),
            id=step.id,
        )
    for key, names in (("target", (step.target,) if step.target else ()), ("wrong", step.wrong)):
        for name in names:
            if name not in screen.boxes:
                yield within(
                    path,
                    at,
                    key,
                    N_("The screen “{screen}” has no box “{target}”. Its boxes: {known}."),
                    screen=step.screen,
                    target=name,
                    known=", ".join(screen.boxes),
                )
    if step.target in step.wrong:
        yield within(path, at, "wrong", N_("“{target}” is right and wrong at once."), target=step.target)
    if step.target in screen.boxes:
        yield from _target(step, screen)
        yield from _typing(tutorial, step, screen.boxes[step.target])


def _target(step: Step, screen: Screen) -> Iterator[Problem]:
    box, (width, height) = screen.boxes[step.target], screen.size
    small = box.width < TARGET_WIDTH or box.height < TARGET_HEIGHT
    room = min(box.x, box.y, width - box.x - box.width, height - box.y - box.height)
    if small or room < TARGET_ROOM:
        yield problem(
            screen.path,
            step.target,
            N_("The target “{target}” is too small or too near the edge."),
            target=step.target,
        )


def _typing(tutorial: Tutorial, step: Step, box: Box) -> Iterator[Problem]:
    path, at = tutorial.folder / "tutorial.toml", f'id = "{step.id}"'
    if step.do != "type":
        if step.value:
            yield within(path, at, "value", N_("A value is typed: write do = “type” as well."))
        return
    if not step.value:
        yield within(
            path, at, "do =", N_("Write the invented value that is typed here, for example “000000”.")
        )
    elif not (step.value.isascii() and step.value.isprintable()):
        yield within(
            path,
            at,
            "value",
            N_("“{value}” cannot be typed on every keyboard. Use digits and Latin letters."),
            value=step.value,
        )
    if step.screen in tutorial.kit_screens and not box.typed:
        yield within(
            path,
            at,
            "target",
            N_("Nobody can type into “{target}”: make it a field, code, address, amount or reply."),
            target=step.target,
        )
    elif box.cells and len(step.value) > box.cells:
        yield within(path, at, "value", N_("A code has {n} cells: at most so many characters."), n=box.cells)


def labels(tutorial: Tutorial) -> Iterator[Problem]:
    """Check that every box has its words in every language of the app, and every label its box."""
    path = tutorial.folder / "tutorial.toml"
    boxes = {
        name: box
        for step in tutorial.steps
        if _exists(tutorial, step.screen)
        for name, box in _all(tutorial, step)
    }
    made = {name for body in tutorial.kit_screens.values() for name in kit.names(body)}
    for name in sorted(made - set(tutorial.labels)):
        yield problem(
            tutorial.folder / SCREENS,
            f"{name}",
            N_("The box “{id}” has no label. Write [labels.{id}] in tutorial.toml."),
            id=name,
        )
    for name in boxes.keys() & tutorial.labels.keys():
        yield from _fits(tutorial, name, boxes[name])
    messages = {step.message for step in tutorial.steps}
    for name, label in tutorial.labels.items():
        section = f"[labels.{name}]"
        if name not in made and name not in boxes and name not in messages:
            yield problem(
                path, section, N_("No screen has a box “{id}”. Remove the label, or mend its id."), id=name
            )
        for code in tutorial.app_languages:
            if not label.texts.get(code, "").strip():
                yield problem(
                    path,
                    section,
                    N_(
                        "The label “{id}” lacks the app's language “{code}”. Add it and set needs_local_review."
                    ),
                    id=name,
                    code=code,
                )
        for code in sorted(set(label.texts) - set(tutorial.app_languages)):
            yield within(
                path,
                section,
                f"{code} =",
                N_("The app does not speak “{code}”. Remove it here, or add it to app_languages."),
                code=code,
            )


def _fits(tutorial: Tutorial, name: str, box: Box) -> Iterator[Problem]:
    for text in tutorial.labels[name].texts.values():
        room = box.label(text)
        size = room.size * _SHRINK
        limit = int(room.width / (_LETTER * size)) * max(int(room.height / (_LINE * size)), 1)
        if len(text) > limit:
            yield within(
                tutorial.folder / "tutorial.toml",
                f"[labels.{name}]",
                text,
                N_("“{text}” has {n} letters, some {limit} fit its box. Shorten it, or use a larger part."),
                text=text,
                n=len(text),
                limit=limit,
            )


def _all(tutorial: Tutorial, step: Step) -> Iterator[tuple[str, Box]]:
    screen = tutorial.screen(step) if _exists(tutorial, step.screen) else None
    yield from screen.boxes.items() if screen else ()
