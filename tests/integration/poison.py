"""An entry that was delivered too often becomes a dead letter unscored; a suspect one is handled alone."""

import unittest

from harness import EVENTS, GROUP, Case, event, events, wait_until


class Poison(Case):
    def deliver(self, documents, consumer, deliveries):
        """Gives entries to a consumer as if they had been delivered to it that often, long ago."""
        self.feed(documents)
        reply = self.redis("XREADGROUP", "GROUP", GROUP, consumer, "COUNT", 1000, "STREAMS", EVENTS, ">")
        for entry, _ in reply[0][1]:
            self.redis("XCLAIM", EVENTS, GROUP, consumer, 0, entry, "IDLE", 3600000, "RETRYCOUNT", deliveries)

    def check_delivered_too_often(self, consumer):
        self.start_redis()
        self.redis("XGROUP", "CREATE", EVENTS, GROUP, "0", "MKSTREAM")
        self.deliver([event("poison")], consumer, 10)
        self.deliver([event("fine")], consumer, 9)
        daemon = self.start_daemon("one", {"intake.reclaim_after": "1s"})
        wait_until(lambda: len(self.dead()) == 1, "the dead letter")
        self.wait_for_leads(1)
        self.wait_until_done()
        letter = self.dead()[0]
        self.assertEqual(letter[b"event"], event("poison"))
        self.assertIn(b"delivered 10 times", letter[b"reason"])
        self.assertEqual(letter[b"deliveries"], b"11")
        self.check_leads(["fine"])
        self.check_counters(daemon.stop())

    def test_delivered_too_often_to_this_consumer(self):
        self.check_delivered_too_often("one")

    def test_delivered_too_often_to_another(self):
        self.check_delivered_too_often("gone")

    def test_suspects_are_handled_alone(self):
        self.start_redis()
        self.redis("XGROUP", "CREATE", EVENTS, GROUP, "0", "MKSTREAM")
        self.deliver(events(20, "before").values(), "one", 1)
        self.deliver(events(2, "suspect").values(), "one", 5)
        self.deliver(events(20, "behind").values(), "one", 1)
        daemon = self.start_daemon("one")
        self.wait_for_leads(42)
        self.wait_until_done()
        self.check_counters(daemon.stop())
        self.check_leads([*events(20, "before"), *events(2, "suspect"), *events(20, "behind")])
        pages = [line.split()[-6] for line in daemon.log().splitlines() if "pending entries are taken up" in line]
        self.assertEqual(pages, ["20", "1", "1", "20"])


if __name__ == "__main__":
    unittest.main()
