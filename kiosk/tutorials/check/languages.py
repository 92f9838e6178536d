"""Which of our languages a text is in: by script, by letters, and by the small words that every sentence has."""

from __future__ import annotations

import re

#: Letters that only one of our languages has.
_LETTERS = {"kk": "әғқңөұүһі", "fi": "äö", "vi": "ạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹđăơư"}
#: Small words: the most frequent ones that no other of our languages has.
_WORDS = {
    "kk": "және мен бен пен осы бұл үшін емес немесе егер содан кейін оны ол бар жоқ деп",
    "ru": "и в на не с по это вы если или для как что его из у к то вам затем потом нет",
    "en": "the and of to is in you your it or if for on with not then this are by from",
    "vi": "và của là bạn không có cho trong với nếu hoặc để vào này rồi được khi",
    "fi": "ja on ei se sinun jos tai että voit sen kun niin ole sitten vain myös",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_QUOTED = re.compile(r"«[^»]*»|\([^)]*\)|\S*[.@/]\S*")
_WORD = re.compile(r"\w+")
#: Fewer letters than this say nothing about a language.
_ENOUGH = 30


def foreign(text: str, code: str) -> bool:
    """Tell whether a text is in another language than `code`; quoted labels, brackets and addresses do not count."""
    plain = _QUOTED.sub(" ", text).lower()
    cyrillic, latin = len(_CYRILLIC.findall(plain)), len(_LATIN.findall(plain))
    if cyrillic + latin < _ENOUGH:
        return False
    own, other = (cyrillic, latin) if code in ("kk", "ru") else (latin, cyrillic)
    if other > own:
        return True
    scores = _scores(plain)
    best = max(score for other_code, score in scores.items() if other_code != code)
    return best > scores[code] and best >= 2


def _scores(plain: str) -> dict[str, int]:
    words = _WORD.findall(plain)
    scores = {code: sum(word in small for word in words) for code, small in _SETS.items()}
    for code, letters in _LETTERS.items():
        scores[code] += 2 * sum(any(letter in word for letter in letters) for word in words)
    return scores
