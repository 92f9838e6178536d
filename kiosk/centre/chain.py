"""Whether a bundle may be opened: decided in one place, from its header, its signature and what is here already.

`CHECKS` is the whole decision: what must hold, in this order, and what the file is when it does not. Nothing in a
bundle is decrypted or parsed before every check holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from kiosk.bundles import BundleRefused, Header, Reason, Verified, verify
from kiosk.centre.outcome import Outcome
from kiosk.centre.store import KnownKiosk, Store
from kiosk.centre.taken import StoredBundle
from kiosk.centre.trust import EpochLife
from kiosk.keys import key_id


class Candidate:
    """A bundle that came, and what the centre knows around it; each fact is looked up when it is asked for."""

    def __init__(self, store: Store, programme: str, header: Header, digest: str, data: bytes) -> None:
        self._store = store
        self._programme = programme
        self._data = data
        self.header = header
        self.digest = digest

    @cached_property
    def known(self) -> KnownKiosk | None:
        """The kiosk that it says it comes from, when that one was accepted."""
        return self._store.kiosk(self.header.kiosk)

    @cached_property
    def verified(self) -> Verified:
        """The bundle as its kiosk signed it. Raises BundleRefused (damaged, forged)."""
        return verify(self._data, self._key)

    @cached_property
    def _key(self) -> str:
        for key in self._store.signing_keys(self.header.kiosk):
            if key_id(key) == self.header.signing:
                return key
        raise BundleRefused(Reason.FORGED, "signed by a key that was never accepted")

    @cached_property
    def _here(self) -> StoredBundle | None:
        return self._store.bundle(self.header.kiosk, self.header.epoch, self.header.bundle)

    def _neighbour(self, step: int) -> StoredBundle | None:
        return self._store.bundle(self.header.kiosk, self.header.epoch, self.header.bundle + step)

    @cached_property
    def is_revoked(self) -> bool:
        """The key that signed it counts no longer for what is new."""
        return self._store.is_revoked(self.header.kiosk, self._key)

    # What must hold

    def of_our_programme(self) -> bool:
        """Its header names our programme."""
        return self.header.programme == self._programme

    def of_an_accepted_kiosk(self) -> bool:
        """Somebody has compared the digits of the kiosk that it names."""
        return self.known is not None

    def not_here_yet(self) -> bool:
        """The same signed header has not been taken in before."""
        return self._here is None or self._here.header_sha256 != self.digest

    def signed_by_its_kiosk(self) -> bool:
        """A key of that kiosk signed exactly this header over exactly this payload."""
        try:
            return self.verified.header == self.header
        except BundleRefused as refusal:
            if refusal.reason is Reason.FORGED:
                return False
            raise

    def still_trusted(self) -> bool:
        """Its key was not revoked; or it was here before that, or the chain leads from one that is here to it."""
        if not self.is_revoked:
            return True
        after = self._neighbour(+1)
        linked = after is not None and after.previous_sha256 == self.digest
        return linked or self._store.is_trusted(self.header.kiosk, self.digest)

    def alone_under_its_number(self) -> bool:
        """No other bundle has its number."""
        return self._here is None or self._here.header_sha256 == self.digest

    def in_line_with_its_neighbours(self) -> bool:
        """The bundles right before and after it, as far as they are here, name each other's hash."""
        before, after = self._neighbour(-1), self._neighbour(+1)
        named = before is None or before.header_sha256 == self.header.previous
        return named and (after is None or after.previous_sha256 == self.digest)


class Check(NamedTuple):
    """What must hold, and what the file is when it does not."""

    holds: Callable[[Candidate], bool]
    otherwise: Outcome


CHECKS: tuple[Check, ...] = (
    Check(Candidate.of_our_programme, Outcome.WRONG_PROGRAMME),
    Check(Candidate.of_an_accepted_kiosk, Outcome.WAITING),
    Check(Candidate.not_here_yet, Outcome.ALREADY),
    Check(Candidate.signed_by_its_kiosk, Outcome.FORGED),
    Check(Candidate.still_trusted, Outcome.REVOKED),
    Check(Candidate.alone_under_its_number, Outcome.FORK),
    Check(Candidate.in_line_with_its_neighbours, Outcome.FORK),
)


def judge(candidate: Candidate, checks: Sequence[Check] | None = None) -> Outcome:
    """Tell what a bundle is: IMPORTED means that it may be opened now.

    Raises BundleRefused (damaged) when its payload is not the one that was signed.
    """
    for check in CHECKS if checks is None else checks:
        if not check.holds(candidate):
            return check.otherwise
    return Outcome.IMPORTED


class Copies(NamedTuple):
    """Two epochs of one kiosk that both go on from one point: two computers work with copies of one log."""

    one: str
    other: str


def copies(lives: Sequence[EpochLife]) -> list[Copies]:
    """Find the copies among one kiosk's epochs.

    Two epochs that grew from one parent are copies. So are a parent and its child when the parent's log has built
    bundles after the child's had begun: a log that was only restored would have stopped.
    """
    by_epoch = {life.epoch: life for life in lives}
    found = []
    for child in lives:
        if not child.parent:
            continue
        found += [
            Copies(child.epoch, other.epoch)
            for other in lives
            if other.parent == child.parent and other.epoch > child.epoch
        ]
        parent = by_epoch.get(child.parent)
        if parent is not None and parent.last > child.first:
            found.append(Copies(parent.epoch, child.epoch))
    return found
