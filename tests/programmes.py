"""A small programme for tests: a manager, a kiosk, and records as a shop in Bulaevo would have them."""

from __future__ import annotations

from dataclasses import replace

from kiosk.bundles import Origin, write_bundle
from kiosk.keys import Card, KioskKeys, ManagerKeys
from kiosk.visits import Notice, Revisions, Shift, TutorialUse, Visit, batches_of

PROGRAMME = "p-north"
KIOSK = "k-bulaevo234"
EPOCH = "0123456789abcdef"
KAZAKH = "Әже eGov-ға өзі кірді, ұшқын — “үш рет” ғана көмек"
VIETNAMESE = "Bà cụ tự đăng ký được VNeID, đã hiểu bước xác thực"

_VISIT = Visit(
    kiosk=KIOSK,
    epoch=EPOCH,
    seq=1,
    visit_epoch=EPOCH,
    visit_seq=1,
    revision=1,
    change="new",
    change_reason="",
    started_at="2026-11-22T08:15:00Z",
    ended_at="2026-11-22T08:31:00Z",
    utc_offset=300,
    minutes=16,
    boot="b00t",
    clock_trust=1,
    visit_date="2026-11-22",
    entry="live",
    place="bulaevo",
    volunteer="A-07",
    shift_epoch=None,
    shift_seq=None,
    activity="club",
    channel="desk",
    people=1,
    women=None,
    new_people=None,
    age_bands={},
    services=("kz.criminal_record",),
    tutorials=(TutorialUse("kz-criminal-record", 3, "kk", 5, 7, True, False, True),),
    outcome="alone",
    not_done_reason="",
    age_band="60_74",
    gender="not_asked",
    first_time=True,
    return_code="",
    referral_to="",
    app_installed={"egov": 1},
    help_reason="",
    support_given="",
    trip_avoided="",
    resident_feedback="good",
    language="kk",
    note=KAZAKH,
)
_SHIFT = Shift(
    kiosk=KIOSK,
    epoch=EPOCH,
    seq=1,
    shift_epoch=EPOCH,
    shift_seq=1,
    revision=1,
    change="new",
    change_reason="",
    volunteer="A-07",
    activity="club",
    place="bulaevo",
    started_at="2026-11-22T08:00:00Z",
    ended_at=None,
    utc_offset=300,
    shift_date="2026-11-22",
    boot="b00t",
    clock_trust=1,
    how="live",
    minutes=None,
)
_NOTICE = Notice(
    kiosk=KIOSK,
    epoch=EPOCH,
    seq=1,
    made_at="2026-11-22T09:00:00Z",
    utc_offset=300,
    notice_date="2026-11-22",
    boot="b00t",
    clock_trust=1,
    volunteer="A-07",
    place="bulaevo",
    tutorial="kz-criminal-record",
    version=3,
    step="open",
    language="vi",
)


def visit(seq: int, **changes: object) -> Visit:
    """Return the first revision of a visit."""
    return replace(_VISIT, **{"seq": seq, "visit_seq": seq, **changes})  # type: ignore[arg-type]


def shift(seq: int, **changes: object) -> Shift:
    """Return a shift that has begun."""
    return replace(_SHIFT, **{"seq": seq, "shift_seq": seq, **changes})  # type: ignore[arg-type]


def notice(seq: int, **changes: object) -> Notice:
    """Return a notice."""
    return replace(_NOTICE, **{"seq": seq, **changes})  # type: ignore[arg-type]


def a_day() -> Revisions:
    """Return a shift, three visits and a notice, in two languages that lose their marks easily."""
    return Revisions(
        visits=(visit(2), visit(3, note=VIETNAMESE, language="vi"), visit(5, note="=1+1")),
        shifts=(shift(1),),
        notices=(notice(4),),
    )


class Shop:
    """A manager, a second manager, a kiosk of theirs, and a stranger."""

    def __init__(self) -> None:
        self.manager, self.paper = ManagerKeys.generate()
        self.second, _ = ManagerKeys.generate()
        self.kiosk = KioskKeys.generate()
        self.stranger = KioskKeys.generate()

    @property
    def recipients(self) -> tuple[str, ...]:
        """The sealing keys on the card."""
        return (self.manager.sealing_key, self.second.sealing_key)

    def card(self, **changes: object) -> Card:
        """Return the programme's card."""
        card = Card(
            programme=PROGRAMME,
            name="Солтүстік Қазақстан",
            version=1,
            recipients=self.recipients,
            signing_key=self.manager.signing_key,
            next_signing_fingerprint=self.manager.next_fingerprint,
            codebook={"version": 1},
        )
        return replace(card, **changes)  # type: ignore[arg-type]

    def origin(self, **changes: object) -> Origin:
        """Return what a bundle's header says of where it comes from."""
        origin = Origin(
            programme=PROGRAMME,
            kiosk=KIOSK,
            epoch=EPOCH,
            bundle=1,
            created="2026-11-22T18:00:00Z",
            clock_trust=1,
            codebook=1,
        )
        return origin._replace(**changes)  # type: ignore[arg-type]

    def bundle(
        self, revisions: Revisions | None = None, keys: KioskKeys | None = None, **changes: object
    ) -> bytes:
        """Return a bundle of this kiosk."""
        held = a_day() if revisions is None else revisions
        return write_bundle(self.origin(**changes), batches_of(held), keys or self.kiosk, self.recipients)
