"""Recognises what a file is that is not plain UTF-8 text. Converts nothing: the coder does."""

from __future__ import annotations

import re
import unicodedata

from etl.syllables import is_syllable

# TCVN3 (ABC fonts): one byte a letter. Source: TCVN 5712:1993, table VN3.
_TCVN3 = dict(
    zip(
        bytes.fromhex(
            "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbccced0cfd1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4abe5e6e7e8e9aceaebecedee"
            "eff1f2f3f4adf5f6f7f8f9fafbfcfdfeaea1a2a3a4a5a6a7"
        ),
        "àảãáạăằẳẵắặâầẩẫấậèẻéẽẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)

# VNI-Windows: a vowel followed by a mark byte, and a few whole letters.
_VNI_MARKS = {
    "ù": "\u0301",
    "ø": "\u0300",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "ê": "\u0306",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(f"([aeiouyôö])([{''.join(_VNI_MARKS)}])")

_ADVICE = "open it in the program that made it and save as UTF-8 (Excel: “CSV UTF-8”)"
FONT_ADVICE = "convert it to Unicode UTF-8 first (UniKey Toolkit: from {} to Unicode)"

_SHEET = "open it there and save the sheet with the rows as CSV UTF-8"
_TEXT = "copy the rows into a sheet and save that as CSV UTF-8"
_UNPACK = "unpack it, and put the CSV files in it here"
# What a file of another kind begins with, what it is, and what to do; a ZIP is told apart by its members.
_BEGINNINGS = (
    (b"%PDF-", "a PDF document", _TEXT),
    (b"{\\rtf", "an RTF document", _TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"SQLite format 3\x00", "an SQLite database", "export the table as CSV UTF-8"),
    (b"PAR1", "a Parquet file", "export the table as CSV UTF-8"),
    (b"\x89PNG", "a picture", "type the rows into a sheet and save that as CSV UTF-8"),
    (b"\xff\xd8\xff", "a picture", "type the rows into a sheet and save that as CSV UTF-8"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEMBERS = (
    (rb"xl/(?:workbook|worksheets|theme|styles|_rels|sharedStrings)", "an Excel workbook", _SHEET),
    (rb"word/(?:document|styles|theme|_rels|settings|numbering|fontTable)", "a Word document", _TEXT),
    (rb"ppt/(?:presentation|slides|theme|_rels)", "a PowerPoint file", _TEXT),
    (rb"opendocument\.spreadsheet", "an OpenDocument spreadsheet", _SHEET),
    (rb"opendocument\.", "an OpenDocument text", _TEXT),
    (rb"Index/(?:Document|Tables)", "a Numbers or Pages document", _SHEET),
)


def other_format(head: bytes) -> str | None:
    """What a file that is no text is, by how it begins, and what to do; None for what may be text."""
    found = next(((what, way) for start, what, way in _BEGINNINGS if head.startswith(start)), None)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        members = ((what, way) for pattern, what, way in _MEMBERS if re.search(pattern, head))
        # Of a workbook whose first parts are large only the list of parts is sure to be in the beginning.
        is_office = b"[Content_Types].xml" in head or b"docProps/" in head
        office = ("an Excel or Word file", _SHEET)
        found = next(members, office if is_office else ("a ZIP archive", _UNPACK))
    if head.startswith(_OLE):
        names = {name: name.encode("utf-16-le") in head for name in ("Workbook", "WordDocument")}
        what = "an Excel 97-2003 workbook" if names["Workbook"] else "an old Excel or Word file"
        found = ("a Word 97-2003 document", _TEXT) if names["WordDocument"] else (what, _SHEET)
    if found is None and re.match(
        rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table)", head, re.IGNORECASE
    ):
        found = ("a web page or XML, which Excel opens under any name", _SHEET)
    return f"is {found[0]}, whatever its name says; {found[1]}" if found else None


def is_utf16(content: bytes) -> bool:
    """True for bytes that look like UTF-16: its byte order mark, or NULs in most even or most odd places."""
    even, odd = content[:400:2], content[1:400:2]
    shares = sorted(half.count(0) / max(1, len(half)) for half in (even, odd))
    return content[:2] in (b"\xff\xfe", b"\xfe\xff") or (shares[0] < 0.2 and shares[1] > 0.5)


def not_utf8(content: bytes) -> str:
    """The fault of bytes that are not UTF-8: every encoding that fits them, and how to convert it."""
    if is_utf16(content):
        return f"the file is UTF-16, not UTF-8; {_ADVICE}"
    content = b"\n".join(line for line in content.split(b"\n") if not _is_utf8(line))
    candidates = {
        "Windows-1252": content.decode("cp1252", errors="replace"),
        "Windows-1258": unicodedata.normalize("NFC", content.decode("cp1258", errors="replace")),
        "TCVN3 (ABC)": from_tcvn3(content.decode("latin-1")),
        "VNI": from_vni(content.decode("latin-1")),
    }
    scores = {name: _likeness(text) for name, text in candidates.items()}
    best = max(scores.values())
    if best < 0.7:
        return f"the file is not UTF-8, and its encoding is not recognised; {_ADVICE}"
    # Bytes that mean Vietnamese in several ways are of any of them; converted by the wrong one, text is lost.
    likely = [name for name, score in scores.items() if score >= max(0.7, best - 0.1)]
    ways = [_ADVICE if name.startswith("Windows") else FONT_ADVICE.format(name) for name in likely]
    return f"the file is {' or '.join(likely)}, not UTF-8; {', or '.join(dict.fromkeys(ways))}"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def from_tcvn3(text: str) -> str:
    """The text, of letters of Latin-1, as a TCVN3 font shows it."""
    return "".join(_TCVN3.get(ord(letter), letter) for letter in text)


def from_vni(text: str) -> str:
    """The text as a VNI font shows it, in lower case."""
    lower = _VNI_PAIR.sub(lambda m: _VNI_LETTERS.get(m[1], m[1]) + _VNI_MARKS[m[2]], text.lower())
    return unicodedata.normalize("NFC", "".join(_VNI_LETTERS.get(c, c) for c in lower))


def _likeness(text: str) -> float:
    """The share, 0 to 1, of the words beyond ASCII that are Vietnamese syllables; 1 without such words."""
    words = _words(text)
    return sum(is_syllable(w) for w in words) / len(words) if words else 1.0


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"\w+", text.lower()) if not w.isascii()]
