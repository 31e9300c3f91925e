"""The rules of one cell: the SQL that accepts sound cells of a field, and the fault of an unsound one."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from etl import addresses, letters, spreadsheet
from etl.problems import suggestion
from etl.schema import PLACEHOLDERS, Field, is_placeholder, literal

# White space at the ends; control characters but the line break; and letters that nobody sees or that mean
# something on one machine alone: spaces and joiners that are invisible or look like a space, all that Unicode
# calls ignorable (zero width, direction, variation), private-use letters, what marks a lost one, and code
# points that are no characters. Unassigned ones are let through: which they are depends on the Python.
INVISIBLE = (
    r"^\s|\s$|[\x00-\x09\x0B-\x1F\x7F-\x9F]|[\x{00A0}\x{00AD}\x{034F}\x{061C}\x{115F}\x{1160}\x{1680}\x{17B4}\x{17B5}"
    r"\x{180B}-\x{180F}\x{2000}-\x{200F}\x{2028}-\x{202F}\x{205F}-\x{206F}\x{2800}\x{3000}\x{3164}\x{E000}-\x{F8FF}"
    r"\x{FDD0}-\x{FDEF}\x{FE00}-\x{FE0F}\x{FEFF}\x{FFA0}\x{FFF0}-\x{FFFF}\x{1BCA0}-\x{1BCA3}\x{1D173}-\x{1D17A}"
    r"\x{E0000}-\x{E0FFF}\x{F0000}-\x{10FFFF}"
    + "".join(rf"\x{{{plane:X}FFFE}}\x{{{plane:X}FFFF}}" for plane in range(1, 15))
    + "]"
)
_INVISIBLE = re.compile(re.sub(r"\\x\{(\w+)\}", lambda m: re.escape(chr(int(m[1], 16))), INVISIBLE))

# Vietnamese in NFC has no mark beside its letters, other scripts up to three; a pile hides other lines.
MAX_MARKS = 3
PILED = rf"\p{{M}}{{{MAX_MARKS + 1}}}"

# Precomposed letters, the Vietnamese ones among them, and no marks: text of these alone is NFC without
# normalising it.
WHOLE = r"[\x00-\x{02FF}\x{1E00}-\x{1EFF}\x{2010}-\x{2027}]*"

# The only spellings of a number: nothing that a reader or a program could take for another number.
INTEGER = r"0|-?[1-9][0-9]{0,8}"
NUMBER = r"-?(0|[1-9][0-9]{0,13})(\.[0-9]{1,4})?"
NEGATIVE_ZERO = r"-0+(\.0*)?"
THOUSANDS = r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+"
GROUPED = r"-?[1-9][0-9]{0,2}([.,\s'][0-9]{3})+"


def sound(field: Field) -> str:
    """An SQL condition over the raw text column that is true of exactly the cells the contract allows."""
    rules = _sound_but_for_marks(field)
    return f"({rules} AND {_composed(_column(field))})" if is_text(field) else rules


def all_sound(fields: Sequence[Field], only_plain_letters: bool = False) -> str:
    """An SQL condition that is true of exactly the raw rows whose cells are all sound.

    With only_plain_letters it is true only of those that also have no letters but precomposed Latin ones, as
    Vietnamese has, and nothing that could be changed letters: that is planned in half the time, since the
    class of all marks is not compiled.
    The texts of a row are looked at together, which is the same: a blank between them composes with neither.
    """
    rules = [_sound_but_for_marks(field) for field in fields]
    if texts := ", ".join(_column(field) for field in fields if is_text(field)):
        text = f"concat_ws(' ', {texts})"
        plain = f"{_whole(text)} AND NOT regexp_matches({text}, {literal(letters.SUSPECT)})"
        rules.append(plain if only_plain_letters else _composed(text))
    return " AND ".join(rules)


def _column(field: Field) -> str:
    return f'"{field.name}"'


def _composed(text: str) -> str:
    """True of text in NFC that piles no marks, and where it is NULL not false."""
    in_pieces = f"nfc_normalize({text}) <> {text} OR regexp_matches({text}, {literal(PILED)})"
    return f"({_whole(text)} OR NOT ({in_pieces})) IS NOT FALSE"


def _whole(text: str) -> str:
    return f"regexp_full_match({text}, {literal(WHOLE)})"


def _sound_but_for_marks(field: Field) -> str:
    column = _column(field)
    rules = [_type_rule(field, column)]
    if field.enum:
        rules.append(f"{column} IN ({', '.join(map(literal, field.enum))})")
    if field.pattern:
        rules.append(f"regexp_full_match({column}, {literal(field.pattern)})")
    if _is_code(field):
        rules.append(f"lower({column}) NOT IN ({', '.join(map(literal, PLACEHOLDERS))})")
    if field.format == "uri":
        rules.append(addresses.sound(column))
    elif is_text(field):
        rules.append(f"NOT regexp_matches({column}, {literal(INVISIBLE)})")
    if field.max_length is not None:
        rules.append(f"length({column}) <= {field.max_length}")
    if field.is_partial_date:
        rules.append(f"(length({column}) < 10 OR try_cast({column} AS DATE) IS NOT NULL)")
    held = " AND ".join(rule for rule in rules if rule)
    return f"({column} IS NOT NULL AND {held})" if field.required else f"({column} IS NULL OR {held})"


def is_text(field: Field) -> bool:
    """True for a column that letters beyond ASCII may stand in."""
    is_ascii = field.format == "uri" or (field.pattern is not None and _lets_ascii_only(field.pattern))
    return field.type == "string" and not field.enum and not is_ascii


def _is_code(field: Field) -> bool:
    """True for a column of ids or codes, which a pattern describes."""
    return field.type == "string" and field.pattern is not None and not field.is_partial_date


def _lets_ascii_only(pattern: str) -> bool:
    """True for a pattern that plainly lists the characters it accepts, all of them visible ASCII."""
    return re.fullmatch(r"(?!.*\[\^)(?:[!-~](?<![.\\])|\\[d.])*", pattern) is not None


def _type_rule(field: Field, column: str) -> str:
    if field.type == "boolean":
        return f"{column} IN ('true', 'false')"
    if field.type == "string":
        return ""
    spelling = INTEGER if field.type == "integer" else NUMBER
    rule = f"regexp_full_match({column}, {literal(spelling)})"
    if field.type == "number":
        rule += f" AND NOT regexp_full_match({column}, {literal(NEGATIVE_ZERO)})"
        rule += f" AND (NOT contains({column}, '.') OR NOT regexp_full_match({column}, {literal(THOUSANDS)}))"
    number = f"try_cast({column} AS {field.sql_type})"
    if field.minimum is not None and field.maximum is not None:
        return f"{rule} AND {number} BETWEEN {field.minimum} AND {field.maximum}"
    bounds = ((">=", field.minimum), ("<=", field.maximum))
    return rule + "".join(f" AND {number} {sign} {bound}" for sign, bound in bounds if bound is not None)


def as_code(field: Field) -> str:
    """An SQL expression of the code that the raw text is another spelling of; NULL where it is of none."""
    if not field.pattern:
        return "NULL"
    code = f"lower(translate({_column(field)}, ' _', '--'))"
    return f"CASE WHEN regexp_full_match({code}, {literal(field.pattern)}) THEN {code} END"


def explain(field: Field, value: str | None, code: str | None = None) -> str:
    """The fault of an unsound cell and what to write instead, as the end of a sentence; code: see as_code."""
    if value is None:
        return "is empty, and the contract requires it"
    hidden = _hidden(value)
    if hidden and not (field.type in ("integer", "number") and re.fullmatch(GROUPED, value)):
        return hidden
    if _is_code(field) and is_placeholder(value):
        return (
            "is what programs write for a missing or a truth value, and no code; leave the cell empty where "
            "nothing is known, or give the code another name"
        )
    if field.format == "uri":
        return addresses.explain(value)
    if field.enum:
        meant = (
            c for c, label in field.labels.items() if value.lower() in (v.lower() for v in label.values())
        )
        if code := next(meant, None):
            return f"is the label of a code; write {code}"
        return f"is not one of its values; {suggestion(value, field.enum)}"
    if field.type == "boolean":
        return "is neither true nor false; write one of them in lower case"
    if field.type in ("integer", "number"):
        return _number_fault(field, value)
    if field.is_partial_date:
        return _date_fault(value)
    if field.max_length is not None and len(value) > field.max_length:
        return f"is {len(value)} characters long; at most {field.max_length} are allowed"
    return _pattern_fault(field, value, code)


def _hidden(value: str) -> str | None:
    if value != value.strip(" "):
        return "begins or ends with a space; remove it"
    match = _INVISIBLE.search(value)
    if match:
        character = match[0]
        name = unicodedata.name(character, "a control character").lower()
        return (
            f"holds U+{ord(character):04X} ({name}) at character {match.start() + 1}; "
            "remove it or write a plain space"
        )
    if piled := _piled(value):
        return (
            f"has more than {MAX_MARKS} marks on one letter from character {piled} on; remove them, "
            "and write a Vietnamese letter with its marks as one"
        )
    composed = unicodedata.normalize("NFC", value)
    if composed != value:
        return (
            "has letters written in pieces (decomposed Unicode); "
            f"retype it or normalise the file to NFC: {composed}"
        )
    return None


def _piled(value: str) -> int | None:
    """Where, counted from 1, more marks than MAX_MARKS follow each other; None where they do not."""
    # A mark that this Python does not know yet is unassigned to it.
    marks = "".join("M" if unicodedata.category(c) in ("Mn", "Mc", "Me", "Cn") else "-" for c in value)
    at = marks.find("M" * (MAX_MARKS + 1))
    return None if at < 0 else at + 1


def _number_fault(field: Field, value: str) -> str:
    if re.fullmatch(GROUPED, value):
        return f"looks like a thousands separator; write {re.sub(r'[^-0-9]', '', value)}"
    if re.match(r"[≈~<>≥≤]|khoảng|gần|trên|hơn|dưới", value):
        return "carries a qualifier; write the digits alone and put about, at_least or at_most into qualifier"
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in value)
    if plain != value:
        return f"is written in other digits than 0-9; write {plain}"
    if re.fullmatch(r"-?\d+,\d+", value):
        return f"has a decimal comma; write {value.replace(',', '.')}"
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+", value):
        return "is in exponent form; write all its digits"
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return "is not a number; write plain digits, with a point before decimals"
    if re.fullmatch(NEGATIVE_ZERO, value):
        return "is zero with a sign; write 0"
    if re.match(r"-?0\d", value):
        return f"has leading zeros; write {'-' * value.startswith('-')}{re.sub('^-?0+(?=[0-9])', '', value)}"
    if "." in value and field.type == "integer":
        return "is not a whole number"
    number = Decimal(value)
    if field.minimum is not None and number < field.minimum:
        return f"is below {field.minimum}, the least allowed"
    if field.maximum is not None and number > field.maximum:
        return f"is above {field.maximum}, the most allowed"
    return "has too many digits; at most 9 for a whole number, 14 and 4 decimals for another"


def _date_fault(value: str) -> str:
    swapped = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", value)
    if swapped:
        first, second, year = swapped.groups()
        day_first = spreadsheet.written(first, second, year)
        month_first = spreadsheet.written(second, first, year)
        if day_first and month_first and day_first != month_first:
            return f"is day/month/year; write {day_first} (or {month_first}, if the month stands first)"
        if month_first and not day_first:
            return f"is month/day/year; write {month_first}"
        return (
            f"is day/month/year; write {day_first}"
            if day_first
            else "is day/month/year, and no such day exists"
        )
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and not _is_day(value):
        return "is not a day of the calendar"
    if re.fullmatch(r"\d{4}-\d{1,2}", value):
        return "is not a month; write year-month as 2017-04, or the year alone"
    return "is not a date; write 2017, 2017-04 or 2017-05-06, in the years 1900 to 2099"


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _pattern_fault(field: Field, value: str, code: str | None) -> str:
    odd = next((c for c in value if not c.isascii()), None)
    if odd and field.pattern:
        name = unicodedata.name(odd, "an unnamed character").lower()
        return f"holds “{odd}” ({name}); a code is written in plain ASCII letters and digits"
    # Not judged here: what Python takes years for, DuckDB reads in one go.
    if code:
        return f"is not in the form of a code; write {code}"
    return f"does not have the form {field.pattern}"
