"""Vietnamese text as it was written before Unicode."""

from __future__ import annotations

import unicodedata

from etl import encodings


def legacy(encoding: str, text: str) -> bytes:
    """Returns the text in an encoding that Python has no encoder for."""
    if encoding == "windows-1258":
        # Vowel marks are letters of their own in it, tone marks follow their vowel.
        whole = {c: c for c in "ăâđêôơưĂÂĐÊÔƠƯ"}
        parts = []
        for c in unicodedata.normalize("NFC", text):
            marks = [m for m in unicodedata.normalize("NFD", c)[1:] if m in "\u0300\u0301\u0303\u0309\u0323"]
            base = unicodedata.normalize(
                "NFC", "".join(m for m in unicodedata.normalize("NFD", c) if m not in marks)
            )
            parts.append(whole.get(base, base) + "".join(marks))
        return "".join(parts).encode("cp1258")
    if encoding == "tcvn3":
        back = {letter: byte for byte, letter in encodings._TCVN3.items()}
        # Capitals with a tone are small letters, shown by a font of capitals.
        letters = (c if c in back else c.lower() if c.lower() in back else c for c in text)
        return b"".join(bytes([back[c]]) if c in back else c.encode("latin-1") for c in letters)
    vni = {"í": "í", "ì": "ì", "đ": "ñ", "Đ": "Ñ", "ư": "ö", "ơ": "ô", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
    vni |= {letter.upper(): shown.upper() for letter, shown in vni.items()}
    marks = {unicodedata.normalize("NFC", "a" + marks): byte for byte, marks in encodings._VNI_MARKS.items()}
    out = []
    for c in text:
        pieces = unicodedata.normalize("NFD", c)
        horned = unicodedata.normalize("NFC", pieces[0] + "\u031b") if "\u031b" in pieces else pieces[0]
        rest = "".join(p for p in pieces[1:] if p != "\u031b")
        composed = unicodedata.normalize("NFC", "a" + rest)
        out.append(vni[c] if c in vni else vni.get(horned, horned) + (marks[composed] if rest else ""))
    return "".join(out).encode("latin-1")
