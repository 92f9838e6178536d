"""Bad bundles by the thousand: `python -m tests.bundles.mutations --count 100000`.

Each kind of mutant is made from a right bundle: by a bad stick, by a thief, or by a kiosk that holds a real key and
has gone mad. Whatever is made, the centre refuses it with a reason that is true of this kind, or takes in exactly what
the right bundle holds; of a mad kiosk it may take in other records of that kiosk, if they are whole. Nothing crashes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import resource
import struct
import sys
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from kiosk.bundles import BundleRefused, Reason, open_payload, verify
from kiosk.bundles.container import write_zip
from kiosk.bundles.tables import read_table, write_table
from kiosk.keys import Context, canonical, seal
from kiosk.visits import Revisions, batches_of, revisions_of
from tests.bundles.made import MANAGER, SHOP, members, packed, rebuilt, signed
from tests.programmes import EPOCH, KIOSK, a_day, visit

RIGHT = SHOP.bundle()
OTHER = SHOP.bundle(Revisions(visits=(visit(6),)), bundle=2)
STRANGERS = SHOP.bundle(keys=SHOP.stranger)
PARTS = members(RIGHT)
HEADER: dict[str, Any] = json.loads(PARTS["header.json"])
INNER = MANAGER.open(PARTS["payload.age"])

_ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1, 2, 2**31, 2**53, 2**64, 10**400, 1.5, "", "a", "../../x", "x" * 5000, "\0", "\ud83d\ude00",
    [], {}, [[]], [[EPOCH, 1, 5]], [[EPOCH, 1, 10**15]], [[EPOCH, 5, 1]], {"first": 1}, "2026-11-22T18:00:00Z",
)  # fmt: skip
_ODD_CELLS = (
    "", "'", "=1", "-1", "0", "1e3", "1_0", "٣", "9" * 400, "true", "maybe", "2026-02-30", "2026-W47-7T08:15:00Z",
    "٢026-11-22T08:15:00Z", "\0", "a\0b", '"', '"a\nb"', ",", "\n", "\r", "[]", "{}", "[" * 5000, '"[""a""]"',
    '"{""a"":1,""a"":2}"', '"[{""id"":""x""}]"', KIOSK, "k-somebody", EPOCH, "x" * 200_000, "\ufeff", "💧",
)  # fmt: skip


def _bytes(data: bytes, choose: Random) -> bytes:
    """Flip, cut, insert, repeat and move bytes, one to eight times."""
    found = bytearray(data)
    for _ in range(choose.randint(1, 8)):
        at, length = choose.randrange(len(found) + 1), min(choose.randint(1, 64), len(found))
        match choose.randrange(5):
            case 0 if at < len(found):
                found[at] ^= 1 << choose.randrange(8)
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = choose.randbytes(length)
            case 3:
                found[at:at] = found[at : at + length]
            case _:
                part = found[at : at + length]
                del found[at : at + length]
                to = choose.randrange(len(found) + 1)
                found[to:to] = part
    return bytes(found)


def _zip_fields(data: bytes, choose: Random) -> bytes:
    """Write lies into the records of a ZIP: sizes, offsets, methods, flags, names, counts."""
    found = bytearray(data)
    starts = [m.start() for m in re.finditer(b"PK\x01\x02|PK\x03\x04|PK\x05\x06", data)]
    for _ in range(choose.randint(1, 3)):
        at = choose.choice(starts) + choose.randrange(4, 46)
        width = choose.choice((1, 2, 4))
        value = choose.choice(
            (0, 1, 8, 12, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, choose.getrandbits(32), *starts)
        )
        found[at : at + width] = struct.pack("<Q", value)[:width]
    return bytes(found[: len(data)])


def _more_members(data: bytes, choose: Random) -> bytes:
    """Add members that unpack elsewhere, stand there twice, overlap, hold a ZIP, or are many."""
    odd = (
        "../../etc/passwd",
        "/tmp/x",
        "C:\\x",
        "header.json",
        "HEADER.JSON",
        "payload.age",
        "a" * 3000,
        "x/../x",
        "é",
    )
    names = [choose.choice(odd) for _ in range(choose.choice((1, 2, 400)))]
    extra = [(f"{name}{number}" if len(names) > 2 else name, data[:100]) for number, name in enumerate(names)]
    held = [*members(data).items(), *extra]
    choose.shuffle(held)
    whole = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w") as container:
        warnings.simplefilter("ignore")  # a name twice is what is wanted
        for name, content in held:
            container.writestr(name, content)
    return whole.getvalue()


def _zip(choose: Random) -> bytes:
    match choose.randrange(4):
        case 0:
            return _more_members(RIGHT, choose)
        case 1:
            return write_zip([("inside.kiosk", RIGHT), ("header.json", RIGHT)], deflate=choose.random() < 0.5)
        case _:
            return _zip_fields(RIGHT, choose)


def _odd_json(value: dict[str, Any], choose: Random) -> bytes:
    """Put something odd somewhere into JSON: as a value, twice, or deep."""
    where = value = json.loads(json.dumps(value))
    while nested := [v for v in where.values() if isinstance(v, dict) and v]:
        if choose.random() < 0.5:
            break
        where = choose.choice(nested)
    name = choose.choice([*where, "something new"])
    match choose.randrange(5):
        case 0:
            where.pop(name, None)
        case 1:
            return json.dumps(value).replace(f'"{name}":', f'"{name}": 7, "{name}":', 1).encode()
        case 2:
            return json.dumps(value).encode()[:-1] + b',"deep":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
        case _:
            where[name] = choose.choice(_ODD)
    return json.dumps(value).encode("utf-8", "replace")


def _header(choose: Random) -> bytes:
    raw = _odd_json(HEADER, choose) if choose.random() < 0.8 else _bytes(PARTS["header.json"], choose)
    return packed({**PARTS, "header.json": raw, "header.sig": SHOP.kiosk.sign(Context.BUNDLE, raw)})


def _age(choose: Random) -> bytes:
    payload = PARTS["payload.age"]
    if choose.random() < 0.5:
        payload = _bytes(payload, choose)
    else:  # the stanzas alone: recipients twice, none, of other kinds
        head, mac = payload.split(b"\n---", 1)
        lines = head.split(b"\n")
        lines[choose.randrange(len(lines)) :] = [
            choose.choice([*lines, b"-> X25519", b"-> scrypt AAAA 40", b"-> grease", b"", b"x" * 200])
            for _ in range(choose.randint(0, 6))
        ]
        payload = b"\n".join(lines) + b"\n---" + mac
    return _of_this_payload(payload)


def _of_this_payload(payload: bytes, **said: Any) -> bytes:
    """Return a rightly signed bundle of any payload, whose header says what is true of the right one."""
    sealed = {"sha256": hashlib.sha256(payload).hexdigest(), "size": len(payload)}
    return signed({**HEADER, **said, "payload": sealed}, payload)


def _inner_zip(choose: Random) -> bytes:
    inner = _bytes(INNER, choose) if choose.random() < 0.4 else _zip_fields(INNER, choose)
    return _of_this_payload(seal(inner, SHOP.recipients))


def _package(choose: Random) -> bytes:
    def change(inner: dict[str, bytes]) -> None:
        package = inner["datapackage.json"]
        odd = _odd_json(json.loads(package), choose) if choose.random() < 0.8 else _bytes(package, choose)
        inner["datapackage.json"] = odd

    return rebuilt(change)


def _table(choose: Random) -> bytes:
    def change(inner: dict[str, bytes]) -> None:
        name = choose.choice([name for name in inner if name.endswith(".csv")])
        if choose.random() < 0.3:
            inner[name] = _bytes(inner[name], choose)
            return
        lines = inner[name].split(b"\r\n")
        at = choose.randrange(len(lines))
        cells = lines[at].split(b",")
        cells[choose.randrange(len(cells))] = choose.choice(_ODD_CELLS).encode()
        match choose.randrange(6):
            case 0:
                lines.insert(at, lines[choose.randrange(len(lines))])
            case 1:
                del lines[at]
            case 2:
                choose.shuffle(lines)
            case _:
                lines[at] = b",".join(cells)
        inner[name] = choose.choice((b"\r\n", b"\n", b"\r\n")).join(lines)

    return rebuilt(change)


def _bomb(choose: Random) -> bytes:
    size = choose.choice((1, 17, 40, 64)) * 1024 * 1024
    filling = choose.choice((b"\0", b",", b'"', b"\n", b"a,", b'"\n",', "💧".encode(), b"[" * 100))
    name = choose.choice(("visits.csv", "datapackage.json", "shifts.csv"))

    def change(inner: dict[str, bytes]) -> None:
        head = (
            inner[name].split(b"\r\n")[0] + b"\r\n" if choose.random() < 0.5 and name.endswith("csv") else b""
        )
        inner[name] = head + filling * (size // len(filling))

    bomb = rebuilt(change)
    if choose.random() < 0.3:  # and it says that it is small
        small = MANAGER.open(members(bomb)["payload.age"]).replace(
            struct.pack("<L", size), struct.pack("<L", 100)
        )
        return _of_this_payload(seal(small, SHOP.recipients))
    return bomb


def _foreign(choose: Random) -> bytes:
    raw = canonical({**HEADER, "bundle": choose.randint(1, 9)})
    by_stranger = SHOP.stranger.sign(choose.choice(list(Context)), raw)
    by_kiosk = SHOP.kiosk.sign(choose.choice([c for c in Context if c is not Context.BUNDLE]), raw)
    signature = choose.choice((by_stranger, by_kiosk, choose.randbytes(64), bytes(64)))
    return choose.choice((STRANGERS, packed({**PARTS, "header.json": raw, "header.sig": signature})))


def _swapped(choose: Random) -> bytes:
    """Sign a payload that belongs to another bundle, of this kiosk or found on another kiosk's stick."""
    other = members(choose.choice((OTHER, STRANGERS)))["payload.age"]
    return choose.choice((_of_this_payload(other), _of_this_payload(other, kiosk="k-somebody", bundle=3)))


