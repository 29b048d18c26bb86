"""submit, leads, status and dead against a real, private Redis; submit --wait with a daemon as well."""

import json
import os
import subprocess
import unittest

import harness
from ctl import INQUIRYCTL, environment, event, lines, parsed, run


def lead(name, band, priority, **fields):
    document = {"schema": "inquiry.lead/1", "id": "lead-" + name, "event_id": name, "composite": "customer " + name,
                "verdict": {}, "reasons": [], "facts": {}, "priority": {"score": priority, "band": band, "terms": []},
                "strategy": {"respond_by": "2026-05-04T07:05:00Z", "do": ["Call " + name]}, "buyer": {"name": "Ann"}}
    document.update(fields)
    return document


class Online(harness.Case):
    def setUp(self):
        super().setUp()
        self.start_redis()
        self.config = harness.write_config(self.folder, "ctl", {})

    def environment(self):
        return {"INQUIRYD_REDIS_URL": "unix://" + self.server.socket}

    def ctl(self, command, *arguments, stdin=b""):
        return run(command, "--config", self.config, *arguments, stdin=stdin, **self.environment())

    def publish(self, document):
        """What the daemon leaves in Redis for a lead."""
        name, priority = document["event_id"], document["priority"]
        entry = self.redis("XADD", harness.LEADS, "*", "lead", json.dumps(document), "id", document["id"],
                           "band", priority["band"], "priority", str(priority["score"]))
        self.redis("ZADD", harness.RANKING, str(priority["score"]), name)
        self.redis("ZADD", harness.DUE, "1000", name)
        self.redis("SET", "{inquiry}:lead:" + name, entry)

    # ---- submit ----

    def test_submit_adds_lines_as_they_are(self):
        documents = lines([event("one"), event("two")])
        result = self.ctl("submit", stdin=documents)
        self.assertEqual((result.returncode, result.stderr, result.stdout), (0, b"", b"one\ntwo\n"))
        entries = self.redis("XRANGE", harness.EVENTS, "-", "+")
        self.assertEqual([fields for _, fields in entries], [[b"event", line] for line in documents.splitlines()])

    def test_submit_refuses_what_is_no_event(self):
        result = self.ctl("submit", stdin=b"{\n[]\n{\"id\":3}\n\n" + lines([event("good")]))
        self.assertEqual((result.returncode, result.stdout), (1, b"good\n"))
        self.assertEqual([line.split(b":")[1] for line in result.stderr.splitlines()],
                         [b" line 1", b" line 2", b" line 3", b" line 4"])
        self.assertEqual(self.redis("XLEN", harness.EVENTS), 1)

    def test_submit_completes_new_events(self):
        result = self.ctl("submit", "--new", stdin=b'{"body":"x"}\n{"body":"y","id":"kept"}\n')
        names = result.stdout.decode().split()
        sent = [json.loads(fields[1]) for _, fields in self.redis("XRANGE", harness.EVENTS, "-", "+")]
        self.assertEqual([document["id"] for document in sent], names)
        self.assertEqual(names[1], "kept")
        self.assertTrue(all(document["received_at"].endswith("Z") for document in sent))

    def test_submit_makes_an_inquiry_from_options(self):
        result = self.ctl("submit", "--body", "500 pcs \"now\"", "--subject", "Doors", "--company", "Tür & Tor",
                          "--country", "DE", "--product", "door", "--json")
        document = json.loads(self.redis("XRANGE", harness.EVENTS, "-", "+")[0][1][1])
        self.assertEqual(document["id"], json.loads(result.stdout)["id"])
        self.assertEqual((document["body"], document["subject"]), ("500 pcs \"now\"", "Doors"))
        self.assertEqual(document["buyer"], {"company": "Tür & Tor", "country": "DE"})
        self.assertEqual(document["product"], {"name": "door"})
        self.assertEqual(self.ctl("submit", "--subject", "Doors").returncode, 2)

    def test_submit_waits_for_the_daemons_leads(self):
        daemon = self.start_daemon()
        result = self.ctl("submit", "--wait", "--json", stdin=lines([event("one"), event("two")]))
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual([document["event_id"] for document in parsed(result.stdout)], ["one", "two"])
        again = self.ctl("submit", "--wait", stdin=lines([event("one")]))
        self.assertIn(b"Ann Miller, Miller Housewares", again.stdout)
        self.check_counters(daemon.stop())

    def test_submit_gives_up_waiting(self):
        result = self.ctl("submit", "--wait", "--timeout", "0", stdin=lines([event("one")]))
        self.assertEqual(result.returncode, 1)
        self.assertIn(b"no lead for one", result.stderr)

    # ---- leads ----

    def test_leads_come_best_first(self):
        for name, band, priority in (("low", "C", 30.5), ("top", "A", 90), ("mid", "B", 50)):
            self.publish(lead(name, band, priority))
        names = [document["event_id"] for document in parsed(self.ctl("leads", "--json").stdout)]
        self.assertEqual(names, ["top", "mid", "low"])
        names = [document["event_id"] for document in parsed(self.ctl("leads", "--json", "--band", "c,B").stdout)]
        self.assertEqual(names, ["mid", "low"])
        cards = self.ctl("leads", "--top", "1").stdout.decode()
        self.assertIn(" A  90.0  customer top", cards)
        self.assertIn("do    Call top", cards)
        self.assertNotIn("mid", cards)

    def test_leads_of_many_pages_and_trimmed_ones(self):
        for i in range(250):
            self.publish(lead("n%03d" % i, "D" if i % 50 else "B", i / 10))
        self.redis("DEL", "{inquiry}:lead:n200")
        result = self.ctl("leads", "--json", "--band", "B")
        names = [document["event_id"] for document in parsed(result.stdout)]
        self.assertEqual(names, ["n150", "n100", "n050", "n000"])
        self.assertIn(b"1 ranked leads have no document", result.stderr)

    def test_no_leads(self):
        self.assertEqual(self.ctl("leads").stdout, b"no open leads\n")
        self.assertEqual(self.ctl("leads", "--json").stdout, b"")

    def test_following_shows_what_comes(self):
        self.publish(lead("before", "B", 50))
        process = subprocess.Popen([INQUIRYCTL, "leads", "--config", self.config, "--json", "--follow"],
                                   stdout=subprocess.PIPE, env=environment(**self.environment()))
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertEqual(json.loads(process.stdout.readline())["event_id"], "before")
        for name in ("after", "later"):
            self.publish(lead(name, "A", 80))
            self.assertEqual(json.loads(process.stdout.readline())["event_id"], name)

    def test_a_card_is_safe_and_fits(self):
        self.publish(lead("evil", "A", 80, composite="\x1b[2J" + "长" * 200, buyer={"name": "x\x07y" * 100}))
        text = self.ctl("leads").stdout.decode()
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f]")
        widths = [sum(2 if ord(c) > 0x2e80 else 1 for c in line) for line in text.splitlines()]
        self.assertLessEqual(max(widths), 100)

    # ---- status ----

    def test_status_of_nothing(self):
        status = json.loads(self.ctl("status", "--json").stdout)
        self.assertEqual((status["events"], status["group"], status["consumers"], status["dead"]), (0, None, [], 0))
        self.assertIn(b"no consumer group yet", self.ctl("status").stdout)

    def test_status_counts(self):
        self.publish(lead("one", "A", 80))
        self.ctl("submit", stdin=lines([event("a"), event("b"), event("c")]))
        self.redis("XGROUP", "CREATE", harness.EVENTS, harness.GROUP, "0")
        self.redis("XREADGROUP", "GROUP", harness.GROUP, "worker-1", "COUNT", "1", "STREAMS", harness.EVENTS, ">")
        self.redis("LPUSH", harness.INBOX, "x")
        status = json.loads(self.ctl("status", "--json").stdout)
        self.assertEqual({name: status[name] for name in ("events", "inbox", "leads", "open", "past_respond_by")},
                         {"events": 3, "inbox": 1, "leads": 1, "open": 1, "past_respond_by": 1})
        self.assertEqual(status["group"], {"name": "inquiryd", "lag": 2, "pending": 1})
        self.assertEqual([(worker["name"], worker["pending"]) for worker in status["consumers"]], [("worker-1", 1)])
        self.assertIn(b"worker-1", self.ctl("status").stdout)

    def test_no_redis(self):
        self.server.kill()
        for command in (["status"], ["leads"], ["dead", "list"], ["submit"]):
            result = self.ctl(*command)
            self.assertEqual(result.returncode, 2, command)
            self.assertIn(b"no Redis at unix://", result.stderr)

    # ---- dead ----

    def test_dead_letters(self):
        self.assertEqual(self.ctl("dead", "list").stdout, b"no dead letters\n")
        entry = self.redis("XADD", harness.DEAD, "*", "event", "{\x1b[1m bad", "reason", "a forged one",
                           "reason", "not JSON", "deliveries", "1", "entry", "1-0").decode()
        listed = self.ctl("dead", "list").stdout.decode()
        self.assertRegex(listed, r"(?m)^%s .* 1 +not JSON$" % entry)
        shown = self.ctl("dead", "show", entry).stdout.decode()
        self.assertIn("{\\x1b[1m bad", shown)
        self.assertEqual(json.loads(self.ctl("dead", "list", "--json").stdout)["id"], entry)
        self.assertEqual(self.ctl("dead", "show", "1-1").returncode, 1)
        self.assertEqual(self.ctl("dead").returncode, 2)
        self.assertEqual(self.ctl("dead", "burn", entry).returncode, 2)


if __name__ == "__main__":
    unittest.main()
