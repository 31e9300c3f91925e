"""Answers kept between reruns, by release and selection. Bounded; asks queries and nothing else."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import queries, warehouse
from dashboard.selection import Selection

MOST_ANSWERS = 256


@st.cache_data(max_entries=MOST_ANSWERS, show_spinner=False)
def _answer(release: str, question: str, arguments: tuple[Any, ...]) -> Any:
    with warehouse.cursor(release) as cursor:
        return getattr(queries, question)(cursor, *arguments)


def _ask(question: str, *arguments: Any) -> Any:
    return _answer(warehouse.release_name(), question, arguments)


def facts() -> dict[str, Any]:
    """Returns queries.facts of the current release."""
    return dict(_ask("facts"))


def labels(language: str) -> dict[str, dict[str, str]]:
    """Returns queries.labels in a language."""
    return dict(_ask("labels", language))


def frame(question: str, *arguments: Selection | str | tuple[str, ...]) -> pd.DataFrame:
    """Returns the frame that the query of that name answers; its grain stands there."""
    answer = _ask(question, *arguments)
    assert isinstance(answer, pd.DataFrame)
    return answer


def row(question: str, *arguments: Selection) -> dict[str, Any]:
    """Returns the one row that the query of that name answers."""
    return dict(_ask(question, *arguments))
