"""Text that is valid UTF-8 and not what was typed: a table of kinds with their causes. Converts nothing.

A kind is told by words that it alone explains: those that are no Vietnamese as they stand, and are under it.
One word is no proof where another language writes it; then other cells of the file decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from html.entities import html5

from etl import encodings
from etl.syllables import is_syllable

# All that the kinds look for, and little else: what only this finds is judged below. Letters of Latin-1 that
# Vietnamese lacks, pairs of vowels that it never writes, and the signs of the other kinds.
SUSPECT = (
    "[\u0080-\u00af\u00b1-»¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñöøûüþÿ÷\u0189\u0256\u01cd\u01ce\ufffd]"
    "|[\u0391-\u03c9\u0400-\u052f\uff10-\uff5a\U0001d400-\U0001d7ff\u2206\u221a]|[âÂ]€"
    "|[AaEe][ÙÂÊÁÀÃÉÈÚÕùâêáàãéèúõ]|[Oo][ÙÂÊÚÕùâêúõ]|[UuYy][ÙÚÕùúõ]|[Ôô][ÙÚÕùúõ]|[¼-¾][A-Za-z]|[A-Za-z][¼-¾]"
    r"|\?[A-Za-zÀ-ỹ]|&#?[A-Za-z0-9]{2,24};|\+[A-Za-z0-9+/]{3,}-|\\u[0-9A-Fa-f]{4}|=[CE][1-6]=|%[CE][1-6]%"
)
_SUSPECT = re.compile(SUSPECT)

_AGAIN = "go back to the workbook or document, and save it as CSV UTF-8"
_SYMBOLS = "".join(letter for letter in map(chr, range(0xA1, 0xC0)) if letter not in "°±²³´¿")
_WORD = re.compile(rf"[^\W\d_]+(?:[^\W_]|[{_SYMBOLS}×÷])*|[{_SYMBOLS}](?:[^\W\d_]|[{_SYMBOLS}×÷])+")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text: the kinds that explain it, and the end of a sentence that says so."""

    kinds: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Kind:
    """A way in which letters get lost or changed; `find` returns an example where the text shows it.

    Where a text alone is no proof, it is one among others of the file that show the kind.
    """

    name: str
    cause: str
    remedy: str
    find: Callable[[str, bool], str | None]


def fault(text: str, seen: Collection[str] = ()) -> Fault | None:
    """The fault of a text with every kind that explains it, None for a sound one; seen: kinds of its file."""
    if not _SUSPECT.search(text):
        return None
    found = [(kind, word) for kind in KINDS if (word := kind.find(text, kind.name in seen))]
    if not found:
        return None
    causes = ", or ".join(f"“{word}”: {kind.cause}" for kind, word in found)
    remedies = "; ".join(dict.fromkeys(kind.remedy for kind, _ in found))
    return Fault(tuple(kind.name for kind, _ in found), f"holds {causes}; {remedies}")


def _matching(pattern: str, text: str, _: bool) -> str | None:
    match = re.search(pattern, text)
    return match[0] if match else None


def _question_mark(text: str, is_seen: bool) -> str | None:
    """A word with a question mark for a letter: inside it, or before it where it stands alone."""
    for token in re.findall(r"[^\s,;:()“”\"]*\?[^\s,;:()“”\"]+", text):
        if re.search(r"[=/.&@]", token):  # an address
            continue
        before, _, after = token.partition("?")
        after = after.lstrip("?")
        if not (after and after[0].isalpha() and (after[0].islower() or before[-1:].isupper() or not before)):
            continue
        # “chưa?vì” lacks a blank, and no letter.
        whole = all(len(part) > 1 and is_syllable(part.lower()) for part in (before, after))
        if is_seen or not whole:
            return str(token)
    return None


def _font(convert: Callable[[str], str], alone: str, text: str, is_seen: bool) -> str | None:
    """A word typed for a font: no syllable, and converted it is one. A single word needs `alone` in it."""
    words = [word for word in _WORD.findall(text) if not word.isascii() and max(word) < "\u0100"]
    odd = {word for word in words if not is_syllable(word.lower())}
    right = sorted(
        (word for word in odd if is_syllable(unicodedata.normalize("NFC", convert(word)).lower())),
        key=words.index,
    )
    # A foreign word or two between them may be odd as well.
    if not right or len(right) < 2 / 3 * len(odd):
        return None
    if len({word.lower() for word in right}) > 1 or is_seen or re.search(alone, right[0]):
        return str(right[0])
    return None


_C1 = "\u0080-\u009f€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ"
# What the two or three bytes of a Vietnamese letter look like one by one. Closing quotes and dashes that
# follow the end of a word in capitals (“HỢP TÁC XÃ”) are none.
_AS_1252 = (
    rf"\w*(?:[áÁ][º»][\u00a0-¿…‘’“”–—{_C1}]|Ã(?:[\u00a1-º¼-¿{_C1}]|\u00a0|[…‘’“”–—](?=[a-zàáâãèéêìíòóôõùúý]))"
    rf"|Ä[‘ƒ‚\u0090\u0091\u0083\u0082¨©]|Å[©¨]|Æ[¡°¯\u00a0]|â€|Â[\u00a1-º¼-¿]|ï¿½|áº|áÂ)[^\s,;()]*"
)
_AS_MAC = r"\w*(?:·[∫ª]|[∆][°∞†]|√[†°¢£©™®≠Ø≤≥∫¥]|ƒ[êëÉÇ©®])[^\s,;()]*"

