"""The contract, data/datapackage.json, as tables and fields. The only reader of that file; knows no rows."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from etl import files
from etl.problems import DataError, Problem

CONTRACT = files.CONTRACT

FORMATS = ("default", "uri")  # of strings: any text, or an address of the web, by the rule in etl.addresses
# Column type in the release for each Table Schema type. A number keeps four decimals exactly; a wider one is
# refused.
SQL_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DECIMAL(18,4)", "boolean": "BOOLEAN"}


Kind = TypeVar("Kind")

# What programs write for a missing value or a truth value, or read as one: no code, in whatever case.
PLACEHOLDERS = ("null", "none", "nan", "na", "n/a", "true", "false")


@dataclass(frozen=True)
class Field:
    """One column, as the contract declares it."""

    name: str
    type: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    required: bool = False
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    is_partial_date: bool = False
    format: str = "default"

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must exist in the columns of the referenced table."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One resource: the files that hold it, those that it lists and those of its name; columns and keys."""

    name: str
    role: str
    paths: tuple[str, ...]
    titles: dict[str, str]
    descriptions: dict[str, str]
    grain: dict[str, str]
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]

    @property
    def columns(self) -> list[str]:
        return [f.name for f in self.fields]

    @property
    def keys(self) -> list[tuple[str, ...]]:
        return [key for key in (self.primary_key, *self.unique_keys) if key]


@dataclass(frozen=True)
class Contract:
    """The whole contract and its folder, with a problem for each file there that may hold rows unread."""

    directory: Path
    titles: dict[str, str]
    version: str
    tables: tuple[Table, ...]
    lost: tuple[Problem, ...] = ()

    def shown(self, path: str) -> str:
        """The path of a file as shown to people: below the folder's own name."""
        return f"{self.directory.name}/{path}"

    def table(self, name: str) -> Table:
        """The table of that name. Raises KeyError."""
        return {table.name: table for table in self.tables}[name]