class Kind(NamedTuple):
    """A kind of mutant: how one is made, why it may be refused, how often it comes, whether its maker may say more."""

    make: Callable[[Random], bytes]
    reasons: frozenset[Reason]
    weight: int = 10
    mad: bool = False


_HURT = frozenset({Reason.DAMAGED, Reason.FORGED})
KINDS: dict[str, Kind] = {
    "bytes": Kind(lambda choose: _bytes(RIGHT, choose), _HURT, 30),
    "zip": Kind(_zip, _HURT, 20),
    "header": Kind(_header, _HURT | {Reason.NEWER_VERSION}, 20),
    "age": Kind(_age, _HURT, 10),
    "inner zip": Kind(_inner_zip, _HURT, 10),
    "package": Kind(_package, _HURT, 10),
    "table": Kind(_table, _HURT, 30, mad=True),
    "bomb": Kind(_bomb, _HURT, 1),
    "foreign": Kind(_foreign, frozenset({Reason.FORGED}), 5),
    "swapped": Kind(_swapped, frozenset({Reason.FORGED}), 5),
}


class Tally:
    """What became of the mutants of one kind, and what was wrong."""

    def __init__(self) -> None:
        self.became: Counter[str] = Counter()
        self.faults: list[str] = []


def judge(kind: Kind, data: bytes) -> tuple[str, str]:
    """Return what the centre did with a mutant, and what was wrong with that (empty: nothing)."""
    try:
        verified = verify(data, SHOP.kiosk.signing_key)
        found = open_payload(verified, MANAGER).revisions()
    except BundleRefused as refusal:
        return refusal.reason, "" if refusal.reason in kind.reasons else f"refused as {refusal.reason}"
    except BaseException as problem:
        return "crashed", repr(problem)[:300]
    if found == a_day():
        return "the same", ""
    if not kind.mad:
        return "changed", "taken in with other content"
    return "mad but whole", "" if _whole(found) else "taken in and not whole"


