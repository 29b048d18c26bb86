"""Private Redis servers and daemons for the integration tests.

Everything lives in a folder of its own under the system's temporary folder and talks over a unix socket in it, so that
tests run side by side. Nothing waits for a fixed time: `wait_until` asks until something is true.
"""

import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from redis_client import Redis, RedisError

SOURCE_DIR = os.environ["SOURCE_DIR"]
INQUIRYD = os.environ["INQUIRYD"]
REDIS_SERVER = os.environ.get("REDIS_SERVER", "redis-server")

EVENTS, INBOX, LEADS = "{inquiry}:events", "{inquiry}:inbox", "{inquiry}:leads"
RANKING, DUE, DEAD = "{inquiry}:ranking", "{inquiry}:due", "{inquiry}:dead"
GROUP = "inquiryd"
ENDS = ("done", "duplicate", "dead", "lost", "abandoned")
# Generous, for a machine that is busy with other tests; nothing waits that long when it works.
PATIENCE = 40.0


def wait_until(condition, what, timeout=PATIENCE):
    """Asks until the condition is true and returns its value."""
    deadline = time.monotonic() + timeout
    pause = threading.Event()
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError("waited %.0f s for: %s" % (timeout, what))
        pause.wait(0.01)


class RedisServer:
    def __init__(self, folder, *arguments):
        self.folder = folder
        self.socket = os.path.join(folder, "redis.sock")
        self.arguments = arguments
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [REDIS_SERVER, "--port", "0", "--unixsocket", self.socket, "--dir", self.folder, "--save", "",
             "--loglevel", "warning", *self.arguments],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.answers, "redis-server answers PING")
        return self

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError("redis-server ended with status %d" % self.process.returncode)
        try:
            client = Redis(self.socket)
            try:
                return client("PING") == b"PONG"
            finally:
                client.close()
        except (OSError, RedisError):
            return False

    def client(self):
        return Redis(self.socket)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait()


