"""Whatever happened in a programme, no report tells of one to four people who they were."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.centre import REPORTS, Scope, Store, report
from kiosk.centre.reports.grid import is_few
from kiosk.centre.tables import NUMBERS, Format, Share
from kiosk.visits import Batch, Visit, to_row
from tests.centre.conftest import TREE
from tests.centre.records import a_visit

#: The reports that describe people; a new one is asked here whether it does.
OF_PEOPLE = {
    "services", "languages", "ages", "genders", "age-gender", "age-outcome", "services-channels", "support",
    "help-reasons", "outcomes", "learning", "referrals", "trips", "self-service",
}  # fmt: skip
OF_WORK = {
    "summary", "weeks", "places", "tree", "months", "channels", "activities", "apps", "volunteers", "hours",
    "targets", "teams", "calls", "notices",
}  # fmt: skip
VISIT = st.fixed_dictionaries(
    {
        "place": st.sampled_from(("bulaevo", "bulaevo-desk", "vozvyshenka", "yavlenka")),
        "age_band": st.sampled_from(("50_59", "60_74", "75_plus")),
        "gender": st.sampled_from(("f", "m")),
        "outcome": st.sampled_from(("alone", "with_help", "done_for")),
        "language": st.sampled_from(("kk", "ru")),
        "support_given": st.sampled_from(("", "seeing", "hearing")),
        "referral_to": st.sampled_from(("", "bank", "clinic")),
        "visit_date": st.sampled_from(("2026-11-03", "2026-11-29")),
        "return_code": st.sampled_from(("", "7KA-29P-X3M", "8KB-29P-X3M")),
    }
)


def test_every_report_is_of_people_or_of_work() -> None:
    assert set(REPORTS) == OF_PEOPLE | OF_WORK


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(visits=st.lists(VISIT, min_size=1, max_size=40))
def test_no_report_shows_one(tmp_path_factory: pytest.TempPathFactory, visits: list[dict[str, str]]) -> None:
    with Store.open(tmp_path_factory.mktemp("store") / "centre.db") as store:
        store.set_places(TREE)
        with store.transaction():
            store.insert([Batch(Visit, [to_row(a_visit(**says)) for says in visits])])
        for scope in (Scope(), Scope(date(2026, 11, 1), date(2026, 11, 28), "mzh"), Scope(place="bulaevo")):
            for name in sorted(OF_PEOPLE):
                _look(store, name, scope)


def _look(store: Store, name: str, scope: Scope) -> None:
    for table in report(store, name, scope).tables:
        if table.guard is None:
            continue
        for row in table.rows:
            for at, column in enumerate(table.columns):
                cell = row[at]
                if at and column.format in NUMBERS - {Format.SHARE}:
                    assert not is_few(cell), (name, scope, row)
                assert not (isinstance(cell, Share) and is_few(cell.of)), (name, scope, row)
