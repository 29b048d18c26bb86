"""Two daemons share the whole corpus; every inquiry becomes exactly one lead."""

import unittest

from harness import EVENTS, INBOX, Case, corpus, wait_until


class TwoDaemons(Case):
    def test_every_inquiry_becomes_one_lead(self):
        inquiries = corpus()
        self.assertGreater(len(inquiries), 100)
        self.start_redis()
        daemons = [self.start_daemon("one"), self.start_daemon("two")]
        documents = list(inquiries.values())
        half = len(documents) // 2
        self.feed(documents[:half])
        self.redis.pipeline(["LPUSH", INBOX, document] for document in documents[half:])
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        counters = [daemon.stop() for daemon in daemons]
        self.check_leads(inquiries)
        for each in counters:
            self.check_counters(each)
        self.assertEqual(sum(each["done"] for each in counters), len(inquiries))
        self.assertEqual(sum(each["received"] for each in counters), len(inquiries))

    def test_the_inbox_keeps_its_order(self):
        self.start_redis()
        for i in range(300):
            self.redis("LPUSH", INBOX, b"no inquiry %d" % i)
        daemon = self.start_daemon("one", {"intake.batch": "1000", "intake.in_flight": "1000"})
        wait_until(lambda: len(self.dead()) == 300, "300 dead letters")
        self.assertEqual([letter[b"event"] for letter in self.dead()], [b"no inquiry %d" % i for i in range(300)])
        self.assertEqual(self.redis("XLEN", EVENTS), 0)
        self.check_counters(daemon.stop())


if __name__ == "__main__":
    unittest.main()
