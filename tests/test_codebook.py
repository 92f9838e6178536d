"""The code lists: codes are stored for ever, so their form and their promises are held here."""

from __future__ import annotations

import re

from kiosk import codebook


def test_codes_are_plain_and_services_are_filed_under_themselves() -> None:
    lists = (
        codebook.OUTCOMES,
        codebook.CHANNELS,
        codebook.AGE_BANDS,
        codebook.GENDERS,
        codebook.NOT_DONE_REASONS,
        codebook.REFERRALS,
        codebook.HELP_REASONS,
        codebook.SUPPORT,
        codebook.FEEDBACK,
    )
    assert all(re.fullmatch(r"[a-z0-9_]+", code) for codes in lists for code in codes)
    assert all(code == service.code for code, service in codebook.SERVICES.items())
    filed = (*codebook.SERVICES, *codebook.APPS)
    assert all(re.fullmatch(r"(kz|vn|fi|gen)\.[a-z0-9_]+", code) for code in filed)


def test_every_outcome_and_channel_has_a_label() -> None:
    assert set(codebook.OUTCOMES) == set(codebook.Outcome)
    assert set(codebook.CHANNELS) == set(codebook.Channel)


def test_what_the_law_lets_nobody_do_for_another_is_marked() -> None:
    for code in ("kz.eds", "kz.kaspi", "vn.vneid_level2", "fi.suomifi_identification"):
        assert codebook.own_hands(("gen.phone", code))
    assert not codebook.own_hands(("gen.phone", "kz.pension", "no.such"))
