"""score, explain and lint: the commands that need neither Redis nor a daemon."""

import json
import os
import re
import select
import shutil
import subprocess
import tempfile
import unittest

from ctl import INQUIRYCTL, KNOWLEDGE, NOW, environment, event, lines, offline, parsed, run

EVENT_BYTES_MAX = 1024 * 1024


class Score(unittest.TestCase):
    def test_every_line_has_its_answer_in_order(self):
        good = [event("one"), event("two"), event("three")]
        stdin = (lines(good[:1]) + b"\n" + lines(good[1:2]) + b"{not json}\n" + b'{"id":"x"}\n' + b"\xff\xfe\n" +
                 lines(good[2:])[:-1])
        result = offline("score", stdin=stdin)
        self.assertEqual(result.returncode, 1)
        answers = parsed(result.stdout)
        self.assertEqual([answer["schema"] for answer in answers],
                         ["inquiry.lead/1", "inquiry.error/1", "inquiry.lead/1", "inquiry.error/1", "inquiry.error/1",
                          "inquiry.error/1", "inquiry.lead/1"])
        self.assertEqual([answer["event_id"] for answer in answers if "event_id" in answer], ["one", "two", "three"])
        self.assertEqual([answer["line"] for answer in answers if "line" in answer], [2, 4, 5, 6])
        self.assertTrue(all(set(answer) == {"schema", "line", "error"} and answer["error"]
                            for answer in answers if "line" in answer))

    def test_status_0_when_all_are_scored(self):
        result = offline("score", stdin=lines([event("one")]))
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(offline("score").returncode, 0)
        self.assertEqual(offline("score").stdout, b"")

    def test_files_and_standard_input_in_turn(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(lines([event("file")]) + b"bad")
            file.flush()
            result = offline("score", file.name, "-", file.name, stdin=lines([event("stdin")]))
        answers = parsed(result.stdout)
        self.assertEqual([answer.get("event_id", answer.get("line")) for answer in answers],
                         ["file", 2, "stdin", "file", 5])

    def test_too_long_lines_are_read_through(self):
        longest = event("longest", unknown="")
        longest["unknown"] = "x" * (EVENT_BYTES_MAX - len(lines([longest])) + 1)
        stdin = lines([longest]) + b"y" * (EVENT_BYTES_MAX + 1) + b"\n" + lines([event("after")])
        answers = parsed(offline("score", stdin=stdin).stdout)
        self.assertEqual([answer.get("event_id") for answer in answers], ["longest", None, "after"])
        self.assertIn("longer than 1048576 bytes", answers[1]["error"])

    def test_memory_is_bounded(self):
        """A line of 256 MiB passes without being held."""
        process = subprocess.Popen([INQUIRYCTL, "score", "--knowledge", KNOWLEDGE], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, env=environment())

        def answer():
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        def memory():
            with open("/proc/%d/status" % process.pid, encoding="utf-8") as file:
                return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1))

        process.stdin.write(lines([event("before")]))
        self.assertEqual(answer()["event_id"], "before")
        before = memory()
        for _ in range(256):
            process.stdin.write(b"z" * 1024 * 1024)
        process.stdin.write(b"\n")
        self.assertEqual(answer()["line"], 2)
        self.assertLess(memory() - before, 16 * 1024)
        process.communicate()

    def test_answers_come_line_by_line(self):
        """A program that waits for each answer before it sends the next must not wait for ever."""
        process = subprocess.Popen([INQUIRYCTL, "score", "--knowledge", KNOWLEDGE], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, env=environment())
        for name in ("one", "two", "three"):
            process.stdin.write(lines([event(name)]))
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 60)
            self.assertTrue(ready, "no answer")
            self.assertEqual(json.loads(process.stdout.readline())["event_id"], name)
        process.communicate()
        self.assertEqual(process.returncode, 0)

    def test_output_that_cannot_be_written(self):
        for target, reason in (("/dev/full", b"No space left on device"), (None, b"Broken pipe")):
            if target:
                stdout = open(target, "wb")
            else:
                reader, writer = os.pipe()
                os.close(reader)
                stdout = os.fdopen(writer, "wb")
            with stdout:
                result = subprocess.run([INQUIRYCTL, "score", "--knowledge", KNOWLEDGE], stdout=stdout,
                                        input=lines([event("one")]), stderr=subprocess.PIPE, env=environment())
            self.assertEqual(result.returncode, 2)
            self.assertIn(reason, result.stderr)

    def test_now_makes_output_repeatable(self):
        stdin = lines([event("one"), event("two")])
        first, second = (offline("score", "--now", NOW, stdin=stdin).stdout for _ in range(2))
        self.assertEqual(first, second)
        self.assertEqual(parsed(first)[0]["scored_at"][:19], NOW[:19])

    def test_reasons(self):
        stdin = lines([event("one")])
        counts = {}
        for reasons in ("1", "all"):
            lead = parsed(offline("score", "--reasons", reasons, stdin=stdin).stdout)[0]
            counts[reasons] = len(lead["reasons"])
        self.assertLess(counts["1"], counts["all"])
        for wrong in ("0", "-1", "some", ""):
            self.assertEqual(offline("score", "--reasons=" + wrong, stdin=stdin).returncode, 2)

    def test_profile_names_the_steps(self):
        result = offline("score", "--profile", stdin=lines([event("one")]))
        table = result.stderr.decode()
        for step in ("decode", "normalise", "facts", "signals", "rules", "score", "prioritise", "strategy", "render"):
            self.assertRegex(table, r"(?m)^%s +[0-9 ]+ +[0-9.]+ %%$" % step)
        self.assertEqual(len(parsed(result.stdout)), 1)

    def test_wrong_usage_ends_with_2_and_says_why(self):
        for arguments, said in ((["--nothing"], b"--nothing"), (["--now", "today"], b"today"),
                                (["/no/such/file"], b"/no/such/file"), (["/"], b"Is a directory")):
            result = offline("score", *arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(said, result.stderr)
        self.assertEqual(run().returncode, 2)
        self.assertIn(b"`nothing`", run("nothing").stderr)
        self.assertEqual(run("score", "--config", "/no/such.yaml").returncode, 2)
        self.assertEqual(run("score", "--knowledge", "/no/such").returncode, 2)


class Explain(unittest.TestCase):
    def test_the_sums_are_those_of_the_terms(self):
        result = offline("explain", "--now", NOW, stdin=lines([event("one")]))
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        text = result.stdout.decode()
        total, sums = 0, 0
        for points, words in re.findall(r"(?m)^ +([+-]\d+\.\d+)  (.*)$", text[text.index("\nauthenticity"):]):
            if words.startswith("= "):
                self.assertEqual(total, round(float(points) * 1000), words)
                total, sums = 0, sums + 1
            else:
                total += round(float(points) * 1000)
        self.assertGreater(sums, 2)
        self.assertIn("Ann Miller, Miller Housewares", text)

    def test_one_of_many(self):
        stdin = lines([event("one"), event("two", subject="Kettles")])
        leads = parsed(offline("explain", "--json", "--id", "two", stdin=stdin).stdout)
        self.assertEqual([lead["event_id"] for lead in leads], ["two"])
        self.assertEqual(offline("explain", "--id", "three", stdin=stdin).returncode, 1)

    def test_an_inquiry_cannot_write_to_the_terminal(self):
        hostile = "\x1b]0;owned\x07\x1b[2J\u202e\x9b31m"
        stdin = lines([event("one", subject=hostile, body="5000 pcs " + hostile,
                             buyer={"name": hostile, "company": hostile, "country": "DE"})])
        result = offline("explain", stdin=stdin)
        text = result.stdout.decode()
        self.assertEqual([c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e"], [])


class Lint(unittest.TestCase):
    def test_the_shipped_knowledge_has_no_mistakes(self):
        result = offline("lint")
        self.assertEqual((result.returncode, result.stderr), (0, b""), result.stdout.decode())
        self.assertRegex(result.stdout.decode(), r"^no mistakes: \d+ packs, \d+ rules, \d+ patterns, model (linear/1 [0-9a-f]{16}|packs alone)\n$")
        self.assertEqual(json.loads(offline("lint", "--json").stdout)["count"], 0)

    def test_mistakes_have_file_and_line(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = os.path.join(folder, "conf")
            # Without the words, which take long to compile and say nothing here.
            shutil.copytree(KNOWLEDGE, broken, ignore=shutil.ignore_patterns("words-*"))
            with open(os.path.join(broken, "packs", "zz-broken.yaml"), "w", encoding="utf-8") as file:
                file.write("pack: zz-broken\nversion: 1\nrules:\n  - {rule: zz.one, family: zz, because: one, "
                           "effects: {authenticity: {nobody: 1.0}}}\n")
            result = run("lint", "--knowledge", broken)
            report = json.loads(run("lint", "--json", "--knowledge", broken).stdout)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout.decode(), r"(?m)^\S*zz-broken\.yaml:4: .*nobody")
        self.assertRegex(result.stdout.decode(), r"(?m)^\d+ mistakes?$")
        self.assertEqual(report["count"], len(report["mistakes"]))


if __name__ == "__main__":
    unittest.main()
