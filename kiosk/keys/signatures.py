"""Signing: canonical JSON, Ed25519 with a context word, and documents that carry their own signature.

Every signature is made over a context word, a zero byte and the bytes themselves, so that what was signed
as one kind of thing never passes as another (the way of RFC 8032's Ed25519ctx, with the plain Ed25519 that
every library has). Canonical JSON is a subset of RFC 8785: sorted members, no spaces, UTF-8, whole numbers
only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.errors import KeyProblem
from kiosk.i18n import N_

#: Bytes that a signed document may have: a country's place tree fits, a flood does not.
MAX_DOCUMENT = 8 * 1024 * 1024
#: How deep JSON of ours may nest.
MAX_DEPTH = 12
#: The largest whole number that every JSON reader keeps exactly (RFC 8259, section 6).
MAX_INTEGER = 2**53 - 1
SIGNATURE_BYTES = 64
KEY_BYTES = 32

UNREADABLE = N_("This file is damaged, or it was not written by this program.")
NOT_ITS_SIGNER = N_("The signature does not match. This file was changed, or somebody else wrote it.")


class Context(StrEnum):
    """What a signature is about."""

    BUNDLE = "one-stop-kiosk bundle 1"
    CARD = "one-stop-kiosk card 1"
    RECEIPT = "one-stop-kiosk receipt 1"
    ENROLMENT = "one-stop-kiosk enrolment 1"
    ROSTER = "one-stop-kiosk roster 1"
    ROLL = "one-stop-kiosk roll 1"
    SUCCESSION = "one-stop-kiosk succession 1"


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write JSON in its one canonical form: equal members give equal bytes, whoever writes them.

    Raises KeyProblem for what the form does not have: floats, large numbers, deep nesting, broken text.
    """
    try:
        return json.dumps(_ordered(value, MAX_DEPTH), ensure_ascii=False, separators=(",", ":")).encode()
    except ValueError:
        pass
    raise KeyProblem(UNREADABLE)  # outside the handler: an error must not carry what could not be written


