"""A plug-in of pytest that takes one check out of the program: `-p tests.faults.without`, named by KIOSK_WITHOUT.

Each entry says which promise it breaks. See `tests.faults.checks_out`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk import stick
from kiosk.bundles import sealed as bundles
from kiosk.centre import chain, importing, receipts, succession
from kiosk.centre.store import Store
from kiosk.errors import KeyProblem
from kiosk.keys import CardStep, card, documents, paper, signatures
from kiosk.stick import intake, joining, spool


def nothing(*_: Any, **__: Any) -> None:
    """Hold no objection."""


def everywhere(name: str, value: Any, *modules: Any) -> None:
    for module in modules:
        setattr(module, name, value)


def of_the_chain(name: str) -> None:
    """Let one check of the table hold always."""
    chain.CHECKS = tuple(
        replace_check(check) if check.holds.__name__ == name else check for check in chain.CHECKS
    )


def replace_check(check: chain.Check) -> chain.Check:
    return check._replace(holds=lambda _candidate: True)


def without_signature() -> None:
    """Anybody may sign anything."""
    everywhere("verify_signature", nothing, bundles)


def without_key_id() -> None:
    """A bundle need not name the key that signed it."""
    inner = bundles.verify

    def lenient(source: Any, signing_key: str) -> Any:
        header = bundles.read_header(source).header
        real = bundles.key_id
        bundles.key_id = lambda _key: header.signing
        try:
            return inner(source, signing_key)
        finally:
            bundles.key_id = real

    everywhere("verify", lenient, bundles, chain)
    of = chain.Candidate

    def any_key(candidate: Any) -> str:
        return next(iter(candidate._store.signing_keys(candidate.header.kiosk)))

    of._key = property(any_key)  # type: ignore[assignment, method-assign]


def without_context() -> None:
    """What was signed as one thing passes as another."""
    signatures._message = lambda _context, data: data


def without_binding() -> None:
    """The package inside may say something else than the header."""
    bundles._check_binding = nothing


def without_identity() -> None:
    """The rows may be others than the header names, and another kiosk's."""
    bundles._check_keys = nothing


def without_payload_hash() -> None:
    """The payload may be another than the one that was signed."""
    inner = bundles.verify

    def lenient(source: Any, signing_key: str) -> Any:
        data = source if isinstance(source, bytes) else source.read_bytes()
        container = bundles.Container(data)
        outside = bundles.read_header(data)
        header = outside.header
        if header.signing != bundles.key_id(signing_key):
            return inner(source, signing_key)
        bundles.verify_signature(signatures.Context.BUNDLE, outside.raw, outside.signature, signing_key)
        payload = container.read("payload.age", bundles.MAX_BUNDLE, stored=True)
        return bundles.Verified(header, outside.sha256, payload)

    everywhere("verify", lenient, bundles, chain, spool)


def without_programme() -> None:
    """Bundles of other programmes come in."""
    of_the_chain("of_our_programme")


def without_acceptance() -> None:
    """Kiosks that ask are believed before anybody compared their digits."""
    inner = Store.signing_keys
    Store.signing_keys = lambda self, kiosk: inner(self, kiosk) or _asking(self, kiosk)  # type: ignore[method-assign]
    of_the_chain("of_an_accepted_kiosk")


def _asking(store: Store, kiosk: str) -> list[str]:
    document = store.requests().get(kiosk)
    return [documents.read_enrolment(document).signing_key] if document else []


def without_revocation() -> None:
    """A revoked key counts on."""
    of_the_chain("still_trusted")


def without_number() -> None:
    """One number may come with two contents."""
    of_the_chain("alone_under_its_number")


def without_neighbours() -> None:
    """A bundle need not name the one before it."""
    of_the_chain("in_line_with_its_neighbours")


def without_duplicates() -> None:
    """What is here already is taken in again."""
    of_the_chain("not_here_yet")