class Daemon:
    def __init__(self, folder, socket, consumer, settings=None, config=None):
        self.consumer = consumer
        self.log_path = os.path.join(folder, "log-%s-%d" % (consumer, time.monotonic_ns()))
        self.config = config or write_config(folder, consumer, settings or {})
        self.log_file = open(self.log_path, "wb")
        environment = dict(os.environ, INQUIRYD_REDIS_URL="unix://" + socket, INQUIRYD_CONSUMER=consumer)
        self.process = subprocess.Popen([INQUIRYD, "--config", self.config], stderr=self.log_file, env=environment)

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def wait_for_log(self, text):
        def found():
            if self.process.poll() is not None and text not in self.log():
                raise AssertionError("the daemon ended with status %s:\n%s" % (self.process.returncode, self.log()))
            return text in self.log()
        wait_until(found, "%r in the log of %s:\n%s" % (text, self.consumer, self.log()))

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.log_file.close()

    def stop(self):
        """Asks it to end, and gives the counters that it wrote last."""
        if self.process.poll() is None:
            self.wait_for_log("writer: ")  # it is past loading, and listens to signals
            self.process.terminate()
        status = self.process.wait(timeout=PATIENCE)
        self.log_file.close()
        if status != 0:
            raise AssertionError("the daemon ended with status %d:\n%s" % (status, self.log()))
        return self.counters()

    def counters(self):
        lines = re.findall(r"counters: (.*)", self.log())
        return {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", lines[-1])}


def write_config(folder, name, settings):
    """A configuration with the repository's knowledge and quick times; `settings` as {"section.name": text}."""
    values = {"knowledge.dir": os.path.join(SOURCE_DIR, "conf"), "intake.block": "200ms",
              "intake.inbox_interval": "50ms", "daemon.status_interval": "1s"}
    values.update(settings)
    sections = {}
    for key, value in values.items():
        section, field = key.split(".")
        sections.setdefault(section, []).append("  %s: %s\n" % (field, value))
    path = os.path.join(folder, "%s.yaml" % name)
    with open(path, "w", encoding="utf-8") as file:
        for section, lines in sections.items():
            file.write(section + ":\n" + "".join(lines))
    return path


def corpus():
    """All inquiries of data/, as {event id: JSON bytes}: without their labels, and stamped, as a bridge does it."""
    events = {}
    for path in sorted(glob.glob(os.path.join(SOURCE_DIR, "data", "**", "*.jsonl"), recursive=True)):
        with open(path, "rb") as file:
            for line in file:
                if line.strip():
                    document = json.loads(line)
                    document.pop("labels", None)
                    document.setdefault("received_at", "2026-03-02T08:00:00Z")
                    events[document["id"]] = json.dumps(document, ensure_ascii=False).encode()
    return events


def event(name, **fields):
    """A small inquiry as JSON bytes."""
    document = {"id": name, "received_at": "2026-03-02T08:00:00Z", "platform": "web", "channel": "inquiry",
                "subject": "Stainless steel bottles",
                "body": "Hello, please quote 5000 pcs of 500 ml bottles, FOB Ningbo. Regards, Ann Miller",
                "buyer": {"name": "Ann Miller", "company": "Miller Housewares", "email": "ann@miller.example"}}
    document.update(fields)
    return json.dumps(document).encode()


def events(count, prefix="event"):
    return {"%s-%05d" % (prefix, i): event("%s-%05d" % (prefix, i)) for i in range(count)}


class Case(unittest.TestCase):
    """A test with a folder, a Redis and daemons of its own."""

    redis_arguments = ("--appendonly", "no")

    def run(self, result=None):
        """Shows the daemons' logs where a test failed."""
        self.logs = []
        bad = len(result.failures) + len(result.errors)
        super().run(result)
        if len(result.failures) + len(result.errors) > bad:
            print(*self.logs, sep="\n", file=sys.stderr)

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="inquiryd-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.server = RedisServer(self.folder, *self.redis_arguments)
        self.daemons = []
        self.addCleanup(self.clean_up)

    def clean_up(self):
        self.server.stop()
        for daemon in self.daemons:
            if daemon.process.poll() is None:
                daemon.process.kill()
                daemon.process.wait()
            daemon.log_file.close()
            self.logs.append("---- %s ----\n%s" % (daemon.log_path, daemon.log()[-6000:]))
            # A sanitizer's report is a failure even where the test did not notice.
            self.assertNotIn("Sanitizer", daemon.log())
            self.assertNotIn("runtime error", daemon.log())

    def start_redis(self):
        self.redis = self.server.start().client()
        self.addCleanup(self.redis.close)
        return self.redis

    def start_daemon(self, consumer="one", settings=None, config=None):
        daemon = Daemon(self.folder, self.server.socket, consumer, settings, config)
        self.daemons.append(daemon)
        return daemon

    def feed(self, documents):
        """Adds documents (bytes) to the event stream."""
        self.redis.pipeline(["XADD", EVENTS, "*", "event", document] for document in documents)

    def leads(self):
        """[{field: value}] of the lead stream."""
        reply = self.redis("XRANGE", LEADS, "-", "+")
        return [dict(zip(fields[::2], fields[1::2]), entry=entry) for entry, fields in reply]

    def dead(self):
        reply = self.redis("XRANGE", DEAD, "-", "+")
        return [dict(zip(fields[::2], fields[1::2])) for entry, fields in reply]

    def pending(self):
        try:
            return self.redis("XPENDING", EVENTS, GROUP)[0]
        except RedisError:
            return 0

    def wait_for_leads(self, count):
        wait_until(lambda: self.redis("XLEN", LEADS) >= count, "%d leads" % count)

    def wait_until_done(self):
        """Until nothing waits in the stream or is pending."""
        wait_until(lambda: self.redis("XLEN", EVENTS) == 0 and self.redis("LLEN", INBOX) == 0 and self.pending() == 0,
                   "the event stream is empty")

    def check_leads(self, ids):
        """Every event id has exactly one lead, with everything that belongs to it."""
        leads = self.leads()
        found = [lead[b"event_id"].decode() for lead in leads]
        self.assertEqual(len(found), len(set(found)), "a lead was published twice")
        self.assertEqual(set(found), set(ids))
        self.assertEqual({member.decode() for member in self.redis("ZRANGE", RANKING, 0, -1)}, set(ids))
        self.assertEqual({member.decode() for member in self.redis("ZRANGE", DUE, 0, -1)}, set(ids))
        for lead in leads:
            name = lead[b"event_id"].decode()
            document = json.loads(lead[b"lead"])
            self.assertEqual(document["schema"], "inquiry.lead/1")
            self.assertEqual(document["event_id"], name)
            self.assertEqual(document["id"], lead[b"id"].decode())
        keys = ["{inquiry}:lead:" + lead[b"event_id"].decode() for lead in leads]
        self.assertEqual(self.redis.pipeline(["GET", key] for key in keys), [lead["entry"] for lead in leads])
        self.assertTrue(all(ttl > 86400 for ttl in self.redis.pipeline(["TTL", key] for key in keys)))
        scores = self.redis.pipeline(["ZSCORE", RANKING, lead[b"event_id"]] for lead in leads)
        self.assertEqual([float(score) for score in scores], [float(lead[b"priority"]) for lead in leads])

    def check_counters(self, counters):
        """What was received came to exactly one end."""
        self.assertEqual(counters["received"], sum(counters[end] for end in ENDS), counters)
        for state in ("waiting", "scored", "condemned", "publishing", "retry"):
            self.assertEqual(counters[state], 0, counters)
