"""Redis refuses: the daemon waits, says so once, and goes on where it stopped."""

import unittest

from harness import DUE, EVENTS, LEADS, RANKING, Case, event, events, wait_until


class ServerErrors(Case):
    def recover(self, daemon, inquiries, what="publishing", reasons=1):
        daemon.wait_for_log(what + " goes on")
        self.wait_for_leads(len(inquiries))
        self.wait_until_done()
        self.check_leads(inquiries)
        counters = daemon.stop()
        self.check_counters(counters)
        self.assertEqual(counters["dead"], 0)
        self.assertEqual(daemon.log().count(what + " is paused"), reasons)
        return counters

    def test_memory_is_full(self):
        inquiries = events(200)
        self.start_redis()
        self.feed(inquiries.values())
        self.redis("XGROUP", "CREATE", EVENTS, "inquiryd", "0")
        self.redis("CONFIG", "SET", "maxmemory", "1")
        daemon = self.start_daemon("one")
        daemon.wait_for_log("is paused: OOM")
        self.assertEqual(self.redis("EXISTS", LEADS), 0)
        self.redis("CONFIG", "SET", "maxmemory", "0")
        self.recover(daemon, inquiries, "reading")

    def test_memory_fills_up_while_it_works(self):
        inquiries = events(2000)
        documents = list(inquiries.values())
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(documents[:100])
        self.wait_for_leads(100)
        self.wait_until_done()
        # Added and shut off in one transaction, so that the daemon finds the memory full when it publishes.
        self.redis("MULTI")
        for document in documents[100:]:
            self.redis("XADD", EVENTS, "*", "event", document)
        self.redis("CONFIG", "SET", "maxmemory", "1")
        self.redis("EXEC")
        daemon.wait_for_log("publishing is paused: OOM")
        self.assertEqual(self.redis("XLEN", LEADS), 100)
        self.redis("CONFIG", "SET", "maxmemory", "0")
        counters = self.recover(daemon, inquiries)
        self.assertGreater(counters["retries"], 0)
        self.assertEqual(counters["duplicate"], 0)

    def check_another_type(self, key):
        inquiries = events(150)
        self.start_redis()
        self.redis("SET", key, "not what is expected")
        daemon = self.start_daemon("one")
        self.feed(inquiries.values())
        daemon.wait_for_log("publishing is paused: WRONGTYPE")
        # The attempts leave nothing behind.
        for name, count in ((LEADS, "XLEN"), (RANKING, "ZCARD"), (DUE, "ZCARD")):
            if name != key:
                self.assertEqual(self.redis(count, name), 0, name)
        self.assertEqual(self.redis("KEYS", "{inquiry}:lead:*"), [])
        self.redis("DEL", key)
        counters = self.recover(daemon, inquiries)
        self.assertEqual(counters["duplicate"], 0)

    def test_the_ranking_has_another_type(self):
        self.check_another_type(RANKING)

    def test_the_due_times_have_another_type(self):
        self.check_another_type(DUE)

    def test_the_leads_have_another_type(self):
        self.check_another_type(LEADS)

    def test_scripts_are_flushed(self):
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(events(10, "first").values())
        self.wait_for_leads(10)
        self.redis("SCRIPT", "FLUSH")
        self.feed(events(10, "second").values())
        self.wait_for_leads(20)
        self.wait_until_done()
        self.check_leads([*events(10, "first"), *events(10, "second")])
        self.check_counters(daemon.stop())

    def test_a_replica_for_a_while(self):
        self.start_redis()
        daemon = self.start_daemon("one")
        self.feed(events(10, "first").values())
        self.wait_for_leads(10)
        self.wait_until_done()
        # A port on which nobody listens: the data stays as it is.
        self.redis("REPLICAOF", "127.0.0.1", "1")
        daemon.wait_for_log("reading is paused: READONLY")
        self.redis("REPLICAOF", "NO", "ONE")
        self.feed(events(10, "second").values())
        # The blocked read is told so first (UNBLOCKED).
        self.recover(daemon, [*events(10, "first"), *events(10, "second")], "reading", reasons=2)

    def test_a_script_keeps_redis_busy(self):
        self.start_redis()
        self.redis("CONFIG", "SET", "busy-reply-threshold", "50")
        daemon = self.start_daemon("one")
        self.feed([event("first")])
        self.wait_for_leads(1)
        hog = self.server.client()
        hog.socket.sendall(hog.encode(["EVAL", "while true do end", 0]))
        daemon.wait_for_log("BUSY")
        self.redis("SCRIPT", "KILL")
        wait_until(self.server.answers, "Redis serves again")
        hog.close()
        self.feed([event("second")])
        self.wait_for_leads(2)
        self.wait_until_done()
        self.check_leads(["first", "second"])
        self.check_counters(daemon.stop())


if __name__ == "__main__":
    unittest.main()