def without_contiguity() -> None:
    """Receipts run on over holes."""
    inner = receipts.by_epoch
    receipts.by_epoch = lambda ranges: {epoch: [(1, spans[-1][1])] for epoch, spans in inner(ranges).items()}


def without_receipts_signer() -> None:
    """A kiosk believes anybody's receipt."""
    inner = intake.read_receipt
    intake.read_receipt = lambda data, _key: inner(data, signatures.parse(data)["key"])


def without_receipts_owner() -> None:
    """A kiosk believes a receipt that was written for another kiosk or programme."""
    inner = intake._receipt
    intake._receipt = lambda written, log, card: (  # type: ignore[assignment]
        intake.read_receipt(written, card.signing_key)
        if inner(written, log, card) or _reads(written, card)
        else None
    )


def _reads(written: bytes | None, card: Any) -> bool:
    try:
        return written is not None and bool(intake.read_receipt(written, card.signing_key))
    except KeyProblem:
        return False


def without_card_version() -> None:
    """A kiosk goes back to an older card."""
    _compare_as({CardStep.OLDER: CardStep.NEWER})


def without_card_signer() -> None:
    """A kiosk takes a card that anybody signed."""
    _compare_as({CardStep.UNKNOWN_SIGNER: CardStep.NEWER})


def without_former_keys() -> None:
    """A key that has had its day makes cards again, by hand."""
    _compare_as({CardStep.FORMER_SIGNER: CardStep.UNKNOWN_SIGNER})


def without_one_content() -> None:
    """A card's number may come with two contents."""
    _compare_as({CardStep.OTHER_CONTENT: CardStep.SAME})


def without_leaving() -> None:
    """A stick takes a kiosk from its programme without a word."""
    _compare_as({CardStep.OTHER_PROGRAMME: CardStep.NEWER})


def _compare_as(steps: dict[CardStep, CardStep]) -> None:
    inner = card.compare

    def lenient(current: Any, found: Any) -> CardStep:
        step = inner(current, found)
        return steps.get(step, step)

    everywhere("compare", lenient, card, intake, joining, succession, receipts)


def without_digits() -> None:
    """Nobody's eyes are asked when a kiosk joins."""
    inner = joining.join

    def lenient(data: Any, log: Any, source: Any, _confirm: Any, *rest: Any, **named: Any) -> Any:
        return inner(data, log, source, lambda _card, _groups: True, *rest, **named)

    everywhere("join", lenient, joining, stick)


def without_readers() -> None:
    """A bundle that the manager can no longer open waits for its receipt."""
    inner = spool.Spool.__init__

    def lenient(self: Any, *values: Any, **named: Any) -> None:
        inner(self, *values, **named)
        self._readers = set()

    spool.Spool.__init__ = lenient  # type: ignore[method-assign]


def without_wanted() -> None:
    """What the centre asks for again is not made."""
    inner = spool.Spool.__init__

    def deaf(self: Any, *values: Any, **named: Any) -> None:
        inner(self, *values, **{**named, "wanted": ()})

    spool.Spool.__init__ = deaf  # type: ignore[method-assign]


def without_paper_check() -> None:
    """A misread letter on paper goes unnoticed."""
    paper._line_check = lambda _number, _letters: "AA"
    paper._whole_check = lambda _secret, _paper: bytes(4)


def without_signer_of_answers() -> None:
    """A second manager's answer overwrites the first one's on the stick."""
    inner = receipts.answer

    def always(data: Any, store: Any, keys: Any, kiosk: str, stick: Any, clock: Any) -> None:
        real = receipts.programme_card
        receipts.programme_card = lambda folder: replace(real(folder), signing_key=keys.signing_key)
        try:
            inner(data, store, keys, kiosk, stick, clock)
        finally:
            receipts.programme_card = real

    everywhere("answer", always, receipts, importing)


WITHOUT: dict[str, Callable[[], None]] = {
    name.removeprefix("without_"): function
    for name, function in list(globals().items())
    if name.startswith("without_")
}

if chosen := os.environ.get("KIOSK_WITHOUT"):
    WITHOUT[chosen]()
