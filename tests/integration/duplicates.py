"""An event that a bridge sends twice becomes one lead."""

import unittest

from harness import EVENTS, INBOX, Case, event, events, wait_until


class Duplicates(Case):
    def test_in_one_batch_and_later(self):
        self.start_redis()
        self.feed([event("same"), event("other"), event("same"), event("same", body="changed")])
        daemon = self.start_daemon("one")
        self.wait_for_leads(2)
        self.wait_until_done()
        self.feed([event("same"), event("new")])
        self.redis("LPUSH", INBOX, event("other"))
        self.wait_for_leads(3)
        wait_until(lambda: self.redis("LLEN", INBOX) == 0, "the inbox is empty")
        self.wait_until_done()
        counters = daemon.stop()
        self.check_leads(["same", "other", "new"])
        self.check_counters(counters)
        self.assertEqual((counters["received"], counters["done"], counters["duplicate"]), (7, 3, 4))

    def test_given_to_two_daemons(self):
        inquiries = events(500)
        self.start_redis()
        daemons = [self.start_daemon("one"), self.start_daemon("two")]
        for _ in range(3):
            self.feed(inquiries.values())
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        counters = [daemon.stop() for daemon in daemons]
        self.check_leads(inquiries)
        for each in counters:
            self.check_counters(each)
        self.assertEqual(sum(each["done"] for each in counters), 500)
        self.assertEqual(sum(each["duplicate"] for each in counters), 1000)

    def test_event_ids_of_any_form(self):
        names = ["with blank", "{braces}", "a:b", "\u8be2\u76d8-1", "quote\"s", "back\\slash", "*"]
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(event(name) for name in names)
        self.wait_for_leads(len(names))
        self.wait_until_done()
        self.check_leads(names)
        self.assertEqual(self.redis("XLEN", EVENTS), 0)
        self.check_counters(daemon.stop())


if __name__ == "__main__":
    unittest.main()
