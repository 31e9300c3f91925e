"""The contract, data/datapackage.json, as tables and fields. The only reader of that file; knows no rows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.problems import DataError, Problem

CONTRACT = "datapackage.json"

# Column type in the release for each Table Schema type. A number keeps four decimals exactly; a wider one is refused.
SQL_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DECIMAL(18,4)", "boolean": "BOOLEAN"}


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

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values must stand in the referenced table's columns."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One resource: the files that hold it, its columns and its keys."""

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
    """The whole contract and the folder that it stands in."""

    directory: Path
    titles: dict[str, str]
    version: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """Returns the table of that name; KeyError where the contract has none."""
        return {table.name: table for table in self.tables}[name]


def load(directory: Path) -> Contract:
    """Returns the contract of a data folder; raises DataError naming everything in it that cannot be used."""
    path = directory / CONTRACT
    shown = f"{directory.name}/{CONTRACT}"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = "there is no contract here; name the folder that holds datapackage.json"
        raise DataError([Problem(shown, 0, "", None, message, "contract")]) from None
    except json.JSONDecodeError as error:
        raise DataError([Problem(shown, error.lineno, "", None, f"is not JSON: {error.msg}", "contract")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError([Problem(shown, 0, "", None, f"cannot be read: {error}", "contract")]) from None
    try:
        tables = tuple(_table(resource) for resource in package["resources"])
        contract = Contract(directory, _both(package, "title"), package.get("version", ""), tables)
    except (KeyError, TypeError, AttributeError) as error:
        message = f"lacks or misuses {error}; see the other resources for the form"
        raise DataError([Problem(shown, 0, "", None, message, "contract")]) from None
    problems = [Problem(shown, 0, "", None, message, "contract") for message in _faults(contract)]
    if problems:
        raise DataError(problems)
    return contract


def _both(declared: dict[str, Any], key: str) -> dict[str, str]:
    return {"vi": declared.get(f"{key}_vi", ""), "en": declared.get(key, "")}


def _table(resource: dict[str, Any]) -> Table:
    schema, paths = resource["schema"], resource["path"]
    return Table(
        name=resource["name"],
        role=resource["role"],
        paths=(paths,) if isinstance(paths, str) else tuple(paths),
        titles=_both(resource, "title"),
        descriptions=_both(resource, "description"),
        grain=_both(resource, "grain"),
        fields=tuple(_field(f) for f in schema["fields"]),
        primary_key=_names(schema.get("primaryKey", [])),
        unique_keys=tuple(_names(key) for key in schema.get("uniqueKeys", [])),
        foreign_keys=tuple(
            ForeignKey(_names(k["fields"]), k["reference"]["resource"] or resource["name"], _names(k["reference"]["fields"]))
            for k in schema.get("foreignKeys", [])
        ),
    )


def _field(declared: dict[str, Any]) -> Field:
    rules = declared.get("constraints", {})
    return Field(
        name=declared["name"],
        type=declared["type"],
        titles=_both(declared, "title"),
        descriptions=_both(declared, "description"),
        required=rules.get("required", False),
        pattern=rules.get("pattern"),
        enum=tuple(rules.get("enum", ())),
        labels=declared.get("labels", {}),
        minimum=rules.get("minimum"),
        maximum=rules.get("maximum"),
        max_length=rules.get("maxLength"),
        is_partial_date=declared.get("partialDate", False),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _faults(contract: Contract) -> list[str]:
    """Returns what is wrong in the contract itself, a sentence each."""
    faults = []
    columns = {t.name: set(t.columns) for t in contract.tables}
    for table in contract.tables:
        where = f"resource {table.name}:"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", table.name):
            faults.append(f"{where} a name is lower-case ASCII letters, digits and _")
        if len(columns[table.name]) != len(table.fields):
            faults.append(f"{where} two fields share a name")
        for f in table.fields:
            faults += _field_faults(where, f)
        for key in table.keys:
            faults += [f"{where} key names {c}, which is no field" for c in key if c not in columns[table.name]]
        for key in table.foreign_keys:
            faults += [f"{where} foreign key names {c}, which is no field" for c in key.fields if c not in columns[table.name]]
            target = columns.get(key.table)
            if target is None:
                faults.append(f"{where} foreign key refers to {key.table}, which is no resource")
            else:
                faults += [f"{where} foreign key refers to {key.table}.{c}, which is no field" for c in key.reference if c not in target]
    doubled = len(contract.tables) - len(columns)
    return faults + ([f"{doubled} resources share a name"] if doubled else [])


def _field_faults(where: str, f: Field) -> list[str]:
    faults = []
    if not re.fullmatch(r"[a-z][a-z0-9_]*", f.name):
        faults.append(f"{where} field {f.name}: a name is lower-case ASCII letters, digits and _")
    if f.type not in SQL_TYPES:
        faults.append(f"{where} field {f.name}: type {f.type} is not one of {', '.join(SQL_TYPES)}")
    if f.labels and set(f.labels) != set(f.enum):
        faults.append(f"{where} field {f.name}: labels and enum differ")
    try:
        re.compile(f.pattern or "")
    except re.error as error:
        faults.append(f"{where} field {f.name}: pattern does not compile: {error}")
    return faults
