#!/usr/bin/env python3
"""Golden leads: every folder beside this file holds event.json and the lead.json that it must become.

lead.json is what the packs alone make of the event, exactly. With the trained model figures move a little whenever it is
trained anew, so verdicts.json has what must not move: each dimension's label, the band, and the strategy.

usage: golden.py [--update] INQUIRYCTL KNOWLEDGE_DIR
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VERDICTS = os.path.join(HERE, "verdicts.json")
NOW = "2026-05-04T08:30:00Z"  # scored_at is part of a lead


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def save(path, document):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")


def score(ctl, knowledge, events, *more):
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
    run = subprocess.run([ctl, "score", "--knowledge", knowledge, "--now", NOW, *more], input=lines,
                         stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    leads = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(leads) == len(events), "one line out for each line in"
    return leads


def essence(lead):
    return {"verdict": {name: verdict["label"] for name, verdict in lead["verdict"].items()},
            "band": lead["priority"]["band"], "strategy": lead["strategy"]["id"]}


def differences(found, wanted, path=""):
    """Paths at which two documents differ, with both values."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in sorted(set(found) | set(wanted)):
            if key not in found or key not in wanted:
                yield f"{path}.{key}: {'missing' if key not in found else 'unexpected'}"
            else:
                yield from differences(found[key], wanted[key], f"{path}.{key}")
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for i, pair in enumerate(zip(found, wanted)):
            yield from differences(*pair, f"{path}[{i}]")
    elif found != wanted:
        yield f"{path}: found {json.dumps(found, ensure_ascii=False)}, expected {json.dumps(wanted, ensure_ascii=False)}"


def main():
    args = [a for a in sys.argv[1:] if a != "--update"]
    if len(args) != 2:
        sys.exit(__doc__)
    cases = sorted(d for d in os.listdir(HERE) if os.path.exists(os.path.join(HERE, d, "event.json")))
    events = [load(os.path.join(HERE, case, "event.json")) for case in cases]
    leads = score(*args, events, "--model", "none")
    verdicts = {case: essence(lead) for case, lead in zip(cases, score(*args, events))}
    if "--update" in sys.argv:
        for case, lead in zip(cases, leads):
            save(os.path.join(HERE, case, "lead.json"), lead)
        save(VERDICTS, verdicts)
        return
    wanted = load(VERDICTS)
    failed = 0
    for case, lead in zip(cases, leads):
        found = list(differences(lead, load(os.path.join(HERE, case, "lead.json"))))
        found += [f" with the model{line}" for line in differences(verdicts[case], wanted[case])]
        failed += bool(found)
        for line in found[:10]:
            print(f"{case}{line}")
    print(f"{len(cases) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