def literal(text: str) -> str:
    """The text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def load(directory: Path) -> Contract:
    """The contract of a data folder. Raises DataError naming everything in it that cannot be used."""
    directory = Path(
        os.path.abspath(directory)
    )  # so that the folder has a name, also where it is given as “.”
    path = directory / CONTRACT
    shown = f"{directory.name}/{CONTRACT}"
    if path.exists() and not path.is_file():
        raise DataError([Problem(shown, 0, "", None, "is no file; put the contract there", "contract")])
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(package, ensure_ascii=False).encode()
    except FileNotFoundError:
        message = "there is no contract here; name the folder that holds datapackage.json"
        raise DataError([Problem(shown, 0, "", None, message, "contract")]) from None
    except RecursionError:
        raise DataError(
            [Problem(shown, 0, "", None, "is nested without end; it is no contract", "contract")]
        ) from None
    except json.JSONDecodeError as error:
        raise DataError(
            [Problem(shown, error.lineno, "", None, f"is not JSON: {error.msg}", "contract")]
        ) from None
    except UnicodeDecodeError:
        raise DataError([Problem(shown, 0, "", None, "is not UTF-8; save it as UTF-8", "contract")]) from None
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])[1:-1]
        message = f"holds {half}, which is half of a character; write the character itself"
        raise DataError([Problem(shown, 0, "", None, message, "contract")]) from None
    except ValueError:  # of Python, about the digits of a number
        message = f"holds a number of more than {sys.get_int_max_str_digits()} digits; write the one meant"
        raise DataError([Problem(shown, 0, "", None, message, "contract")]) from None
    except OSError as error:
        raise DataError(
            [Problem(shown, 0, "", None, f"cannot be read: {error.strerror}", "contract")]
        ) from None
    try:
        tables = tuple(_table(resource) for resource in package["resources"])
        contract = _with_files(directory, package, tables)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        message = f"lacks or misuses {error}; see the other resources for the form"
        raise DataError([Problem(shown, 0, "", None, message, "contract")]) from None
    problems = [Problem(shown, 0, "", None, message, "contract") for message in _faults(contract)]
    if problems:
        raise DataError(problems)
    return contract


def _with_files(directory: Path, package: dict[str, Any], tables: tuple[Table, ...]) -> Contract:
    listed = [path for table in tables for path in table.paths]
    found, lost = files.find(directory, [table.name for table in tables], listed)
    tables = tuple(replace(table, paths=(*table.paths, *found.get(table.name, ()))) for table in tables)
    version = _typed(str, package, "version", "")
    return Contract(directory, _both(package, "title"), version, tables, tuple(lost))


def _typed(kind: type[Kind], declared: dict[str, Any], key: str, default: Kind | None = None) -> Kind:
    """What is declared under the key. Raises KeyError, or TypeError where it is of another kind."""
    value = declared[key] if default is None else declared.get(key, default)
    if not isinstance(value, kind):
        raise TypeError(f"{key!r}")
    return value


def _both(declared: dict[str, Any], key: str) -> dict[str, str]:
    return {"vi": _typed(str, declared, f"{key}_vi", ""), "en": _typed(str, declared, key, "")}


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    return Table(
        name=_typed(str, resource, "name"),
        role=_typed(str, resource, "role"),
        paths=_names(resource.get("path", [])),
        titles=_both(resource, "title"),
        descriptions=_both(resource, "description"),
        grain=_both(resource, "grain"),
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", [])),
        unique_keys=tuple(_names(key) for key in schema.get("uniqueKeys", [])),
        foreign_keys=tuple(
            ForeignKey(
                _names(k["fields"]),
                _typed(str, k["reference"], "resource") or resource["name"],
                _names(k["reference"]["fields"]),
            )
            for k in schema.get("foreignKeys", [])
        ),
    )


def _field(declared: dict[str, Any]) -> Field:
    rules = declared.get("constraints", {})
    labels = _typed(dict, declared, "labels", {})
    return Field(
        name=_typed(str, declared, "name"),
        type=_typed(str, declared, "type"),
        titles=_both(declared, "title"),
        descriptions=_both(declared, "description"),
        required=_typed(bool, rules, "required", False),
        pattern=rules.get("pattern"),
        enum=tuple(str(value) for value in _typed(list, rules, "enum", [])),
        labels={code: _both_labels(labels, code) for code in labels},
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        max_length=rules.get("maxLength"),
        is_partial_date=_typed(bool, declared, "partialDate", False),
        format=_typed(str, declared, "format", "default"),
    )


def _both_labels(labels: dict[str, Any], code: str) -> dict[str, str]:
    label = _typed(dict, labels, code)
    return {language: _typed(str, label, language) for language in label}


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"{names!r} as a list of names")
    return tuple(names)


def _faults(contract: Contract) -> list[str]:
    """The faults of the contract itself, a sentence each."""
    faults = []
    columns = {t.name: set(t.columns) for t in contract.tables}
    for table in contract.tables:
        where = f"resource {table.name}:"
        if not is_name(table.name):
            faults.append(f"{where} a name is lower-case ASCII letters, digits and _")
        if not table.fields:
            faults.append(f"{where} has no fields")
        if len(columns[table.name]) != len(table.fields):
            faults.append(f"{where} two fields share a name")
        faults += [f"{where} {fault}" for f in table.fields for fault in _field_faults(f)]
        faults += [
            f"{where} key names {c}, which is no field"
            for key in table.keys
            for c in key
            if c not in columns[table.name]
        ]
        for foreign in table.foreign_keys:
            faults += [
                f"{where} {fault}"
                for fault in _foreign_key_faults(foreign, columns[table.name], columns.get(foreign.table))
            ]
    paths = [path for table in contract.tables for path in table.paths]
    faults += [f"path {path} is listed twice" for path in dict.fromkeys(paths) if paths.count(path) > 1]
    faults += [
        f"resource {table.name}: has no file; write {table.name}.csv"
        for table in contract.tables
        if not table.paths
    ]
    faults += [
        f"path {path!r}: a path stays below the data folder and is written with /"
        for path in paths
        if not _is_inside(path)
    ]
    faults += _pattern_faults(contract)
    doubled = len(contract.tables) - len(columns)
    return faults + ([f"{doubled + 1} resources share a name"] if doubled else [])


def is_placeholder(code: str) -> bool:
    """True for a word that programs write or read as a missing value or as a truth value."""
    return code.lower() in PLACEHOLDERS


def is_name(name: str) -> bool:
    """True for a name that a resource or a field may have, which becomes the name of a table or column."""
    return re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None


def _is_inside(path: str) -> bool:
    return path.isprintable() and path != "" and not path.startswith("/") and ".." not in path.split("/")


def _foreign_key_faults(key: ForeignKey, columns: set[str], target: set[str] | None) -> list[str]:
    if target is None:
        return [f"foreign key refers to {key.table}, which is no resource"]
    faults = [f"foreign key names {c}, which is no field" for c in key.fields if c not in columns]
    faults += [
        f"foreign key refers to {key.table}.{c}, which is no field" for c in key.reference if c not in target
    ]
    return faults + (
        ["foreign key has more columns on one side"] if len(key.fields) != len(key.reference) else []
    )


def _field_faults(f: Field) -> list[str]:
    where, faults = f"field {f.name}:", []
    if not is_name(f.name):
        faults.append(f"{where} a name is lower-case ASCII letters, digits and _")
    if f.type not in SQL_TYPES:
        faults.append(f"{where} type {f.type} is not one of {', '.join(SQL_TYPES)}")
    if f.format not in FORMATS or (f.format != "default" and f.type != "string"):
        faults.append(f"{where} format {f.format} is not checked; a string has {' or '.join(FORMATS)}")
    if placeholders := [code for code in f.enum if is_placeholder(code)]:
        faults.append(f"{where} enum has {placeholders[0]}, which is read as no value or a truth value")
    if f.labels and set(f.labels) != set(f.enum):
        faults.append(f"{where} labels and enum differ")
    if not all({"vi", "en"} <= set(label) for label in f.labels.values()):
        faults.append(f"{where} a label has vi and en")
    if not all(bound is None or _is_bound(bound) for bound in (f.minimum, f.maximum, f.max_length)):
        faults.append(f"{where} minimum, maximum and maxLength are numbers below 10^18")
    return faults


def _is_bound(bound: object) -> bool:
    """True for a number that cells of the widest type can be compared with."""
    return isinstance(bound, int | float) and not isinstance(bound, bool) and abs(bound) < 10**18


def _pattern_faults(contract: Contract) -> list[str]:
    """The patterns that do not compile in DuckDB, which checks with them, or in Python, as in other tools."""
    declared: list[tuple[str, str, object]] = [
        (t.name, f.name, f.pattern) for t in contract.tables for f in t.fields if f.pattern is not None
    ]
    sound = _compiling(frozenset(p for _, _, p in declared if isinstance(p, str)))
    broken = [
        (table, field)
        for table, field, pattern in declared
        if not (isinstance(pattern, str) and pattern in sound)
    ]
    return [f"resource {table}: field {field}: pattern does not compile" for table, field in broken]


@lru_cache(maxsize=16)  # the contract is loaded at every check, and opening a database is most of its time
def _compiling(patterns: frozenset[str]) -> frozenset[str]:
    """Those of the patterns that compile."""
    with duckdb.connect() as connection:
        return frozenset(pattern for pattern in patterns if _compiles(connection, pattern))


def _compiles(connection: duckdb.DuckDBPyConnection, pattern: str) -> bool:
    try:
        re.compile(pattern)
        connection.execute("SELECT regexp_full_match('', ?)", [pattern]).fetchall()
    except (re.error, RecursionError, OverflowError, duckdb.Error):
        return False
    return True
