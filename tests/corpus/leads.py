#!/usr/bin/env python3
"""Every lead of the corpora keeps its promises: it is valid by the published schema, and all that it quotes stands in the
inquiry at the place that it names.

usage: leads.py INQUIRYCTL SOURCE_DIR
"""
import glob
import json
import re
import subprocess
import sys

import jsonschema

VALIDATED_ONE_IN = 7  # jsonschema is slow; the quotes of every lead are checked


def field(event, path):
    """The text at "buyer.company" or "attachments[1].name"."""
    for part in re.findall(r"[a-z_]+|\d+", path):
        event = event[int(part)] if part.isdigit() else event[part]
    return event


def quotes(value, path="lead"):
    if isinstance(value, dict):
        if {"field", "start", "end", "text"} <= set(value):
            yield path, value
        for key, inner in value.items():
            yield from quotes(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from quotes(inner, f"{path}[{i}]")


def main():
    ctl, source = sys.argv[1:]
    files = sorted(glob.glob(f"{source}/data/corpus/*.jsonl"))
    with open(f"{source}/conf/schema/inquiry.lead-1.schema.json", encoding="utf-8") as schema:
        validator = jsonschema.Draft202012Validator(json.load(schema))
    events = [json.loads(line) for name in files for line in open(name, encoding="utf-8")]
    run = subprocess.run([ctl, "score", "--knowledge", f"{source}/conf", *files], stdout=subprocess.PIPE, check=False)
    leads = [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]
    failures = []
    if run.returncode != 0 or len(leads) != len(events):
        failures.append(f"status {run.returncode}, {len(leads)} leads of {len(events)} events")
    quoted = 0
    for i, (event, lead) in enumerate(zip(events, leads)):
        if i % VALIDATED_ONE_IN == 0:
            failures += [f"{event['id']}: {error.json_path}: {error.message}" for error in validator.iter_errors(lead)]
        for path, quote in quotes(lead):
            quoted += 1
            text = field(event, quote["field"])[quote["start"]:quote["end"]]
            if text != quote["text"]:
                failures.append(f"{event['id']}: {path}: quotes {quote['text']!r}, {quote['field']} has {text!r}")
    for failure in failures[:20]:
        print(failure)
    print(f"{quoted} quotes in {len(leads)} leads")
    print(f"{len(leads) - len(failures)} passed, {len(failures)} failed")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
