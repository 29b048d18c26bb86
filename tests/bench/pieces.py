#!/usr/bin/env python3
"""Finds the `pieces` of conf/languages.yaml: three letters in a row that tell languages of one script from each other.

Each language needs some hundred kB of running text of any kind; those in languages.yaml came from the message catalogs
of Debian packages. All languages of a script must be counted together. "_" is the edge of a word. A piece belongs to
every language that has it at least SHARE as often as the language that has it most; the most telling ones are printed:
frequent there, rare elsewhere.

usage: pieces.py [--count N] LANGUAGE=TEXTFILE...
"""
import argparse
import collections
import math
import re
import textwrap
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
SHARE = 0.3
RATE_MIN = 2e-5


def spelling(text):
    """Near enough to the engine's: small letters without marks."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def rates(text):
    """How often each piece occurs. A word counts by the root of its number, or one text's topic would rule."""
    counts = collections.Counter()
    for word, number in collections.Counter(WORD.findall(spelling(text))).items():
        framed = "_" + word + "_"
        for i in range(len(framed) - 2):
            counts[framed[i:i + 3]] += math.sqrt(number)
    total = sum(counts.values())
    return {piece: count / total for piece, count in counts.items()}


def telling(of, language):
    """{piece: how much it tells of the language}"""
    found = {}
    for piece, rate in of[language].items():
        others = [rates.get(piece, 0) for rates in of.values()]
        if max(others) >= RATE_MIN and rate >= SHARE * max(others):
            # The constants keep what was seen once from looking exclusive.
            found[piece] = rate * math.log(len(of) * (rate + 1e-6) / (sum(others) + 1e-5))
    return {piece: value for piece, value in found.items() if value > 0}


def main():
    parser = argparse.ArgumentParser(usage=__doc__.rsplit("usage: ", 1)[1].strip())
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("texts", nargs="+")
    options = parser.parse_args()
    of = {}
    for text in options.texts:
        language, _, path = text.partition("=")
        with open(path, encoding="utf-8") as file:
            of[language] = rates(file.read())
    for language in of:
        values = telling(of, language)
        best = sorted(values, key=lambda piece: (-values[piece], piece))[:options.count]
        print("  - code:", language)
        print("\n".join(textwrap.wrap("pieces: " + " ".join(best), width=118, initial_indent="    ",
                                      subsequent_indent="      ", break_on_hyphens=False)))


if __name__ == "__main__":
    main()
