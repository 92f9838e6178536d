"""Arithmetic of numbers: what spans of revisions cover, and what they leave open. The only one in the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kiosk.visits.records import Range

#: First and last, both included.
Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, overlapping and adjoining ones joined, empty ones left out."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if last < first:
            continue
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def runs(numbers: Iterable[int]) -> Iterator[Span]:
    """Yield the spans that rising numbers from 1 on make up, as they come; the same one twice counts once."""
    rest = iter(numbers)
    first = last = next(rest, 0)
    for number in rest:
        if number > last + 1:
            yield first, last
            first = number
        last = number
    if last:
        yield first, last


def gaps(covered: Iterable[Span], end: int) -> list[Span]:
    """Return what 1 to `end` has beside the spans, which are merged."""
    edges = [(0, 0), *covered, (end + 1, end + 1)]
    between = [(one[1] + 1, min(other[0] - 1, end)) for one, other in pairwise(edges)]
    return [(first, last) for first, last in between if first <= last]


def by_epoch(ranges: Iterable[Range]) -> dict[str, list[Span]]:
    """Return each epoch's spans, merged."""
    found: dict[str, list[Span]] = {}
    for epoch, first, last in ranges:
        found.setdefault(epoch, []).append((first, last))
    return {epoch: merged(spans) for epoch, spans in found.items()}


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges in as few as can be, epochs in the order in which they first come."""
    return [Range(epoch, *span) for epoch, spans in by_epoch(ranges).items() for span in spans]


def minus(ranges: Iterable[Range], taken: Iterable[Range]) -> list[Range]:
    """Return what `ranges` have beside `taken`, epochs in the order in which they first come."""
    covered = by_epoch(taken)
    left = []
    for epoch, spans in by_epoch(ranges).items():
        for first, last in spans:
            inside = [
                (max(a, first) - first + 1, b - first + 1) for a, b in covered.get(epoch, []) if b >= first
            ]
            left += [Range(epoch, first + a - 1, first + b - 1) for a, b in gaps(inside, last - first + 1)]
    return left


def common(some: Iterable[Range], others: Iterable[Range]) -> list[Range]:
    """Return what is in both, each revision once."""
    asked = list(some)
    return minus(asked, minus(asked, others))


def cut(ranges: Iterable[Range], limit: int) -> list[Range]:
    """Return the first `limit` revisions of the ranges."""
    kept = []
    for part in ranges:
        if limit <= 0:
            break
        kept.append(part._replace(last=min(part.last, part.first + limit - 1)))
        limit -= total(kept[-1:])
    return kept


def total(ranges: Iterable[Range]) -> int:
    """Count the revisions in ranges that do not overlap."""
    return sum(last - first + 1 for _, first, last in ranges)
