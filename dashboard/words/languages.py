"""The languages of the interface: one TOML file each, beside this module. Pure.

A further language is one more file, named by its code, with the keys of the others:

    name = "English"        # as the switch of languages shows it
    labels = "en"           # the columns of the data that a page in it shows: label_en, name_en, …
    [dates]                 # patterns of CLDR, and of Excel under "spreadsheet"
    [room]                  # sentences by where they are read; a key is of one room only
    key = "… {place} …"     # braces are filled by name
    key.one = "…"           # or a sentence in the plural forms of CLDR, "other" always among them
    key.other = "…"
    key.by = "n"            # the value that decides between them, where it is not n

The data has labels in Vietnamese and English only, so a further language says which of the two it shows
until the data has columns of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT = "vi"


@dataclass(frozen=True)
class Plural:
    """A sentence in several forms; the plural category of the value named `by` chooses one."""

    by: str
    forms: Mapping[str, str]


Sentence = str | Plural


@dataclass(frozen=True)
class Language:
    """A language file: its own name, the language of its data labels, date patterns, sentences by key."""

    name: str
    labels: str
    dates: Mapping[str, str]
    sentences: Mapping[str, Sentence]


def read(path: Path) -> Language:
    """The language of one file. Raises ValueError for a key in two rooms, KeyError for an incomplete head."""
    rooms = tomllib.loads(path.read_text(encoding="utf-8"))
    name, labels, dates = rooms.pop("name"), rooms.pop("labels"), rooms.pop("dates")
    sentences: dict[str, Sentence] = {}
    for room, own in rooms.items():
        for key, sentence in own.items():
            if key in sentences:
                raise ValueError(f"{path.name}: {key} is in [{room}] and in a room before it")
            sentences[key] = (
                sentence if isinstance(sentence, str) else Plural(sentence.pop("by", "n"), sentence)
            )
    return Language(name, labels, dates, sentences)


def chosen(code: str | None) -> str:
    """The code itself where there is a file for it, else the default language."""
    return code if code and code in LANGUAGES else DEFAULT


_FILES = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}

# By code, the default first: the order of the switch.
LANGUAGES: Mapping[str, Language] = {
    code: read(_FILES[code]) for code in sorted(_FILES, key=lambda code: code != DEFAULT)
}
