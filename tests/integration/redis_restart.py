"""Redis comes later than the daemon, dies and comes back."""

import unittest

from harness import LEADS, Case, events, wait_until


class RedisRestart(Case):
    # What Redis acknowledged is on its disk, so that whatever is missing later is the daemon's fault.
    redis_arguments = ("--appendonly", "yes", "--appendfsync", "always")

    def test_started_before_redis(self):
        daemon = self.start_daemon("one")
        daemon.wait_for_log("no connection")
        self.start_redis()
        self.feed(events(100).values())
        self.wait_for_leads(100)
        self.wait_until_done()
        self.check_leads(events(100))
        self.check_counters(daemon.stop())

    def test_killed_while_the_daemon_works(self):
        inquiries = events(3000)
        documents = list(inquiries.values())
        self.start_redis()
        daemon = self.start_daemon("one", {"intake.in_flight": "128"})
        for i in range(3):
            self.feed(documents[i * 1000:(i + 1) * 1000])
            wait_until(lambda: self.redis("XLEN", LEADS) > i * 1000 + 100, "progress")
            self.server.kill()
            self.start_redis()
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        self.check_leads(inquiries)
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertIn("connected to", daemon.log())
        self.assertEqual(counters["dead"], 0)


if __name__ == "__main__":
    unittest.main()
