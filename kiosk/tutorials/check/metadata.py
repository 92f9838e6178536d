"""What `tutorial.toml` must keep to: codes that exist, claims that rest on something, a branch that leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from kiosk.codebook import COUNTRIES, SERVICES
from kiosk.i18n import N_
from kiosk.tutorials.check.problem import Problem, problem, within
from kiosk.tutorials.model import CHANGED, TOPICS, WALKTHROUGH, Branch, Step, Tutorial

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ADDRESS = re.compile(r"(?!https?:)\S+\.\S+")


def metadata(tutorial: Tutorial, today: date, known: Collection[str]) -> Iterator[Problem]:
    """Check the head of `tutorial.toml`; `known` are the ids of all walkthroughs."""
    path = tutorial.folder / "tutorial.toml"
    if tutorial.id != tutorial.folder.name:
        yield problem(
            path, "id =", N_("The id “{id}” is not the folder's name. Make them equal."), id=tutorial.id
        )
    yield from _codes(tutorial)
    for code in tutorial.services:
        if code not in SERVICES:
            yield problem(
                path, code, N_("The codebook has no service “{code}”. Use one of its codes."), code=code
            )
    if tutorial.expires < today:
        yield problem(
            path,
            "expires",
            N_("It expired on {day}. Check the facts again and set a later day."),
            day=tutorial.expires,
        )
    if tutorial.address and not _ADDRESS.fullmatch(tutorial.address):
        yield problem(
            path,
            "address =",
            N_("Write the address as people type it, such as suomi.fi, or leave it empty."),
        )
    yield from _replacements(tutorial, known)


def _codes(tutorial: Tutorial) -> Iterator[Problem]:
    path = tutorial.folder / "tutorial.toml"
    for key, value, choices in (
        ("country", tutorial.country, tuple(COUNTRIES)),
        ("topic", tutorial.topic, TOPICS),
        ("audience", tutorial.audience, ("resident", "volunteer")),
        ("kind", tutorial.kind, (WALKTHROUGH, CHANGED)),
    ):
        if value not in choices:
            yield problem(
                path,
                f"{key} =",
                N_("{key} = “{value}” is unknown. Choose one of: {known}."),
                key=key,
                value=value,
                known=", ".join(choices),
            )


def _replacements(tutorial: Tutorial, known: Collection[str]) -> Iterator[Problem]:
    path = tutorial.folder / "tutorial.toml"
    if tutorial.replaced_by and tutorial.kind != CHANGED:
        yield problem(path, "replaced_by", N_("Only a card of kind = “changed” is replaced by something."))
    for name in tutorial.replaced_by:
        if name not in known:
            yield problem(
                path,
                "replaced_by",
                N_("It is replaced by “{id}”, but there is no such walkthrough. Write it, or name another."),
                id=name,
            )


def steps(tutorial: Tutorial) -> Iterator[Problem]:
    """Check the steps' ids, their sources, and the branch."""
    path = tutorial.folder / "tutorial.toml"
    if not tutorial.steps and tutorial.kind != CHANGED:
        yield Problem(path, 0, N_("There are no steps. Write at least one [[steps]]."))
    for name, count in Counter(step.id for step in tutorial.steps).items():
        if count > 1:
            yield problem(
                path, f'id = "{name}"', N_("Two steps are called “{id}”. Give each its own id."), id=name
            )
        if not _ID.fullmatch(name):
            yield problem(
                path,
                f'id = "{name}"',
                N_("An id is small Latin letters, digits and hyphens: “{id}” is not."),
                id=name,
            )
    yield from _sources(tutorial)
    for step in tutorial.steps:
        yield from _claims(tutorial, step)
    yield from _branch(tutorial)


def _sources(tutorial: Tutorial) -> Iterator[Problem]:
    path = tutorial.folder / "tutorial.toml"
    for source in tutorial.sources.values():
        if source.confidence not in ("high", "medium", "low"):
            yield within(
                path,
                f'id = "{source.id}"',
                "confidence",
                N_("{key} = “{value}” is unknown. Choose one of: {known}."),
                key="confidence",
                value=source.confidence,
                known="high, medium, low",
            )
        if not source.address or not source.date:
            yield problem(
                path,
                f'id = "{source.id}"',
                N_("The source “{key}” needs an address and a date (or “undated”)."),
                key=source.id,
            )


def _claims(tutorial: Tutorial, step: Step) -> Iterator[Problem]:
    path, at = tutorial.folder / "tutorial.toml", f'id = "{step.id}"'
    for key in step.sources:
        if key not in tutorial.sources:
            yield within(
                path, at, "sources", N_("The step names the source “{key}”, which is not listed."), key=key
            )
    known = [tutorial.sources[key] for key in step.sources if key in tutorial.sources]
    if not step.needs_local_review and not any(source.confidence != "low" for source in known):
        yield problem(
            path,
            at,
            N_("The step “{id}” has no source to rely on. Name one, or set needs_local_review = true."),
            id=step.id,
        )


def _branch(tutorial: Tutorial) -> Iterator[Problem]:
    path, branch = tutorial.folder / "tutorial.toml", tutorial.branch
    options = branch.options if branch else ()
    for step in tutorial.steps:
        if step.only and step.only not in options:
            yield within(
                path,
                f'id = "{step.id}"',
                "only",
                N_("only = “{value}” is no option of [branch]. Name one of its options there."),
                value=step.only,
            )
    if branch is not None:
        yield from _branch_faults(tutorial, branch)


def _branch_faults(tutorial: Tutorial, branch: Branch) -> Iterator[Problem]:
    path, ids = tutorial.folder / "tutorial.toml", [step.id for step in tutorial.steps]
    if len(set(branch.options)) != len(branch.options) or len(branch.options) not in (2, 3):
        yield within(path, "[branch]", "options", N_("A branch has two or three different options."))
    if branch.after and branch.after not in ids:
        yield within(
            path,
            "[branch]",
            "after",
            N_("The question comes after the step “{id}”, but there is no such step."),
            id=branch.after,
        )
        return
    asked = ids.index(branch.after) + 1 if branch.after else 0
    for step in tutorial.steps[:asked]:
        if step.only:
            yield problem(
                path,
                f'id = "{step.id}"',
                N_("The step “{id}” belongs to an option but stands before the question. Move it after."),
                id=step.id,
            )
    following = tutorial.steps[asked:]
    if not any(step.only for step in following):
        yield problem(path, "[branch]", N_("No step belongs to an option, so the question changes nothing."))
    for option in branch.options:
        if not any(step.only in ("", option) for step in following):
            yield within(
                path,
                "[branch]",
                "options",
                N_("After the answer “{option}” nothing follows. Give it a step with only = “{option}”."),
                option=option,
            )
