"""The daemon is killed at random moments while it works; nothing is lost and nothing is published twice."""

import random
import unittest

from harness import LEADS, Case, events, wait_until


class Kill9(Case):
    KILLS = 8

    def test_killed_while_it_works(self):
        dice = random.Random()
        seed = dice.randrange(1 << 30)
        dice.seed(seed)
        print("seed", seed)
        inquiries = events(6000)
        documents = list(inquiries.values())
        self.start_redis()
        share = len(documents) // self.KILLS
        for i in range(self.KILLS):
            daemon = self.start_daemon("one", {"intake.in_flight": "64"})
            self.feed(documents[i * share:(i + 1) * share])
            before = self.redis("XLEN", LEADS)
            goal = before + dice.randrange(1, share)
            wait_until(lambda: self.redis("XLEN", LEADS) >= goal, "progress")
            daemon.kill()
        self.feed(documents[self.KILLS * share:])
        daemon = self.start_daemon("one")
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        counters = daemon.stop()
        self.check_leads(inquiries)
        self.check_counters(counters)
        self.assertEqual(self.redis("EXISTS", "{inquiry}:dead"), 0)

    def test_what_a_dead_consumer_left_is_taken_over(self):
        inquiries = events(500)
        self.start_redis()
        self.redis("XGROUP", "CREATE", "{inquiry}:events", "inquiryd", "0", "MKSTREAM")
        self.feed(inquiries.values())
        self.redis("XREADGROUP", "GROUP", "inquiryd", "gone", "COUNT", 200, "STREAMS", "{inquiry}:events", ">")
        daemon = self.start_daemon("one", {"intake.reclaim_after": "1s"})
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        self.check_counters(daemon.stop())
        self.check_leads(inquiries)


if __name__ == "__main__":
    unittest.main()
