"""Dates on a line of time: in order, within the line, with the figures of their sentences and no others."""

from datetime import date as day

from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.offsets import OffsetMap
from pipeline.write.pages.findings import told
from pipeline.write.pages.timeline import timeline
from tests import records

RAW = "It made $5 in 2021. It lost $6. By May 2022 it had $7."


def drawn(dates, figures=()):
    record = records.record(dates=tuple(dates), figures=tuple(figures))
    parts = told(record)
    return timeline(record, parts["dates"], parts["figures"], OffsetMap(RAW, []))


def a_date(number, start, end, first, last, **changes):
    return records.date(number=number, start=start, end=end, text=RAW[start:end], first_day=first, last_day=last, **changes)


def a_figure(number, words, **changes):
    start = RAW.index(words)
    return records.figure(number=number, start=start, end=start + len(words), text=words, **changes)


def test_figures_stand_with_the_dates_of_their_sentence():
    line = drawn(
        [a_date(1, 35, 43, "2022-05-01", "2022-05-31"), a_date(2, 14, 18, "2021-01-01", "2021-12-31")],
        [a_figure(1, "$5"), a_figure(2, "$6"), a_figure(3, "$7")],
    )
    assert [([d.anchor for d in s.dates], [f.words for f in s.figures], s.at) for s in line.stretches] == [
        (["d-2"], ["$5"], "0.00%"),
        (["d-1"], ["$7"], "66.44%"),
    ]
    assert (line.undated, line.unbounded, line.left_out, line.folded) == (1, 0, 0, False)
    assert [tick.name for tick in line.ticks] == ["2021", "2022"]


def test_years_between_are_folded():
    line = drawn([a_date(1, 0, 2, "1952-01-01", "1952-12-31"), a_date(2, 0, 2, "2019-06-14", "2019-06-14")])
    assert [(tick.name, tick.fold) for tick in line.ticks] == [("1952", False), ("", True), ("2019", False)]
    assert line.folded
    assert [stretch.is_day for stretch in line.stretches] == [False, True]


def test_what_has_no_bounds_or_was_called_wrong_is_counted_apart():
    line = drawn(
        [
            a_date(1, 0, 2, None, "2021-01-01"),
            a_date(2, 0, 2, "2021-13-45", "2021-01-01"),
            a_date(3, 0, 2, "2022-01-01", "2021-01-01"),
            a_date(4, 0, 2, "2021-01-01", "2021-01-01", decision="wrong"),
            a_date(5, 0, 2, "2021-01-01", "2021-01-01"),
        ]
    )
    assert (len(line.stretches), line.unbounded) == (1, 4)
    assert drawn([a_date(1, 0, 2, None, None)]) is None


def test_most_often_named_are_kept():
    dates = [a_date(n, 0, 2, f"{1900 + n}-01-01", f"{1900 + n}-12-31") for n in range(50)]
    line = drawn([*dates, a_date(90, 0, 2, "1949-01-01", "1949-12-31")])
    assert (len(line.stretches), line.left_out) == (40, 10)
    assert line.stretches[-1].first_day == "1949-01-01"


DAYS = st.dates(day(1, 1, 1), day(9999, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=8))
def test_everything_lies_on_the_line(pairs):
    line = drawn([a_date(n, 0, 2, *(each.isoformat() for each in sorted(pair))) for n, pair in enumerate(pairs)])
    places = [float(stretch.at[:-1]) for stretch in line.stretches]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert all(float(s.at[:-1]) + float(s.width[:-1]) < 101 for s in line.stretches)
    assert sum(float(tick.width[:-1]) for tick in line.ticks) > 99.8
