"""Large made-up data folders: the shipped contract and code lists, with coded rows in any number.

The same number gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from etl import schema

TERMS = 5
FIRST_YEAR = 2000
YEARS_PER_TERM = 5

Row = tuple[object, ...]


def generate(shipped: Path, target: Path, observations: int) -> Path:
    """A folder with that many observations, valid by every rule, and the rows that they refer to."""
    columns = _empty(shipped, target)
    indicators, provinces = _rows(shipped / "indicators.csv"), _provinces(shipped)
    count = -(-observations // (TERMS * len(indicators)))
    _write(target / "organizations.csv", columns["organizations"], _tree(count, provinces))
    _write(target / "terms.csv", columns["terms"], _terms(count, TERMS))
    _write(target / "sources.csv", columns["sources"], _sources(count, TERMS))
    _write(target / "observations.csv", columns["observations"], _observations(observations, indicators))
    return target


def generate_federation(shipped: Path, target: Path, organizations: int = 12_000, terms: int = 10) -> Path:
    """A folder of a federation down to the commune: unions in all provinces, the others below, many terms.

    As in real reports few indicators are reported in a term, and each review names some limitations.
    """
    columns = _empty(shipped, target)
    indicators = [row["indicator"] for row in _rows(shipped / "indicators.csv") if row["nature"] == "stock"]
    themes = [row["theme"] for row in _rows(shipped / "themes.csv") if row["is_specific"] == "true"]
    _write(target / "organizations.csv", columns["organizations"], _tree(organizations, _provinces(shipped)))
    _write(target / "terms.csv", columns["terms"], _terms(organizations, terms))
    _write(target / "sources.csv", columns["sources"], _sources(organizations, terms))
    _write(
        target / "observations.csv",
        columns["observations"],
        _few_observations(organizations, terms, indicators),
    )
    _write(target / "limitations.csv", columns["limitations"], _limitations(organizations, terms, themes))
    return target


def _empty(shipped: Path, target: Path) -> dict[str, list[str]]:
    """Write the contract, the code lists and coded files without rows. The columns of every table."""
    contract = schema.load(shipped)
    for table in contract.tables:
        for path in table.paths:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            if table.role == "list":
                shutil.copyfile(shipped / path, target / path)
            else:
                _write(target / path, table.columns, ())
    shutil.copyfile(shipped / schema.CONTRACT, target / schema.CONTRACT)
    return {table.name: table.columns for table in contract.tables}


def _provinces(shipped: Path) -> list[str]:
    return [row["province_id"] for row in _rows(shipped / "provinces.csv") if row["boundaries"] == "former"]


def declared_types(data: Path) -> dict[str, dict[str, str]]:
    """{file: {column: SQL type}} of a data folder, in order."""
    package = json.loads((data / schema.CONTRACT).read_text(encoding="utf-8"))
    return {
        path: {field["name"]: schema.SQL_TYPES[field["type"]] for field in resource["schema"]["fields"]}
        for resource in package["resources"]
        for path in resource["path"]
    }


def _organization(number: int) -> str:
    return f"association-{number:06d}"


def _year(term: int) -> int:
    return FIRST_YEAR + YEARS_PER_TERM * (term - 1)


def _tree(count: int, provinces: list[str]) -> Iterator[Row]:
    for n in range(count):
        at, is_provincial = n % len(provinces), n < len(provinces)
        level, above = ("province", "") if is_provincial else ("district", _organization(at))
        yield (
            _organization(n),
            f"Hội số {n}",
            f"Association {n}",
            "union_of_associations",
            level,
            provinces[at],
            above,
            "",
            "",
            "",
        )


def _terms(count: int, terms: int) -> Iterator[Row]:
    for n in range(count):
        for term in range(1, terms + 1):
            start, end = _year(term), _year(term + 1)
            yield _organization(n), term, start, end, f"{start}-06-15", f"{end}-06-15", ""


def _sources(count: int, terms: int) -> Iterator[Row]:
    for n in range(count):
        for term in range(1, terms + 1):
            title = f"Báo cáo kiểm điểm nhiệm kỳ {term} của Hội số {n}"
            yield (
                f"review-{n:06d}-{term}",
                "self_review",
                title,
                f"Hội số {n}",
                f"{_year(term + 1)}-06-01",
                "vi",
                "false",
                "whole",
                "",
                "",
                "",
            )


def _observations(count: int, indicators: list[dict[str, str]]) -> Iterator[Row]:
    for n in range(count):
        rest, at = divmod(n, len(indicators))
        number, term = divmod(rest, TERMS)
        dates = {"flow": "", "stock": f"{_year(term + 2)}-06-15", "congress": f"{_year(term + 1)}-06-15"}
        unstated = indicators[at]["nature"] == "flow" and n % 97 == 0
        value = "" if unstated else n * 7919 % 5000
        qualifier = "unstated" if unstated else ("about" if n % 11 == 0 else "exact")
        note = "cũng nêu ở đoạn 9, “gần đủ”" if n % 50 == 0 else ""
        as_of = dates[indicators[at]["nature"]]
        yield (
            _organization(number),
            term + 1,
            indicators[at]["indicator"],
            value,
            qualifier,
            "stated",
            as_of,
            f"review-{number:06d}-{term + 1}",
            n % 40 + 1,
            note,
        )


def _few_observations(count: int, terms: int, indicators: list[str]) -> Iterator[Row]:
    for n in range(count):
        for term in range(1, terms + 1):
            for step in range(4):
                # The first, the members, in nine reports of ten; the others in turn.
                at = 0 if step == 0 else 1 + (n + term + step) % (len(indicators) - 1)
                if at == 0 and (n + term) % 10 == 0:
                    continue
                value = (n * 7919 + term * 31 + step) % 5000
                yield (
                    _organization(n),
                    term,
                    indicators[at],
                    value,
                    "about" if n % 11 == 0 else "exact",
                    "stated",
                    f"{_year(term + 1)}-06-15",
                    f"review-{n:06d}-{term}",
                    step + 1,
                    "",
                )


def _limitations(count: int, terms: int, themes: list[str]) -> Iterator[Row]:
    for n in range(count):
        for term in range(terms - 1, terms + 1):
            for step in range(1, 4):
                theme = themes[(n * step + term) % len(themes)]
                yield (
                    _organization(n),
                    term,
                    step,
                    theme,
                    "limitation",
                    f"Ý {n} {step}",
                    f"Point {n} {step}",
                    f"review-{n:06d}-{term}",
                    20 + step,
                    "",
                )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
