#!/usr/bin/env python3
"""Texts of another kind than the corpora: what stands on sourcing boards, a title and a quantity, is hardly ever held back;
what floods companies' mailboxes is caught. tests/data/outside holds both; nothing is trained on it.

usage: outside.py INQUIRYCTL SOURCE_DIR
"""
import json
import subprocess
import sys

BAD = {"fraud", "junk", "competitor"}
# file: share decided as bad, at least and at most
LIMITS = {"boards": (0.0, 0.01), "phishing": (0.85, 1.0)}


def leads(ctl, source, rows):
    events = "".join(json.dumps({k: v for k, v in row.items() if k != "labels"}, ensure_ascii=False) + "\n"
                     for row in rows)
    run = subprocess.run([ctl, "score", "--knowledge", f"{source}/conf"], input=events, stdout=subprocess.PIPE,
                         text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def main():
    ctl, source = sys.argv[1:]
    failed = False
    for name, (least, most) in LIMITS.items():
        with open(f"{source}/tests/data/outside/{name}.jsonl", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        said = [lead["verdict"]["authenticity"]["label"] for lead in leads(ctl, source, rows)]
        share = sum(label in BAD for label in said) / len(rows)
        wrong = not least <= share <= most
        failed = failed or wrong
        print(f"{name:10} {share:.3f} decided as bad, {least} to {most}{'  MISSED' if wrong else ''}")
        for row, label in zip(rows, said):
            if wrong and (label in BAD) != (row["labels"]["authenticity"] in BAD):
                print(f"  {row['id']} {label}: {row.get('subject', '')} | {row['body'][:80]!r}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
