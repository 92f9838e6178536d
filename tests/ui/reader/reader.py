"""A screen reader's ears and hands: reads an application's tree over AT-SPI, and presses what it is told to.

Run by the system's own Python, which has the bindings: one JSON command a line comes in, one JSON answer goes out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after the version was chosen

PATIENCE = 15.0  # seconds
said: list[str] = []


def _hear(event: object) -> None:
    said.append(str(event.any_data))


def _listen_a_while(seconds: float) -> None:
    context, end = GLib.MainContext.default(), time.monotonic() + seconds
    while time.monotonic() < end:
        while context.iteration(False):
            pass
        time.sleep(0.01)


def application(name: str) -> Atspi.Accessible | None:
    """Find a running application by its name."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for at in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(at)
        if child is not None and child.get_name() == name:
            return child
    return None


def showing(node: Atspi.Accessible) -> Iterator[Atspi.Accessible]:
    """Walk what is shown, in the order in which it is read."""
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is None:
            continue
        states = child.get_state_set()
        if states.contains(Atspi.StateType.SHOWING) or child.get_role() == Atspi.Role.FRAME:
            yield child
            yield from showing(child)


def described(node: Atspi.Accessible) -> dict[str, object]:
    """Say what a reader would say of a control."""
    states = node.get_state_set()
    told = {
        "checked": Atspi.StateType.CHECKED,
        "focused": Atspi.StateType.FOCUSED,
        "focusable": Atspi.StateType.FOCUSABLE,
        "enabled": Atspi.StateType.ENABLED,
    }
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "states": [word for word, state in told.items() if states.contains(state)],
    }


def press(app: Atspi.Accessible, name: str) -> bool:
    """Do the first thing that a control with this name does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        app.clear_cache()
        for node in showing(app):
            if node.get_name() == name and node.get_n_actions() and _works(node):
                done = node.do_action(0)
                _listen_a_while(0.15)  # Qt lets a button go after a tenth of a second
                return bool(done)
        _listen_a_while(0.1)
    return False


def _works(node: Atspi.Accessible) -> bool:
    return bool(node.get_state_set().contains(Atspi.StateType.ENABLED))


def wait(app: Atspi.Accessible, name: str) -> bool:
    """Wait until something with this name is shown."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        app.clear_cache()
        if any(name in node.get_name() for node in showing(app)):
            return True
        _listen_a_while(0.1)
    return False


def main() -> None:
    """Answer commands until there are no more."""
    Atspi.init()
    listener = Atspi.EventListener.new(_hear)
    listener.register("object:announcement")
    name = sys.argv[1]
    end = time.monotonic() + 60
    while (app := application(name)) is None and time.monotonic() < end:
        _listen_a_while(0.2)
    print(json.dumps(app is not None), flush=True)
    for line in sys.stdin:
        verb, *rest = json.loads(line)
        if verb == "tree":
            app.clear_cache()
            answer: object = [described(node) for node in showing(app)]
        elif verb == "heard":
            _listen_a_while(0.3)
            answer = list(said)
        else:
            answer = {"press": press, "wait": wait}[verb](app, *rest)
        print(json.dumps(answer, ensure_ascii=False), flush=True)


main()
