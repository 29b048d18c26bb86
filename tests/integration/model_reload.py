"""A daemon whose model is replaced under it: by a good one, by garbage, by none."""

import json
import os
import shutil
import signal
import subprocess
import unittest

from harness import LEADS, SOURCE_DIR, Case, wait_until, write_config

INQUIRYCTL = os.environ["INQUIRYCTL"]
MARKET = os.path.join(SOURCE_DIR, "tests", "data", "trainable")
PACKS_ALONE = "packs alone"


def inquiry(name):
    return json.dumps({"id": name, "received_at": "2026-03-02T08:00:00Z", "lang": "en",
                       "body": "clover and acacia from the hive, please"}).encode()


def put(path, content):
    """As a person should: beside its place, then renamed."""
    with open(path + ".new", "wb") as file:
        file.write(content)
    os.replace(path + ".new", path)


class Models(Case):
    def setUp(self):
        super().setUp()
        self.knowledge = os.path.join(self.folder, "market")
        shutil.copytree(MARKET, self.knowledge, ignore=shutil.ignore_patterns("*.jsonl", "lists", "languages.yaml"))
        for name in ("lists", "languages.yaml"):
            os.symlink(os.path.join(SOURCE_DIR, "conf", name), os.path.join(self.knowledge, name))
        self.model = os.path.join(self.knowledge, "model.inq")
        self.start_redis()
        self.fed = []

    def trained(self, day):
        """The bytes of a model of that day, and its name in leads."""
        path = os.path.join(self.folder, day + ".inq")
        subprocess.run([INQUIRYCTL, "train", "--knowledge", self.knowledge, "--output", path,
                        os.path.join(MARKET, day + ".jsonl")], check=True, stdout=subprocess.DEVNULL, timeout=60)
        lead = subprocess.run([INQUIRYCTL, "score", "--knowledge", self.knowledge, "--model", path],
                              input=inquiry("probe"), check=True, stdout=subprocess.PIPE, timeout=60).stdout
        with open(path, "rb") as file:
            return file.read(), json.loads(lead)["engine"]["model"]

    def start(self, **settings):
        self.config = write_config(self.folder, "market", dict({"knowledge.dir": self.knowledge}, **settings))
        return self.start_daemon("one", config=self.config)

    def wait(self, daemon, condition, what):
        """Not for a daemon that has ended."""
        wait_until(lambda: condition() or daemon.process.poll() is not None, what)
        self.assertIsNone(daemon.process.poll(), "the daemon ended while waiting for: " + what)

    def next_model(self, daemon):
        """Feeds one inquiry more, and gives the model of its lead."""
        name = "inquiry-%d" % len(self.fed)
        self.fed.append(name)
        self.feed([inquiry(name)])
        self.wait(daemon, lambda: self.redis("XLEN", LEADS) >= len(self.fed), "the lead of " + name)
        document, = [lead[b"lead"] for lead in self.leads() if lead[b"event_id"].decode() == name]
        return json.loads(document)["engine"]["model"]

    def reload(self, daemon, expected):
        """Asks for it and waits for one answer more."""
        times = daemon.log().count(expected)
        daemon.signal(signal.SIGHUP)
        self.wait(daemon, lambda: daemon.log().count(expected) > times, expected)

    def finish(self, daemon):
        self.wait_until_done()
        self.check_leads(self.fed)
        self.check_counters(daemon.stop())

    def test_a_bad_model_is_refused_and_a_good_one_taken(self):
        monday, monday_name = self.trained("monday")
        friday, friday_name = self.trained("friday")
        self.assertNotEqual(monday_name, friday_name)
        put(self.model, monday)
        daemon = self.start()
        self.assertEqual(self.next_model(daemon), monday_name)
        bad = (b"garbage", b"", monday[:-1], friday[:5000], monday[:3000] + bytes([monday[3000] ^ 1]) + monday[3001:])
        for garbage in bad:
            put(self.model, garbage)
            self.reload(daemon, "reload failed, the old knowledge stays in force: " + self.model)
            self.assertEqual(self.next_model(daemon), monday_name)
        put(self.model, friday)
        self.reload(daemon, "reloaded:")
        self.assertEqual(self.next_model(daemon), friday_name)
        os.remove(self.model)
        self.assertEqual(self.next_model(daemon), friday_name)
        self.reload(daemon, "reloaded:")
        self.assertEqual(self.next_model(daemon), PACKS_ALONE)
        put(self.model, monday)
        self.reload(daemon, "reloaded:")
        self.assertEqual(self.next_model(daemon), monday_name)
        self.finish(daemon)

    def test_a_model_that_is_written_over_in_place(self):
        """`cp` truncates the file that the daemon is using: that must not end it, nor change what it says."""
        monday, monday_name = self.trained("monday")
        friday, friday_name = self.trained("friday")
        put(self.model, monday)
        daemon = self.start()
        self.assertEqual(self.next_model(daemon), monday_name)
        for content in (b"", b"garbage", b"\xff" * len(monday)):
            with open(self.model, "wb") as file:
                file.write(content)
            self.assertEqual(self.next_model(daemon), monday_name)
            self.reload(daemon, "reload failed, the old knowledge stays in force: " + self.model)
            self.assertEqual(self.next_model(daemon), monday_name)
        with open(self.model, "wb") as file:
            file.write(friday)
        self.reload(daemon, "reloaded:")
        self.assertEqual(self.next_model(daemon), friday_name)
        self.finish(daemon)

    def test_training_puts_a_model_where_a_reload_finds_it(self):
        _, monday_name = self.trained("monday")
        daemon = self.start()
        self.assertEqual(self.next_model(daemon), PACKS_ALONE)
        subprocess.run([INQUIRYCTL, "train", "--knowledge", self.knowledge, os.path.join(MARKET, "monday.jsonl")],
                       check=True, stdout=subprocess.DEVNULL, timeout=60)
        self.assertEqual(self.next_model(daemon), PACKS_ALONE)
        self.reload(daemon, "reloaded:")
        self.assertEqual(self.next_model(daemon), monday_name)
        self.finish(daemon)

    def test_the_settings_name_the_model(self):
        friday, friday_name = self.trained("friday")
        put(self.model, self.trained("monday")[0])
        put(os.path.join(self.folder, "other.inq"), friday)
        daemon = self.start(**{"knowledge.model": "other.inq"})
        self.assertEqual(self.next_model(daemon), friday_name)
        write_config(self.folder, "market", {"knowledge.dir": self.knowledge, "knowledge.model": "none"})
        self.reload(daemon, "reloaded:")
        self.assertEqual(self.next_model(daemon), PACKS_ALONE)
        self.finish(daemon)

    def test_a_daemon_does_not_start_with_a_bad_model(self):
        put(self.model, b"garbage")
        daemon = self.start()
        self.assertNotEqual(daemon.process.wait(timeout=40), 0)
        self.assertIn(self.model, daemon.log())


if __name__ == "__main__":
    unittest.main()
