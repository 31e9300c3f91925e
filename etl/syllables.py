"""Which words are written as Vietnamese syllables: tells a right decoding from a wrong one."""

from __future__ import annotations

import re
import unicodedata

_ONSETS = re.split(" ", "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x ")
_RHYMES = re.split(
    " ",
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong "
    "ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uên uênh uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut "
    "uy uya uych uyn uynh uyên uyêt uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu",
)
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_STOPS = ("c", "ch", "p", "t")
_VOWELS = "aăâeêioôơuưy"


def _toned(rhyme: str) -> set[str]:
    """Every spelling of a rhyme with a tone or none, the mark where the old or the new rule puts it."""
    n_vowels = next((n for n, letter in enumerate(rhyme) if letter not in _VOWELS), len(rhyme))
    nucleus, coda = rhyme[:n_vowels], rhyme[n_vowels:]
    hatted = [n for n, letter in enumerate(nucleus) if letter in "ăâêôơ"] or [
        n for n, letter in enumerate(nucleus) if letter == "ư"
    ]
    if hatted:
        places = hatted[-1:]
    elif coda or len(nucleus) == 1:
        places = [n_vowels - 1]
    elif len(nucleus) == 3:
        places = [2] if nucleus == "uya" else [1]
    else:
        places = [0, 1] if nucleus in ("oa", "oe", "uy") else [0]
    tones = _TONES[2::3] if coda in _STOPS else _TONES
    return {
        unicodedata.normalize("NFC", rhyme[: at + 1] + tone + rhyme[at + 1 :])
        for at in places
        for tone in tones
    }


_TONED = set[str]().union(*map(_toned, _RHYMES))


def is_syllable(word: str) -> bool:
    """True for a word in NFC and lower case that has the form of a Vietnamese syllable."""
    return any(word.startswith(onset) and word[len(onset) :] in _TONED for onset in _ONSETS) or (
        word.startswith("g") and word[1:] in _TONED_AFTER_G
    )


# In “gì”, “gìn”, “giếng” one i is both of the onset and of the rhyme.
_TONED_AFTER_G = {rhyme for rhyme in _TONED if unicodedata.normalize("NFD", rhyme)[0] == "i"}
