"""Bundles: the sealed files in which a kiosk's revisions travel.

<kiosk>-<epoch>-000123.kiosk   ZIP, stored
  header.json                  canonical JSON
  header.sig                   Ed25519 over a context word and the raw bytes of header.json
  payload.age                  age to every manager's key -> ZIP, deflated:
    datapackage.json           Frictionless: the tables' schemas, and once more what the header says
    visits.csv, shifts.csv, notices.csv
"""

from __future__ import annotations

from kiosk.bundles.header import MAX_BUNDLE, MAX_ROWS, Counts, Header, Parent, ranges_of
from kiosk.bundles.refusals import SENTENCES, BundleRefused, Reason
from kiosk.bundles.sealed import (
    Origin,
    Outside,
    Payload,
    Verified,
    open_payload,
    read_bytes,
    read_header,
    verify,
    write_bundle,
)

__all__ = [
    "MAX_BUNDLE",
    "MAX_ROWS",
    "SENTENCES",
    "BundleRefused",
    "Counts",
    "Header",
    "Origin",
    "Outside",
    "Parent",
    "Payload",
    "Reason",
    "Verified",
    "open_payload",
    "ranges_of",
    "read_bytes",
    "read_header",
    "verify",
    "write_bundle",
]
