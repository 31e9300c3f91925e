"""The error boundary: a part of a page that fails does not take the rest along. Repairs nothing."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator

import streamlit as st

from dashboard.words.text import Text

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def error_boundary(say: Text) -> Iterator[None]:
    """Draw one sentence in place of a part of a page that fails; the rest of the page goes on."""
    try:
        yield
    except Exception:
        _log.exception("a part of a page failed")
        st.warning(say("failed"), icon=":material/error:")