def _ordered(value: Any, depth: int) -> Any:  # noqa: ANN401 - JSON
    if depth == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        if not value.isascii():
            value.encode()  # half of a surrogate pair has no UTF-8
        return value
    if isinstance(value, dict | Mapping):  # a dict is known at once, as most are
        return {name: _ordered(value[name], depth - 1) for name in _names(value)}
    if isinstance(value, list | tuple):
        return [_ordered(item, depth - 1) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= MAX_INTEGER:
        return value
    raise ValueError("not in the canonical form")


def _names(value: Mapping[Any, Any]) -> list[str]:
    """Return the names of an object's members in their order (RFC 8785, section 3.2.3)."""
    if not all(isinstance(name, str) for name in value):
        raise ValueError("a member's name is no text")
    if all(map(str.isascii, value)):  # whose UTF-16 has the order of the text
        return sorted(value)
    return sorted(value, key=lambda name: str(name).encode("utf-16-be"))


def parse(data: bytes, limit: int = MAX_DOCUMENT) -> dict[str, Any]:
    """Read JSON that anybody may have written: one object, each member once, no floats, not deep, not large.

    Raises KeyProblem for everything else.
    """
    found = strict_json(data) if len(data) <= limit else None
    if not isinstance(found, dict):
        raise KeyProblem(UNREADABLE)
    return found


def strict_json(data: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read any JSON value: each member once, no floats, not deep.

    Raises KeyProblem for everything else.
    """
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=_each_once,
            parse_int=_whole,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
        return _ordered(value, MAX_DEPTH)
    except (ValueError, RecursionError):
        pass
    raise KeyProblem(UNREADABLE)  # outside the handler: the error of `json` carries the whole text


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands there twice")
    return members


def _whole(digits: str) -> int:
    if len(digits) > 17:
        raise ValueError("too large")
    return int(digits)


def _no_number(_text: str) -> NoReturn:
    raise ValueError("only whole numbers")


def encoded(data: bytes) -> str:
    """Write bytes as base64 text."""
    return base64.b64encode(data).decode("ascii")


def decoded(text: object, size: int | None = None) -> bytes:
    """Read base64 text in its one strict form, of `size` bytes where that is known.

    Raises KeyProblem.
    """
    try:
        data = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        data = None
    if data is None or encoded(data) != text or (size is not None and len(data) != size):
        raise KeyProblem(UNREADABLE)
    return data


def key_id(public: str) -> str:
    """Return the short name of a public key (base64, or age1...): 16 hex digits of its SHA-256."""
    raw = public.encode() if public.startswith("age1") else decoded(public, KEY_BYTES)
    return hashlib.sha256(raw).hexdigest()[:16]


def fingerprint(signing_key: str) -> str:
    """Return the whole SHA-256 of a public signing key, in hex: what a card announces of its next key."""
    return hashlib.sha256(decoded(signing_key, KEY_BYTES)).hexdigest()


class SigningKey:
    """A private Ed25519 key. It shows only its public half: never itself in a repr, a pickle or an error."""

    __slots__ = ("_private", "public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = encoded(private.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> SigningKey:
        """Make a new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """Return the key that `seed` gave. Raises KeyProblem when it is no seed."""
        if len(seed) != KEY_BYTES:
            raise KeyProblem(UNREADABLE)
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def seed(self) -> bytes:
        """Return the private half, for the file or the paper that keeps it."""
        return self._private.private_bytes_raw()

    def pem(self) -> bytes:
        """Return the private half as PKCS #8 in PEM, as other programs read it."""
        return self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def sign(self, context: Context, data: bytes) -> bytes:
        """Sign `data` as what `context` says it is."""
        return self._private.sign(_message(context, data))

    def __repr__(self) -> str:
        return f"SigningKey({key_id(self.public)})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not copied")


def _message(context: Context, data: bytes) -> bytes:
    return context.value.encode() + b"\0" + data


def verify(context: Context, data: bytes, signature: bytes, signing_key: str) -> None:
    """Check that the owner of `signing_key` signed `data` as what `context` says.

    Raises KeyProblem when not.
    """
    try:
        public = Ed25519PublicKey.from_public_bytes(decoded(signing_key, KEY_BYTES))
        public.verify(signature, _message(context, data))
    except (InvalidSignature, ValueError):
        raise KeyProblem(NOT_ITS_SIGNER) from None


def sign_document(context: Context, members: Mapping[str, Any], signer: SigningKey) -> bytes:
    """Write a signed document: `{"key": ..., "signature": ..., "signed": {...}}` and a line's end."""
    signature = signer.sign(context, canonical(members))
    return canonical({"signed": members, "key": signer.public, "signature": encoded(signature)}) + b"\n"


def read_document(context: Context, data: bytes, trusted: str | None = None) -> tuple[dict[str, Any], str]:
    """Check a signed document and return what was signed and the public key that signed it.

    With `trusted`, only that key's signature counts; without, the caller decides about the key.
    Raises KeyProblem.
    """
    whole = parse(data)
    signed, key = whole.get("signed"), whole.get("key")
    if not isinstance(signed, dict) or not isinstance(key, str):
        raise KeyProblem(UNREADABLE)
    if trusted is not None and key != trusted:
        raise KeyProblem(NOT_ITS_SIGNER)
    verify(context, canonical(signed), decoded(whole.get("signature"), SIGNATURE_BYTES), key)
    return signed, key


def digits(*parts: bytes, groups: int = 6) -> tuple[str, ...]:
    """Turn `parts` into groups of five digits that two people compare by eye.

    scrypt makes each try cost 16 MB and some 50 ms: whoever looks for other keys with the same 15 digits
    (10**15 tries) or with the two groups that a hurried person types (10**10) gives up.
    """
    framed = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    # Hashed first: scrypt itself takes a short text and the same text with zero bytes after it for one.
    secret = hashlib.sha256(framed).digest()
    number = int.from_bytes(
        hashlib.scrypt(secret, salt=b"one-stop-kiosk digits 1", n=2**14, r=8, p=1, dklen=32)
    )
    text = f"{number % 10 ** (5 * groups):0{5 * groups}d}"
    return tuple(text[start : start + 5] for start in range(0, len(text), 5))
