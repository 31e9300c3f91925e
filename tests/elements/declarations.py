"""TypeScript's declarations of the contracts of the elements, made from their Python types.

Write them anew after a change of dashboard/elements/contracts.py: python -m tests.elements.declarations
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from dashboard.elements import contracts

FILE = Path(contracts.__file__).parent / "js" / "contracts.d.ts"
PRIMITIVES = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def declarations() -> str:
    """All contracts as interfaces, in the order of their module."""
    found = [cls for cls in vars(contracts).values() if is_typeddict(cls)]
    return (
        "// Made from contracts.py, which is the one to change: python -m tests.elements.declarations\n\n"
        + "\n".join("\n".join(_interface(cls)) + "\n" for cls in found)
    )


def _interface(cls: Any) -> Iterator[str]:
    yield from ("/**", *(f" * {line}".rstrip() for line in cleandoc(cls.__doc__).splitlines()), " */")
    yield f"export interface {cls.__name__} {{"
    for name, kind in get_type_hints(cls, include_extras=True).items():
        is_optional = get_origin(kind) is NotRequired or not cls.__total__
        kind = get_args(kind)[0] if get_origin(kind) is NotRequired else kind
        yield f"  {name}{'?' if is_optional else ''}: {_type(kind)};"
    yield "}"


def _type(kind: Any) -> str:
    if kind in PRIMITIVES:
        return PRIMITIVES[kind]
    if is_typeddict(kind):
        return str(kind.__name__)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in arguments)
    if origin in (Union, types.UnionType):
        return " | ".join(map(_type, arguments))
    if origin is dict and arguments[0] is str:
        return f"Record<string, {_type(arguments[1])}>"
    if origin is list:
        item = _type(arguments[0])
        return f"({item})[]" if " | " in item else f"{item}[]"
    raise TypeError(f"A contract has no place for {kind}.")


if __name__ == "__main__":
    FILE.write_text(declarations(), encoding="utf-8")