_LOOK_ALIKES = "АВЕКМНОРСТУХІЅЈаеорсухівһјѕԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_LATIN = "A-Za-zÀ-ɏẠ-ỹ"
_MIXED = (
    rf"[{_LATIN}]*(?:[{_LATIN}][{_LOOK_ALIKES}]|[{_LOOK_ALIKES}][{_LATIN}])[{_LATIN}{_LOOK_ALIKES}]*"
    r"|[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+|[\U0001d400-\U0001d7ff]+"
)


def _stand_in(text: str, _: bool) -> str | None:
    """A word with a letter that looks like a Vietnamese one, which it would be a word of."""
    for word in re.findall(r"[^\W\d_]+", text):
        if re.search("[ÐðƉɖǍǎ]", word) and (
            word[0] in "ÐƉ" or is_syllable(re.sub("[ÐðƉɖ]", "đ", re.sub("[Ǎǎ]", "ă", word)).lower())
        ):
            return str(word)
    return None


def _escape(text: str, _: bool) -> str | None:
    """Letters written as codes: of HTML, JSON, addresses and mail."""
    for entity in re.findall(r"&#?\w+;", text):
        if entity[1] == "#" or (len(entity) > 3 and entity[1:] in html5):
            return str(entity)
    for token in text.split():
        match = re.search(r"\\u(?:0[01]|1[eE])[0-9a-fA-F]{2}|([=%])(?:C[3-6]|E1)\1[89AB]", token)
        if match and "://" not in token:
            return match[0]
    return None


def _utf7(text: str, _: bool) -> str | None:
    for token in re.findall(r"\+[A-Za-z0-9+/]{3,}-", text):
        try:
            letters = token.encode("ascii").decode("utf-7")
        except UnicodeDecodeError:
            continue
        if re.fullmatch("[À-ỹ“”–…]+", letters) and all(ord(c) < 0x250 or ord(c) >= 0x1EA0 for c in letters):
            return str(token)
    return None


KINDS = (
    Kind(
        "question mark",
        "letters were lost where ? stands: saved in an encoding without Vietnamese (ANSI, Excel's plain "
        "“CSV”), or went through a program that has none",
        f"they cannot be had from this file: {_AGAIN}",
        _question_mark,
    ),
    Kind(
        "replacement",
        "U+FFFD stands for a letter that was lost when a program read another encoding as UTF-8",
        f"it cannot be had from this file: {_AGAIN}",
        partial(_matching, "[^\\s,;]*\ufffd[^\\s,;]*"),
    ),
    Kind(
        "UTF-8 read as Windows-1252",
        "UTF-8 was read as Windows-1252 or Latin-1, as when Excel opens a CSV file by a double click",
        "import it in Excel by Data, From Text/CSV with 65001: Unicode (UTF-8), then save as CSV UTF-8",
        partial(_matching, _AS_1252),
    ),
    Kind(
        "UTF-8 read as Mac Roman",
        "UTF-8 was read as Mac Roman, as Excel on a Mac does",
        "import it in Excel by Data, From Text/CSV with 65001: Unicode (UTF-8), then save as CSV UTF-8",
        partial(_matching, _AS_MAC),
    ),
    Kind(
        "VNI",
        "the text was typed for a VNI font and only looks right in it",
        encodings.FONT_ADVICE.format("VNI"),
        # Without the pairs that French writes: “Loïc”, “où”.
        partial(_font, encodings.from_vni, r"(?i)[aeouyôö][äåøâêáàãéèúõ]|[uyeôö][ùûï]|[öô][^\W\d_]*[äïùøûõ]"),
    ),
    Kind(
        "TCVN3",
        "the text was typed for a TCVN3 (ABC) font and only looks right in it",
        encodings.FONT_ADVICE.format("TCVN3 (ABC)"),
        partial(
            _font,
            encodings.from_tcvn3,
            rf"[^\W\d_][{_SYMBOLS}][^\W\d_]|[{_SYMBOLS}]{{2}}[^\W\d_]|^[§®][^\W\d_]*[à-þ]",
        ),
    ),
    Kind(
        "letter of another alphabet",
        "Ð (U+00D0), Ɖ (U+0189) and ǎ (U+01CE) look like Đ and ă and are letters of other languages",
        "write Đ (U+0110), đ (U+0111) or ă (U+0103)",
        _stand_in,
    ),
    Kind(
        "look-alike",
        "letters of another script, as Cyrillic, Greek or full-width, look like Latin ones in the word",
        "type the word anew with a Latin keyboard",
        partial(_matching, _MIXED),
    ),
    Kind(
        "escape",
        "a letter is written as a code of HTML, JSON or mail, as when a page's source is copied",
        "write the letter itself",
        _escape,
    ),
    Kind("UTF-7", "letters are written in UTF-7, as old mail programs do", _AGAIN, _utf7),
)
