"""What Excel rewrites at a save is one message for the file, in the order that the whole file shows."""

from __future__ import annotations

import pytest

from etl.problems import Problem
from tests.etl.folder import DataFolder

ORDERS = {
    "month first": (["5/6/2017", "5/26/2017"], "the dates are month/day/year", "5/6/2017 is 2017-05-06"),
    "day first": (["5/6/2017", "26/5/2017"], "the dates are day/month/year", "5/6/2017 is 2017-06-05"),
    "either": (["5/6/2017", "3/4/2017"], "the dates may be day/month/year", "5/6/2017,"),
    "both": (["26/5/2017", "5/26/2017"], "some dates have the day first", "26/5/2017,"),
}


def problem_with(folder: DataFolder, dates: list[str]) -> Problem:
    for line, date in enumerate(dates, 2):
        folder.edit("sources", line, published_on=date)
    (problem,) = folder.problems()
    return problem


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_day_and_month_is_that_of_the_whole_file(folder: DataFolder, order: str) -> None:
    dates, words, reading = ORDERS[order]
    problem = problem_with(folder, dates)
    assert (problem.file, problem.line) == ("data/sources.csv", 0)
    assert problem.message.startswith("2 cells as Excel writes them at every save: line 2 published_on ")
    assert words in problem.message
    assert reading in problem.message


def test_truth_values_and_dates_of_a_file_are_one_message(folder: DataFolder) -> None:
    for line in range(2, 7):
        folder.edit("sources", line, is_draft="FALSE")
    problem = problem_with(folder, ["26/5/2017"])
    assert "6 cells" in problem.message
    assert "line 2 is_draft FALSE is false" in problem.message
    assert ", …; " in problem.message


def test_one_cell_is_named_where_it_stands(folder: DataFolder) -> None:
    folder.edit("sources", 2, is_draft="TRUE")
    (problem,) = folder.problems()
    assert (problem.line, problem.column) == (2, "is_draft")
