"""What the tests of the command line share: running it, and small inquiries."""

import json
import os
import subprocess

SOURCE_DIR = os.environ["SOURCE_DIR"]
INQUIRYCTL = os.environ["INQUIRYCTL"]
KNOWLEDGE = os.path.join(SOURCE_DIR, "conf")
NOW = "2026-03-02T09:00:00Z"


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INQUIRYD_")}
    return dict(kept, **more)


def run(*arguments, stdin=b"", **more):
    """Runs inquiryctl to its end. stdin and the results are bytes."""
    result = subprocess.run([INQUIRYCTL, *arguments], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            timeout=120, env=environment(**more))
    assert b"Sanitizer" not in result.stderr and b"runtime error" not in result.stderr, result.stderr.decode()
    return result


def offline(command, *arguments, stdin=b""):
    """Runs a command with the repository's knowledge."""
    return run(command, "--knowledge", KNOWLEDGE, *arguments, stdin=stdin)


def event(name, **fields):
    document = {"id": name, "received_at": "2026-03-02T08:00:00Z", "platform": "website", "channel": "inquiry",
                "subject": "Stainless steel bottles",
                "body": "Hello, please quote 5000 pcs of 500 ml bottles, FOB Ningbo. Regards, Ann Miller",
                "buyer": {"name": "Ann Miller", "company": "Miller Housewares", "email": "ann@miller.example"}}
    document.update(fields)
    return document


def lines(documents):
    return b"".join(json.dumps(document, ensure_ascii=False).encode() + b"\n" for document in documents)


def parsed(output):
    return [json.loads(line) for line in output.splitlines()]
