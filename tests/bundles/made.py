"""Bundles for tests: right ones, taken apart, and rightly signed wrong ones."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.bundles import (
    BundleRefused,
    Reason,
    open_payload,
    read_header,
    verify,
)
from kiosk.bundles.container import write_zip
from kiosk.bundles.package import describe, table_name
from kiosk.bundles.tables import write_table
from kiosk.keys import Context, KioskKeys, canonical, seal
from kiosk.visits import Revisions, batches_of
from tests.programmes import Shop, a_day

SHOP = Shop()
MANAGER = SHOP.manager


def read(bundle: bytes, keys: KioskKeys | None = None) -> Revisions:
    """Verify and open a bundle, as the centre does."""
    return open_payload(verify(bundle, (keys or SHOP.kiosk).signing_key), MANAGER).revisions()


def members(bundle: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bundle)) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    return write_zip(parts.items(), deflate=False)


def signed(header: dict[str, Any], payload: bytes, keys: KioskKeys | None = None) -> bytes:
    """Write a bundle of any header and payload, rightly signed."""
    raw = canonical(header)
    signature = (keys or SHOP.kiosk).sign(Context.BUNDLE, raw)
    return packed({"header.json": raw, "header.sig": signature, "payload.age": payload})


def rebuilt(change: Callable[[dict[str, bytes]], None], revisions: Revisions | None = None) -> bytes:
    """Write a rightly signed bundle whose inner package was changed."""
    header = read_header(SHOP.bundle(revisions)).header
    held = a_day() if revisions is None else revisions
    inner = {
        "datapackage.json": describe(header.counts._asdict(), header.bound()),
        **{f"{table_name(batch.kind)}.csv": write_table(batch) for batch in batches_of(held)},
    }
    change(inner)
    payload = seal(write_zip(inner.items(), deflate=True), SHOP.recipients)
    return signed(json.loads(header.with_payload(payload).to_json()), payload)


def refused(bundle: bytes, keys: KioskKeys | None = None) -> Reason:
    with pytest.raises(BundleRefused) as problem:
        read(bundle, keys)
    return problem.value.reason
