"""The consumer group or the whole stream goes away while the daemon works."""

import unittest

from harness import EVENTS, GROUP, LEADS, Case, events, wait_until


class GroupLost(Case):
    def test_group_destroyed(self):
        inquiries = events(4000)
        documents = list(inquiries.values())
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(documents[:2000])
        wait_until(lambda: self.redis("XLEN", LEADS) > 200, "progress")
        self.redis("XGROUP", "DESTROY", EVENTS, GROUP)
        self.feed(documents[2000:])
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        self.check_leads(inquiries)
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertEqual(counters["groups_recreated"], 1)
        # However long it lasts, what happened is said once.
        self.assertEqual(daemon.log().count("reading is paused"), 1)

    def test_stream_deleted(self):
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(events(10, "first").values())
        self.wait_for_leads(10)
        self.wait_until_done()
        self.redis("DEL", EVENTS)
        daemon.wait_for_log("is made again")
        self.feed(events(10, "second").values())
        self.wait_for_leads(20)
        self.wait_until_done()
        self.check_leads([*events(10, "first"), *events(10, "second")])
        self.check_counters(daemon.stop())


if __name__ == "__main__":
    unittest.main()
