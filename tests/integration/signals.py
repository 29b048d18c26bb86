"""Stopping, reloading, and what else can be asked of a running daemon."""

import os
import signal
import subprocess
import unittest

from harness import EVENTS, GROUP, INQUIRYD, LEADS, SOURCE_DIR, Case, event, events, wait_until, write_config


class Signals(Case):
    def test_stops_in_the_middle_of_work(self):
        inquiries = events(5000)
        self.start_redis()
        self.feed(inquiries.values())
        daemon = self.start_daemon("one", {"intake.in_flight": "256"})
        wait_until(lambda: self.redis("XLEN", LEADS) > 300, "progress")
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertEqual(counters["abandoned"], 0)
        self.assertEqual(counters["done"], self.redis("XLEN", LEADS))
        self.assertEqual(self.redis("XLEN", LEADS) + self.redis("XLEN", EVENTS), len(inquiries))
        daemon = self.start_daemon("one")
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        self.check_leads(inquiries)
        self.check_counters(daemon.stop())

    def test_stops_although_redis_hangs(self):
        self.start_redis()
        daemon = self.start_daemon("one", {"daemon.drain_timeout": "500ms"})
        self.feed([event("first")])
        self.wait_for_leads(1)
        # Entries that are delivered while the lead cannot be published.
        self.redis("DEL", "{inquiry}:ranking")
        self.redis("SET", "{inquiry}:ranking", "in the way")
        self.feed(events(10).values())
        daemon.wait_for_log("publishing is paused")
        self.server.process.send_signal(signal.SIGSTOP)
        counters = daemon.stop()
        self.server.process.send_signal(signal.SIGCONT)
        self.check_counters(counters)
        self.assertEqual(counters["abandoned"], 10)
        self.redis("DEL", "{inquiry}:ranking")
        daemon = self.start_daemon("one")
        self.wait_for_leads(11)
        self.wait_until_done()
        self.check_counters(daemon.stop())

    def test_a_second_signal_ends_it_at_once(self):
        self.start_redis()
        daemon = self.start_daemon("one", {"daemon.drain_timeout": "10m"})
        daemon.wait_for_log("reader: connected")
        self.redis("SET", "{inquiry}:ranking", "in the way")
        self.feed([event("first")])
        daemon.wait_for_log("publishing is paused")
        daemon.signal(signal.SIGINT)
        daemon.wait_for_log("stopping")
        daemon.signal(signal.SIGTERM)
        self.assertEqual(daemon.process.wait(timeout=20), 1)

    def test_stops_without_redis(self):
        daemon = self.start_daemon("one")
        daemon.wait_for_log("no connection")
        self.check_counters(daemon.stop())

    def test_reload(self):
        self.start_redis()
        config = write_config(self.folder, "reload", {})
        daemon = self.start_daemon("one", config=config)
        self.feed([event("first")])
        self.wait_for_leads(1)
        with open(config, encoding="utf-8") as file:
            good = file.read()
        with open(config, "w", encoding="utf-8") as file:
            file.write(good + "wrong: here\n")
        daemon.signal(signal.SIGHUP)
        daemon.wait_for_log("reload failed, the old knowledge stays in force: " + config)
        self.feed([event("second")])
        self.wait_for_leads(2)
        with open(config, "w", encoding="utf-8") as file:
            file.write(good)
        daemon.signal(signal.SIGHUP)
        daemon.wait_for_log("reloaded:")
        self.feed([event("third")])
        self.wait_for_leads(3)
        self.wait_until_done()
        self.check_leads(["first", "second", "third"])
        self.check_counters(daemon.stop())

    def test_reloads_while_it_works(self):
        inquiries = events(3000)
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(inquiries.values())
        for goal in (500, 1000, 1500):
            wait_until(lambda: self.redis("XLEN", LEADS) > goal, "progress")
            daemon.signal(signal.SIGHUP)
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        daemon.wait_for_log("reloaded:")
        self.check_leads(inquiries)
        self.check_counters(daemon.stop())

    def test_counters_are_written_on_request(self):
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed([event("first")])
        self.wait_for_leads(1)
        self.wait_until_done()
        daemon.signal(signal.SIGUSR1)
        daemon.wait_for_log("counters: received=1")
        daemon.stop()


class CommandLine(unittest.TestCase):
    def run_daemon(self, *arguments):
        return subprocess.run([INQUIRYD, *arguments], capture_output=True, text=True, timeout=60, check=False)

    def test_help_version_and_mistakes(self):
        self.assertIn("--check-config", self.run_daemon("--help").stdout)
        self.assertRegex(self.run_daemon("--version").stdout, r"^inquiryd \d")
        self.assertEqual(self.run_daemon("--wrong").returncode, 2)
        self.assertEqual(self.run_daemon("argument").returncode, 2)

    def test_the_shipped_configuration_is_good(self):
        result = self.run_daemon("--check-config", "--config", os.path.join(SOURCE_DIR, "conf", "inquiryd.yaml"))
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_missing_configuration(self):
        result = self.run_daemon("--check-config", "--config", "/nowhere/inquiryd.yaml")
        self.assertEqual(result.returncode, 2)
        self.assertIn("/nowhere/inquiryd.yaml", result.stderr)
        self.assertEqual(self.run_daemon("--config", "/nowhere/inquiryd.yaml").returncode, 2)


if __name__ == "__main__":
    unittest.main()
