#!/usr/bin/env python3
"""Makes the word lists and the gold of the inflection rules: for each language

    FOLDER/LANG.words.tsv   form <TAB> articles          (folded, the most frequent first)
    FOLDER/LANG.pairs.tsv   form <TAB> lemma lemma ...   (folded lemmas of the form by simplemma; no line: unknown to it)

    FOLDER/LANG.plus.tsv    the same with what simplemma leaves out: it gives a spelling one lemma, participles now the verb,
                          now themselves. Adds lemmas of lemmas, the verb of a participle that is a lemma, and the verb
                          without pronoun of a reflexive one; of nouns that look like a participle (Spanish `entrada`) none.

Two forms belong together if they share a lemma. A form that is a lemma itself has itself among its lemmas.
Needs `pip install simplemma wordfreq`. Usage: inflections.py FOLDER [LANG ...]
"""

import os
import re
import sys
import unicodedata

import wordfreq
from simplemma.strategies.defaultrules import RULE_FUNCTIONS
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

WORDS = 30000
#: wordfreq calls bokmål nb, as simplemma does.
LANGUAGES = "de fr es it pt nl sv da nb ru uk pl tr el".split()
ARTICLES = 3e8  # a word of frequency 1e-6 is in 300 articles

LIGATURES = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
    "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "þ": "th", "Þ": "th", "ı": "i", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff",
    "ﬃ": "ffi", "ﬄ": "ffl", "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "ς": "σ", "Σ": "σ",
}  # fmt: skip


def is_dropped(c):
    """Port of `is_dropped`: combining accents and characters that print nothing."""
    n = ord(c)
    return (
        0x300 <= n <= 0x36F or n == 0xAD or 0x200B <= n <= 0x200F or n == 0x2060 or 0xFE00 <= n <= 0xFE0F or n == 0xFEFF
    )


def fold(word):
    """Port of `fold_letters` for words of Latin, Cyrillic and Greek letters."""
    out = []
    for c in word:
        if c in LIGATURES:
            out.append(LIGATURES[c])
        elif c.isascii():
            out.append(c.lower())
        elif not is_dropped(c):
            out.extend(p for l in c.lower() for p in unicodedata.normalize("NFD", l) if not is_dropped(p))
    return "".join(out)


GE = re.compile("^((?:ab|an|auf|aus|bei|da|dar|durch|ein|fest|fort|frei|her|hervor|hin|los|mit|nach|nieder|statt|teil|uber"
                "|um|unter|vor|weg|weiter|wieder|zu|zuruck|zusammen|op|aan|af|in|uit|voor|door|mee|na|neer|over|toe)?)ge(.{3,})$")
PARTICIPLES = {
    "es": [("ado", ["ar"]), ("ido", ["er", "ir"]), ("arse", ["ar"]), ("erse", ["er"]), ("irse", ["ir"])],
    "pt": [("ado", ["ar"]), ("ido", ["er", "ir"])],
    "it": [("ato", ["are"]), ("uto", ["ere", "ire"]), ("ito", ["ire"]), ("arsi", ["are"]), ("ersi", ["ere"]),
           ("irsi", ["ire"]), ("ante", ["are"]), ("ente", ["ere", "ire"])],
    "fr": [("e", ["er"]), ("i", ["ir"]), ("u", ["re", "ir", "oir"]), ("ant", ["er", "ir", "re"])],
    "de": [("t", ["en", "n"]), ("end", ["en"]), ("ernd", ["ern"]), ("elnd", ["eln"])],
    "nl": [("d", ["en"]), ("t", ["en"]), ("end", ["en"])],
    "sv": [("ad", ["a"]), ("d", ["a"]), ("t", ["a"]), ("ande", ["a"])],
    "da": [("et", ["e"]), ("t", ["e"]), ("ende", ["e"])],
    "nb": [("et", ["e"]), ("t", ["e"]), ("d", ["e"]), ("ende", ["e"])],
    "ru": [("ся", [""]), ("сь", [""])],
    "uk": [("ся", [""]), ("сь", [""])],
}  # fmt: skip


def more(lang, found, lemmas, bases):
    """The verbs of folded lemmas that are participles or reflexive, and lemmas of lemmas."""
    added = {lemmas[lemma] for lemma in found if lemma in lemmas}
    for lemma in found | added:
        for tail in ("e", "er", "es", "en") if lang == "de" else ():
            base = lemma.removesuffix(tail)
            if base != lemma and (base in bases or base in lemmas) and base[-1:] in "tdn" and len(base) > 5:
                added |= {base, lemmas.get(base, base)}
    for lemma in found | added:
        split = GE.match(lemma) if lang in ("de", "nl") else None
        for text in {lemma, split[1] + split[2] if split else lemma}:
            for tail, ends in PARTICIPLES.get(lang, ()):
                if text.endswith(tail):
                    added |= {text.removesuffix(tail) + end for end in ends} & bases
    return added


def make(lang, folder):
    """Writes both files of a language."""
    counts, spellings = {}, {}
    for word, frequency in wordfreq.get_frequency_dict(lang, wordlist="best").items():
        form = fold(word)
        if len(form) >= 3 and form.isalpha():
            counts[form] = counts.get(form, 0) + frequency
            spellings.setdefault(form, []).append(word)
    forms = sorted(counts, key=lambda form: (-counts[form], form))[:WORDS]
    dictionary = DefaultDictionaryFactory(1).get_dictionary(lang)
    # Dutch has lemmas such as `aan_treffen` next to `aantreffen`.
    lemmas = {form: lemma.replace("_", "") for form, lemma in dictionary.items()}
    bases = set(lemmas.values())
    rules = RULE_FUNCTIONS.get(lang)
    folded_bases = {fold(base) for base in bases}
    folded = {fold(form): fold(lemma) for form, lemma in lemmas.items() if form != lemma}
    unknown = 0
    with open(f"{folder}/{lang}.words.tsv", "w") as words, open(f"{folder}/{lang}.pairs.tsv", "w") as pairs, open(
        f"{folder}/{lang}.plus.tsv", "w"
    ) as plus:
        for form in forms:
            print(form, max(1, round(counts[form] * ARTICLES)), sep="\t", file=words)
            found = set()
            for spelling in spellings[form]:
                cased = {spelling, spelling.capitalize(), spelling[:1].upper() + spelling[1:]}
                read = {lemmas[c] for c in cased if c in lemmas} | (cased & bases)
                if not read and rules:
                    read = {lemma for lemma in map(rules, cased) if lemma}
                found |= {fold(lemma) for lemma in read}
            if found:
                print(form, " ".join(sorted(found)), sep="\t", file=pairs)
                print(form, " ".join(sorted(found | more(lang, found, folded, folded_bases))), sep="\t", file=plus)
            unknown += not found
    print(f"{lang}: {len(forms)} words, {unknown} unknown to simplemma", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: inflections.py FOLDER [LANG ...]")
    os.makedirs(sys.argv[1], exist_ok=True)
    for lang in sys.argv[2:] or LANGUAGES:
        make(lang, sys.argv[1])
