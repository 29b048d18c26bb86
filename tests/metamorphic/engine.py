"""Scores events in bulk with `inquiryctl score`, and keeps what the relations compare."""
import json
import subprocess
import tempfile
from decimal import Decimal

NOW = "2026-05-04T08:30:00Z"  # scored_at is part of a lead
BAD = ("competitor", "fraud", "junk")


class Engine:
    def __init__(self, ctl, knowledge, model=None):
        self.command = [ctl, "score", "--knowledge", knowledge, "--now", NOW] + (["--model", model] if model else [])

    def lines(self, events):
        """The lead of each event, as bytes, in order."""
        with tempfile.TemporaryFile() as file:
            for event in events:
                plain = {key: value for key, value in event.items() if key != "labels"}
                file.write(json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
            file.seek(0)
            with subprocess.Popen(self.command, stdin=file, stdout=subprocess.PIPE) as process:
                count = 0
                for line in process.stdout:
                    count += 1
                    yield line
        if process.returncode != 0 or count != len(events):
            raise AssertionError(f"inquiryctl score: status {process.returncode}, {count} leads of {len(events)}")

    def leads(self, events):
        """With numbers as they are written, so that sums can be exact."""
        return [json.loads(line, parse_float=Decimal) for line in self.lines(events)]

    def verdicts(self, events):
        return [json.loads(line)["verdict"] for line in self.lines(events)]


def real_share(verdict):
    return verdict["authenticity"]["scores"]["real"]


def label(verdict, dimension="authenticity"):
    return verdict[dimension]["label"] if dimension in verdict else None


def is_bad(verdict):
    return label(verdict) in BAD
