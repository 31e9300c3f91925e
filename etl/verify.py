"""The evidence audit: coded numbers that their paragraph does not have, and summaries copied from the text.

Reads the texts from a folder that the caller names; keeps nothing of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
from num2words import num2words

from etl import encodings
from etl.problems import Problem, counted
from etl.schema import Contract

COPIED_WORDS = 8

_WORD = re.compile(r"\w+")
# Number words that belong to a longer number. “năm” is five and also year, so it binds nothing; before digits
# it is a year.
_MULTIPLIERS = ("mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ")
_PARTS = (
    "một",
    "mốt",
    "hai",
    "ba",
    "bốn",
    "tư",
    "lăm",
    "sáu",
    "bảy",
    "bẩy",
    "tám",
    "chín",
    "mười",
    "lẻ",
    "linh",
    *_MULTIPLIERS,
)
_NO_NUMBER_BEFORE = "".join(f"(?<!\\b{part} )" for part in _PARTS)
_NO_NUMBER_AFTER = f"(?! (?:{'|'.join(_PARTS)})\\b)(?<!\\bnăm(?= \\d))"


@dataclass
class Audit:
    """The findings of the audit: errors, absent figures that need not be in the text, counts found by basis.

    missing_texts: the files that are not at hand.
    """

    errors: list[Problem] = field(default_factory=list)
    absent: list[Problem] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    missing_texts: list[str] = field(default_factory=list)


def paragraphs(text: str) -> list[str]:
    """The non-blank lines of a document; paragraph n of the codebook is item n - 1."""
    return [line for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def audit(connection: duckdb.DuckDBPyConnection, reports: Path, contract: Contract) -> Audit:
    """The audit of `core` in the connection against the texts in a folder."""
    result = Audit()
    texts = dict[str, list[str]]()
    for source, file in connection.execute(
        'SELECT source_id, "file" FROM core.sources WHERE "file" IS NOT NULL ORDER BY 1'
    ).fetchall():
        path = reports / file
        if not path.is_file():
            result.missing_texts.append(file)
            continue
        content = path.read_bytes()
        try:
            texts[source] = paragraphs(unicodedata.normalize("NFC", content.decode("utf-8-sig")))
        except UnicodeDecodeError:
            result.errors.append(Problem(str(path), 0, "", None, encodings.not_utf8(content), "encoding"))
    _audit_numbers(connection, texts, contract, result)
    result.errors += _copied(connection, texts, contract)
    return result


def _audit_numbers(
    connection: duckdb.DuckDBPyConnection, texts: dict[str, list[str]], contract: Contract, result: Audit
) -> None:
    rows = connection.execute("""
        SELECT _file, _line, 'value', value::DOUBLE, NULL, basis, source_id, paragraph
        FROM core.observations WHERE value IS NOT NULL
        UNION ALL
        SELECT _file, _line, 'count', "count"::DOUBLE, year, basis, source_id, paragraph
        FROM core.awards WHERE "count" IS NOT NULL
        ORDER BY 1, 2""").fetchall()
    for file, line, column, value, year, basis, source, paragraph in rows:
        if source not in texts or paragraph is None:
            continue
        plain = int(value) if value == int(value) else value

        def problem(
            message: str, value: str = str(plain), at: tuple[str, int, str] = (file, line, column)
        ) -> Problem:
            return Problem(contract.shown(at[0]), at[1], at[2], value, message, "evidence")

        if not paragraph <= len(texts[source]):
            result.errors.append(
                problem(f"{source} has {counted(len(texts[source]), 'paragraph')}, no paragraph {paragraph}")
            )
            continue
        text = texts[source][paragraph - 1]
        # Of an award in a listed year the year is the evidence: the text lists years, not the number one.
        listed = plain == 1 and year is not None and occurs_in(year, text)
        if occurs_in(plain, text) or listed:
            result.found[basis] += 1
        elif basis == "stated":
            way_out = "correct the figure, the paragraph or the basis"
            result.errors.append(problem(f"is not in paragraph {paragraph} of {source}; {way_out}"))
        else:
            result.absent.append(problem(f"is not in paragraph {paragraph} of {source} ({basis})"))


def occurs_in(value: int | float, text: str) -> bool:
    """True for a number that occurs in a Vietnamese text, in digits (1.700, 1700, 03, 4,5) or in words."""
    for digits in re.findall(r"(?<![\d.,])\d+(?:[.,]\d+)*", text):
        if value in _readings(digits):
            return True
    words = " ".join(_WORD.findall(text.lower()))
    return any(
        re.search(rf"{_NO_NUMBER_BEFORE}\b{spelling}\b{_NO_NUMBER_AFTER}", words)
        for spelling in _spellings(value)
    )


def _readings(digits: str) -> set[float]:
    """The values of written digits: a point before three digits separates thousands, a comma, decimals."""
    readings = set[float]()
    if re.fullmatch(r"\d+", digits):
        readings.add(float(digits))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits):
        readings.add(float(re.sub(r"[.,]", "", digits)))
    if re.fullmatch(r"\d+,\d+", digits):
        readings.add(float(digits.replace(",", ".")))
    # Days, clauses and lists joined by points or commas: each number stands for itself.
    if not re.fullmatch(r"\d{1,3}([.,]\d{3})+|\d+,\d+", digits):
        readings |= {float(part) for part in re.split(r"[.,]", digits)}
    return readings


# Spellings that reports use beside the one of num2words, most of them regional.
_VARIANTS = (
    ("nghìn", "ngàn"),
    ("lẻ", "linh"),
    ("bảy", "bẩy"),
    ("mươi lăm", "mươi nhăm"),
    ("mươi tư", "mươi bốn"),
    ("mươi bốn", "mươi tư"),
    ("tỷ", "tỉ"),
)


def _spellings(value: int | float) -> set[str]:
    """The spellings of a whole number in Vietnamese words; empty for any other number."""
    if value != int(value):
        return set()
    spellings = {" ".join(_WORD.findall(str(num2words(int(value), lang="vi")).lower()))}
    for usual, other in _VARIANTS:
        spellings |= {s.replace(usual, other) for s in spellings}
    return spellings


def _copied(
    connection: duckdb.DuckDBPyConnection, texts: dict[str, list[str]], contract: Contract
) -> Iterator[Problem]:
    """The Vietnamese summaries that have COPIED_WORDS or more words in a row from their document."""
    known = {source: _runs(" ".join(lines)) for source, lines in texts.items()}
    summaries = connection.execute("""
        SELECT _file, _line, summary_vi, source_id FROM core.limitations UNION ALL
        SELECT _file, _line, summary_vi, source_id FROM core.lessons ORDER BY 1, 2""").fetchall()
    for file, line, summary, source in summaries:
        copied = _runs(summary or "") & known.get(source, set())
        if copied:
            message = f"copies {COPIED_WORDS} or more words in a row from {source}; say it in your own words"
            yield Problem(contract.shown(file), line, "summary_vi", summary, message, "copied")


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return {tuple(words[i : i + COPIED_WORDS]) for i in range(len(words) - COPIED_WORDS + 1)}
