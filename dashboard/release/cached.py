"""Answers kept between reruns, by release, question and selection. Bounded; asks queries and nothing else.

What is returned is shared by all readers and not copied: nobody changes it. Plain functools: Streamlit's own caches spend a millisecond
on hashing the arguments of every call, and a page makes dozens.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.release import queries, warehouse
from dashboard.release.queries import asking
from dashboard.request.selection import Selection

MOST_ANSWERS = 512

Argument = Selection | str | tuple[str, ...]


@lru_cache(maxsize=MOST_ANSWERS)
def _answer(release: str, question: str, arguments: tuple[Any, ...]) -> Any:
    with warehouse.cursor(release) as cursor:
        return getattr(queries, question)(cursor, *arguments)


@lru_cache(maxsize=MOST_ANSWERS)
def _rows(release: str, question: str, arguments: tuple[Any, ...]) -> list[Any]:
    return asking.rows(_answer(release, question, arguments))


def answer(question: str, *arguments: Argument) -> Any:
    """Returns what the query of that name answers on the current release; shape and grain stand there."""
    return _answer(warehouse.release_name(), question, arguments)


def frame(question: str, *arguments: Argument) -> pd.DataFrame:
    """Returns the frame that the query of that name answers."""
    found = answer(question, *arguments)
    assert isinstance(found, pd.DataFrame)
    return found


def rows(question: str, *arguments: Argument) -> list[Any]:
    """Returns the rows of that frame, with its columns as attributes and None where one is missing."""
    return _rows(warehouse.release_name(), question, arguments)