def _whole(found: Revisions) -> bool:
    """Tell whether these are a kiosk's records: its own, as many as announced, and such as can be written again."""
    right, batches = a_day(), batches_of(found)
    keys = sorted((r.kiosk, r.epoch, r.seq) for r in (*found.visits, *found.shifts, *found.notices))
    again = [
        batch
        for one in batches
        for batch in read_table(one.kind, io.BytesIO(write_table(one)), len(one.rows), 10_000_000)
    ]
    expected = sorted((r.kiosk, r.epoch, r.seq) for r in (*right.visits, *right.shifts, *right.notices))
    return keys == expected and revisions_of(again) == found


def run(count: int, choose: Random, names: list[str] | None = None) -> dict[str, Tally]:
    """Make and judge `count` mutants of all kinds by their weights."""
    chosen = names or list(KINDS)
    tallies = {name: Tally() for name in chosen}
    for name in choose.choices(chosen, [KINDS[name].weight for name in chosen], k=count):
        seed = choose.getrandbits(64)
        became, fault = judge(KINDS[name], KINDS[name].make(Random(seed)))
        tallies[name].became[became] += 1
        if fault:
            tallies[name].faults.append(f"{name}, seed {seed}: {fault}")
    return tallies


def main() -> int:
    """Make mutants, print the figures, and fail when one was taken in wrongly, crashed, or got a wrong reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--only", choices=list(KINDS), nargs="+")
    parser.add_argument("--seed", type=int, default=time.time_ns())
    asked = parser.parse_args()
    begun = time.monotonic()
    tallies = run(asked.count, Random(asked.seed), asked.only)
    for name, tally in tallies.items():
        print(
            f"{name:10} {tally.became.total():7}  {', '.join(f'{what} {n}' for what, n in tally.became.most_common())}"
        )
    faults = [fault for tally in tallies.values() for fault in tally.faults]
    print(*faults[:20], sep="\n")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"seed {asked.seed}, {time.monotonic() - begun:.0f} s, peak memory {peak:.0f} MB, {len(faults)} violations"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
