"""ZIP as we write it, and reading ZIP that anybody may have written.

Nothing is ever unpacked to a path: members are asked for by their exact names, everything else is ignored.
What a member claims to hold is never believed; reading stops at the limit.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO

from kiosk.bundles.refusals import damaged

#: Bytes that the list of members may have: ours needs some 300. A million empty members would need 500 MB
#: to read.
_MAX_DIRECTORY = 16 * 1024
#: A quarter faster than zlib's own choice (6), and 4 % larger.
_LEVEL = 5
_END = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR = 20
#: What `zipfile` raises for files that are no ZIP, or a broken one.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
    LookupError,
)


def write_zip(members: Iterable[tuple[str, bytes]], *, deflate: bool) -> bytes:
    """Write a ZIP whose bytes depend on its members alone: no times, no system, in the given order."""
    file = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", method) as container:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            container.writestr(info, data, compresslevel=_LEVEL)
    return file.getvalue()


class Container:
    """A ZIP in memory, read with suspicion. Raises BundleRefused (damaged) for all that ours is not."""

    def __init__(self, data: bytes) -> None:
        _check_end(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _BROKEN as problem:
            raise damaged(f"no ZIP: {problem!r}") from None
        self._members = {member.filename: member for member in members}
        if len({name.casefold() for name in self._members}) != len(members):
            raise damaged("a member stands there twice")

    def read(self, name: str, limit: int, *, stored: bool = False) -> bytes:
        """Return a member of at most `limit` bytes."""
        with self.open(name, limit, stored=stored) as file:
            try:
                data = file.read(limit + 1)
            except _BROKEN as problem:
                raise damaged(f"{name}: {problem!r}") from None
        if len(data) > limit or len(data) != self._members[name].file_size:
            raise damaged(f"{name} is not as large as it says")
        return data

    def open(self, name: str, limit: int, *, stored: bool = False) -> IO[bytes]:
        """Open a member that claims at most `limit` bytes. Whoever reads it counts."""
        member = self._members.get(name)
        if member is None:
            raise damaged(f"{name} is missing")
        methods = {zipfile.ZIP_STORED} if stored else {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if member.file_size > limit or member.compress_type not in methods or member.flag_bits & 1:
            raise damaged(f"{name} is too large, or packed in another way")
        try:
            return self._zip.open(member)
        except _BROKEN as problem:
            raise damaged(f"{name}: {problem!r}") from None


def _check_end(data: bytes) -> None:
    """Look at the end record before `zipfile` does, which would believe it."""
    if len(data) < _END.size:
        raise damaged("too short")
    mark, *_, size, _offset, comment = _END.unpack(data[-_END.size :])
    zip64 = data[-_END.size - _ZIP64_LOCATOR :].startswith(b"PK\x06\x07")
    if mark != b"PK\x05\x06" or comment or zip64 or size > _MAX_DIRECTORY:
        raise damaged("no ZIP as a kiosk writes it")
