#!/usr/bin/env python3
"""Compares ways to tell the language of an inquiry: the engine's own, libcld2 and libexttextcat, over labelled corpora.

The truth is labels.lang. The words in conf/languages.yaml were written with the dev half at hand (first byte of the
id's SHA-256 even); only the test half compares fairly. The engine is asked through `inquiryctl score` with labels and
the event's own `lang` taken away; it reads the body, and the subject where the body does not tell. The peers get the
subject and the body. A library that is not installed is said to be missing.

usage: languages.py [--inquiryctl PATH] [--knowledge DIR] [--library libinquiry.a] [--errors TOOL] [--json FILE] FILE...
"""
import argparse
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE_DIR = os.path.dirname(os.path.dirname(HERE))
TEXTCAT_FOLDER = "/usr/share/libexttextcat/"
OWN_LIBRARIES = ["-ljansson", "-lyaml", "-lutf8proc", "-lpsl", "-lhs", "-lpcre2-8", "-lm"]
# How the tools call what the corpora call otherwise.
SAME = {"iw": "he", "in": "id", "un": "und", "nb": "no"}
LENGTHS = ("under 40", "40-120", "over 120")


def half(row):
    return "test" if hashlib.sha256(row["id"].encode()).digest()[0] % 2 else "dev"


def length(row):
    characters = len(row.get("body") or "")
    return LENGTHS[0] if characters < 40 else LENGTHS[1] if characters <= 120 else LENGTHS[2]


def read_rows(files):
    rows = []
    for name in files:
        with open(name, encoding="utf-8") as file:
            rows += [json.loads(line) for line in file if line.strip()]
    return [row for row in rows if row.get("labels", {}).get("lang")]


def text_of(row):
    return "\n".join(part for part in (row.get("subject"), row.get("body")) if part).replace("\0", " ")


def two_letters(found):
    """"en" of "en", "zh" of "zh-Hant", "fr" of libexttextcat's "[fr--utf8][ca--utf8]"."""
    code = re.match(r"\[?([A-Za-z]{2,3})(?=$|[-\]\[])", found)
    code = code.group(1) if code else "und"
    return SAME.get(code, code)


def ask_score(rows, ctl, knowledge):
    events = []
    for row in rows:
        event = {key: value for key, value in row.items() if key not in ("labels", "lang")}
        event.setdefault("received_at", "2026-03-02T08:00:00Z")
        events.append(json.dumps(event, ensure_ascii=False) + "\n")
    run = subprocess.run([ctl, "score", "--knowledge", knowledge], input="".join(events).encode(),
                         stdout=subprocess.PIPE)
    leads = [json.loads(line) for line in run.stdout.splitlines()]
    if len(leads) != len(rows):
        sys.exit("inquiryctl score: %d lines for %d events" % (len(leads), len(rows)))
    return [lead.get("lang", "und") for lead in leads]


def compiled(folder, source, arguments):
    """The program of `source`, or None when the compiler does not find what it needs."""
    compiler = ["g++", "-O2"] if source.endswith(".cc") else ["gcc", "-std=gnu17", "-O2"]
    program = os.path.join(folder, os.path.splitext(source)[0])
    run = subprocess.run([*compiler, "-o", program, os.path.join(HERE, source), *arguments],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if run.returncode:
        complaints = [line for line in run.stdout.decode().splitlines() if "error" in line or "cannot find" in line]
        print("%s cannot be built here: %s" % (source, "; ".join(complaints[:1])))
        return None
    return program


def ask_program(program, folder, rows):
    """The languages, and the microseconds that each text took."""
    texts = b"".join(text_of(row).encode() + b"\0" for row in rows)
    run = subprocess.run([program, folder], input=texts, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    return [two_letters(line) for line in run.stdout.decode().splitlines()], int(run.stderr) / 1000 / len(rows)


def ask_all(rows, options):
    """{tool: languages}, {tool: microseconds a text}."""
    found, times = {"inquiryd": ask_score(rows, options.inquiryctl, options.knowledge)}, {}
    programs = {
        "cld2": ("detect_cld2.cc", ["-lcld2"], "-"),
        "textcat": ("detect_textcat.c", ["-lexttextcat-2.0"], TEXTCAT_FOLDER),
    }
    if options.library:
        include = "-I" + os.path.join(SOURCE_DIR, "src", "inquiry")
        programs["own-detect"] = ("detect_own.c", [include, options.library, *OWN_LIBRARIES], options.knowledge)
    with tempfile.TemporaryDirectory() as folder:
        for tool, (source, arguments, data) in programs.items():
            program = compiled(folder, source, arguments)
            if program:
                found[tool], times[tool] = ask_program(program, data, rows)
    return found, times


def shares(rows, found):
    """{(half, group): (rows, {tool: share that is right})}"""
    counts, right = collections.Counter(), collections.Counter()
    for i, row in enumerate(rows):
        for group in ("all", length(row), row["labels"]["lang"]):
            counts[half(row), group] += 1
            for tool, languages in found.items():
                right[tool, half(row), group] += languages[i] == row["labels"]["lang"]
    return {place: (n, {tool: right[(tool, *place)] / n for tool in found}) for place, n in counts.items()}


def group_order(place):
    groups = ("all", *LENGTHS)
    return place[0] != "dev", groups.index(place[1]) if place[1] in groups else len(groups), place[1]


def print_table(table, times):
    tools = list(next(iter(table.values()))[1])
    print("%-5s %-9s %6s" % ("half", "group", "rows"), *("%11s" % tool for tool in tools))
    for place in sorted(table, key=group_order):
        n, right = table[place]
        print("%-5s %-9s %6d" % (*place, n), *("%10.2f%%" % (100 * right[tool]) for tool in tools))
    for tool, microseconds in times.items():
        print("%-11s %8.2f us a text" % (tool, microseconds))


def print_errors(rows, languages):
    """Those of the dev half; the test half is not read."""
    for row, found in zip(rows, languages):
        if half(row) == "dev" and found != row["labels"]["lang"]:
            print("%s is %s, found %s: %r" % (row["id"], row["labels"]["lang"], found, text_of(row)[:160]))


def options_of(arguments):
    parser = argparse.ArgumentParser(usage=__doc__.rsplit("usage: ", 1)[1].strip())
    parser.add_argument("--inquiryctl", default="inquiryctl")
    parser.add_argument("--knowledge", default=os.path.join(SOURCE_DIR, "conf"))
    parser.add_argument("--library", help="libinquiry.a, to time the engine's own detection alone")
    parser.add_argument("--errors", metavar="TOOL")
    parser.add_argument("--json")
    parser.add_argument("files", nargs="+")
    return parser.parse_args(arguments)


def main():
    options = options_of(sys.argv[1:])
    rows = read_rows(options.files)
    found, times = ask_all(rows, options)
    table = shares(rows, found)
    print_table(table, times)
    if options.errors in found:
        print_errors(rows, found[options.errors])
    if options.json:
        report = {"shares": [{"half": place[0], "group": place[1], "rows": n, "right": right}
                             for place, (n, right) in sorted(table.items())], "microseconds": times}
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(report, file, indent=1)


if __name__ == "__main__":
    main()
