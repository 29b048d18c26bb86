"""What cannot be scored becomes a dead letter with its reason; the daemon goes on as if nothing had been."""

import json
import unittest

from harness import DEAD, EVENTS, GROUP, Case, event, events, wait_until

BROKEN = {
    "empty": b"",
    "not JSON": b"{\"id\": ",
    "not an object": b"[1, 2, 3]",
    "no id": b"{\"received_at\": \"2026-03-02T08:00:00Z\", \"body\": \"hello\"}",
    "no body": b"{\"id\": \"x\", \"received_at\": \"2026-03-02T08:00:00Z\"}",
    "body is a number": b"{\"id\": \"x\", \"received_at\": \"2026-03-02T08:00:00Z\", \"body\": 5}",
    "10 MB": event("huge", body="buy " * 2500000),
    "deep": b"[" * 200000 + b"]" * 200000,
    "deep in an unknown field": event("deep")[:-1] + b", \"x\": " + b"[" * 5000 + b"]" * 5000 + b"}",
    "invalid UTF-8 outside of text": b"\xff\xfe{\"id\": \"x\"}",
    "binary": bytes(range(256)) * 16,
}


class BadInput(Case):
    def test_broken_events_become_dead_letters(self):
        good = events(50, "good")
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(list(good.values())[:25])
        self.feed(BROKEN.values())
        self.feed(list(good.values())[25:])
        self.wait_for_leads(len(good))
        self.wait_until_done()
        letters = {letter[b"event"]: letter for letter in self.dead()}
        for name, document in BROKEN.items():
            self.assertIn(document, letters, name)
            self.assertTrue(letters[document][b"reason"], name)
            self.assertEqual(letters[document][b"deliveries"], b"1", name)
            self.assertRegex(letters[document][b"entry"], rb"^\d+-\d+$", name)
        self.assertEqual(self.redis("XLEN", DEAD), len(BROKEN))
        self.check_leads(good)
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertEqual(counters["dead"], len(BROKEN))

    def test_entries_of_another_shape(self):
        self.start_redis()
        daemon = self.start_daemon("one")
        self.redis("XADD", EVENTS, "*", "other", "field", "traceparent", "00-1-2-01")
        self.redis("XADD", EVENTS, "*", *[part for i in range(9000) for part in ("f%d" % i, "v")])
        self.redis("XADD", EVENTS, "*", "reason", "mine", "event", b"\x00\x01")
        self.redis("XADD", EVENTS, "*", "trace", "t", "event", event("fine"), "more", "m")
        wait_until(lambda: len(self.dead()) == 3, "3 dead letters")
        self.wait_until_done()
        other, wide, named = self.dead()
        self.assertEqual((other[b"other"], other[b"traceparent"]), (b"field", b"00-1-2-01"))
        self.assertIn(b"event", other[b"reason"])
        self.assertEqual(wide[b"f0"], b"v")
        self.assertNotEqual(named[b"reason"], b"mine")
        self.assertEqual(named[b"event"], b"\x00\x01")
        self.check_leads(["fine"])
        self.check_counters(daemon.stop())

    def test_text_that_is_not_utf8_is_no_reason_to_stop(self):
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed([event("latin").replace(b"Hello", b"Ol\xe1"), event("after")])
        wait_until(lambda: b"after" in [lead[b"event_id"] for lead in self.leads()], "the inquiry behind it")
        self.wait_until_done()
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertEqual(counters["done"] + counters["dead"], 2)

    def test_traceparent_is_carried_through(self):
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        self.start_redis()
        daemon = self.start_daemon("one")
        self.redis("XADD", EVENTS, "*", "event", event("traced"), "traceparent", trace)
        self.wait_for_leads(1)
        self.assertEqual(json.loads(self.leads()[0][b"lead"]).get("traceparent"), trace)
        self.check_counters(daemon.stop())

    def test_deleted_while_pending(self):
        self.start_redis()
        self.redis("XGROUP", "CREATE", EVENTS, GROUP, "0", "MKSTREAM")
        self.feed(events(5).values())
        entries = self.redis("XREADGROUP", "GROUP", GROUP, "one", "COUNT", 5, "STREAMS", EVENTS, ">")[0][1]
        self.redis("XDEL", EVENTS, entries[0][0], entries[3][0])
        daemon = self.start_daemon("one")
        self.wait_for_leads(3)
        self.wait_until_done()
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertEqual((counters["done"], counters["lost"]), (3, 2))
        self.assertIn("was deleted from the stream", daemon.log())


if __name__ == "__main__":
    unittest.main()
