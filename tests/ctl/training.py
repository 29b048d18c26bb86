"""train, and evaluate with what was trained: on the market of tests/data/trainable."""

import hashlib
import json
import os
import random
import shutil
import stat
import tempfile
import unittest

from ctl import SOURCE_DIR, lines, parsed, run

MARKET = os.path.join(SOURCE_DIR, "tests", "data", "trainable")
WARES = ("bread", "cheese", "honey", "unknown")
POSITIVE = ("--positive", "caller=shopper")


def rows_of(name):
    with open(os.path.join(MARKET, name + ".jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


MONDAY, FRIDAY = rows_of("monday"), rows_of("friday")
BOTH = MONDAY + FRIDAY


def content(path):
    with open(path, "rb") as file:
        return file.read()


def inquiry(name, body, labels):
    return {"id": name, "received_at": "2026-03-02T08:00:00Z", "body": body, "labels": labels}


class Case(unittest.TestCase):
    """A test with a copy of the market's folder and a place for models."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="inquiryctl-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.market = os.path.join(self.folder, "market")
        shutil.copytree(MARKET, self.market, ignore=shutil.ignore_patterns("*.jsonl", "lists", "languages.yaml"))
        for name in ("lists", "languages.yaml"):
            os.symlink(os.path.join(SOURCE_DIR, "conf", name), os.path.join(self.market, name))
        self.models = os.path.join(self.folder, "models")
        os.mkdir(self.models)
        self.model = os.path.join(self.models, "one.inq")

    def train(self, rows, *arguments):
        return run("train", "--knowledge", self.market, *arguments, stdin=lines(rows))

    def trained(self, rows=None, *arguments):
        """Trains into self.model and gives the report."""
        result = self.train(BOTH if rows is None else rows, "--output", self.model, "--json", *arguments)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        return json.loads(result.stdout)

    def evaluate(self, files, *arguments):
        """Files are lists of rows."""
        paths = []
        for number, rows in enumerate(files):
            paths.append(os.path.join(self.folder, "corpus-%d.jsonl" % number))
            with open(paths[-1], "wb") as file:
                file.write(lines(rows))
        return run("evaluate", "--knowledge", self.market, "--json", *POSITIVE, *arguments, *paths)

    def report(self, files, *arguments):
        result = self.evaluate(files, *arguments)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        return json.loads(result.stdout)

    def refused(self, result, *parts):
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        for part in parts:
            self.assertIn(part, result.stderr)


class Train(Case):
    def test_the_model_goes_where_the_engine_looks_for_it(self):
        before = set(os.listdir(self.market))
        result = self.train(BOTH)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        path = os.path.join(self.market, "model.inq")
        self.assertEqual(set(os.listdir(self.market)) - before, {"model.inq"})
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o644)
        ask = lines([inquiry("x", "clover and acacia from the hive", {})])
        lead, = parsed(run("score", "--knowledge", self.market, stdin=ask).stdout)
        self.assertRegex(lead["engine"]["model"], r"^linear/1 [0-9a-f]{16}$")
        self.assertEqual(lead["verdict"]["ware"]["label"], "honey")
        alone, = parsed(run("score", "--knowledge", self.market, "--model", "none", stdin=ask).stdout)
        self.assertEqual(alone["engine"]["model"], "packs alone")
        self.assertNotEqual(alone["verdict"]["ware"]["label"], "honey")
        # What stands there may be broken: it is made anew, not asked.
        with open(path, "wb") as file:
            file.write(b"garbage")
        self.assertEqual(self.train(BOTH).returncode, 0)
        self.assertEqual(run("score", "--knowledge", self.market, stdin=ask).returncode, 0)

    def test_the_same_call_gives_the_same_bytes(self):
        self.trained()
        first = content(self.model)
        self.trained()
        self.assertEqual(content(self.model), first)
        result = run("train", "--knowledge", self.market, "--output", self.model, *(
            os.path.join(MARKET, name + ".jsonl") for name in ("monday", "friday")))
        self.assertEqual(result.returncode, 0)
        self.assertEqual(content(self.model), first)
        self.trained(BOTH, "--seed", "1")
        self.assertNotEqual(content(self.model), first)

    def test_the_origin_stands_in_the_model(self):
        self.trained()
        self.assertIn(b"\x00300 labelled inquiries\x00", b"\x00" + content(self.model))
        self.trained(BOTH, "--origin", "two days of market")
        self.assertIn(b"two days of market\x00", content(self.model))

    def test_the_report_for_programs(self):
        report = self.trained()
        self.assertEqual(set(report), {"schema", "model", "rows", "refused", "features", "bytes", "packs", "dimensions",
                                       "languages"})
        self.assertEqual((report["schema"], report["model"], report["rows"], report["refused"]),
                         ("inquiry.training/1", self.model, 300, 0))
        self.assertEqual((report["bytes"], report["packs"]), (os.path.getsize(self.model), "market@1"))
        self.assertEqual(list(report["dimensions"]), ["caller", "ware", "weather"])
        self.assertEqual(report["dimensions"]["weather"], {"learnt": False})
        for name in ("caller", "ware"):
            figures = report["dimensions"][name]
            self.assertEqual(set(figures), {"learnt", "rows", "macro_f1", "accuracy", "log_loss", "ece",
                                            "regularisation", "scale", "abstain"})
            self.assertEqual(figures["rows"], sum(name in row["labels"] for row in BOTH))
            self.assertGreater(figures["accuracy"], 0.95)
        language, = report["languages"]
        self.assertEqual((language["name"], language["rows"]), ("en", 300))
        self.assertIsNone(language["macro_f1"]["weather"])

    def test_the_report_for_people(self):
        result = self.train(BOTH, "--output", self.model)
        text = result.stdout.decode()
        for part in (self.model + ": 300 rows", "macro-F1", "too few rows or labels: left to the packs", "taxonomy",
                     "had not seen"):
            self.assertIn(part, text)

    def test_refused_rows_are_named_by_their_line(self):
        bad = [b"{not json}", b'{"id":"no-labels","received_at":"2026-03-02T08:00:00Z","body":"x"}', b"[]",
               lines([inquiry("wrong", "x", {"ware": "sausage"})])[:-1], b'{"id":"no-body","labels":{}}']
        stdin = lines(BOTH) + b"\n".join(bad) + b"\n" + lines([inquiry("good", "rye", {"ware": "bread"})])
        result = run("train", "--knowledge", self.market, "--output", self.model, "--json", stdin=stdin)
        self.assertEqual(result.returncode, 1)
        report = json.loads(result.stdout)
        self.assertEqual((report["rows"], report["refused"]), (301, 5))
        said = result.stderr.decode().splitlines()
        self.assertEqual([line.split(": ")[1] for line in said], ["line %d" % n for n in range(301, 306)])
        self.assertIn("`sausage` is not a label", said[3])
        self.assertTrue(os.path.exists(self.model))

    def test_a_refused_row_leaves_no_trace(self):
        self.trained()
        clean = content(self.model)
        rows = [inquiry("wrong", "sausage", {"caller": "shopper", "ware": "sausage"}), *BOTH]
        self.assertEqual(self.train(rows, "--output", self.model, "--origin", "300 labelled inquiries").returncode, 1)
        self.assertEqual(content(self.model), clean)

    def test_what_cannot_be_read(self):
        result = run("train", "--knowledge", self.market, "--output", self.model, "/no/such/corpus")
        self.refused(result, b"/no/such/corpus")
        self.assertEqual(os.listdir(self.models), [])

    def test_nothing_to_learn(self):
        for rows in ([], MONDAY[:3], [inquiry("x%d" % i, "hello", {"caller": "shopper"}) for i in range(30)]):
            self.refused(self.train(rows, "--output", self.model), b"nothing to learn")
        self.assertEqual(os.listdir(self.models), [])

    def test_wrong_usage(self):
        for folds in ("1", "0", "21", "1000"):
            self.refused(self.train(MONDAY, "--folds", folds), b"--folds", b"2 to 20", folds.encode())
        self.refused(self.train(MONDAY, "--folds", "-3"), b"folds")
        self.refused(self.train(MONDAY, "--folds", "x"), b"folds")
        self.refused(self.train(MONDAY, "--packs-saw", "some"), b"--packs-saw", b"none, dev or all", b"`some`")
        self.refused(self.train(MONDAY, "--wrong"), b"--wrong")
        for mix in ("", "caller", "caller=shopper", "caller=shopper+hawker", "caller=shopper+hawker/", "caller=shopper/3",
                    "caller=shopper+hawker/0", "caller=shopper+hawker/x", "caller=shopper+hawker/3x",
                    "caller=shopper+nobody/3", "caller=nobody+shopper/3", "nothing=shopper+hawker/3",
                    "caller=shopper+hawker/-1"):
            self.refused(self.train(MONDAY, "--output", self.model, "--mix", mix), b"--mix")
        many = [part for _ in range(9) for part in ("--mix", "caller=shopper+hawker/3")]
        self.refused(self.train(MONDAY, "--output", self.model, *many), b"--mix", b"at most 8")
        self.assertEqual(os.listdir(self.models), [])
        self.assertNotIn("model.inq", os.listdir(self.market))

    def test_few_and_many_folds(self):
        for folds in ("2", "20"):
            self.assertGreater(self.trained(BOTH, "--folds", folds)["dimensions"]["ware"]["accuracy"], 0.95)

    def test_rows_that_the_packs_saw_are_not_judged(self):
        unseen = sum(hashlib.sha256(row["id"].encode()).digest()[0] % 2 for row in BOTH)
        models = set()
        for saw, judged in (("none", 300), ("dev", unseen), ("all", 300)):
            report = self.trained(BOTH, "--packs-saw", saw)
            self.assertEqual((report["rows"], report["dimensions"]["caller"]["rows"]), (300, judged))
            models.add(content(self.model))
        self.assertEqual(len(models), 3)  # where they have seen a row, its rules are not trusted

    def test_practice_with_mixed_texts(self):
        self.trained()
        plain = content(self.model)
        mixed = self.trained(BOTH, "--mix", "caller=shopper+hawker/3", "--mix", "caller=hawker+shopper/2")
        self.assertNotEqual(content(self.model), plain)
        self.assertEqual((mixed["rows"], mixed["dimensions"]["caller"]["rows"]), (300, 300))
        # No row of a language lends to one of another.
        for number, row in enumerate(BOTH):
            row["labels"]["lang"] = "xx%d" % number
        self.addCleanup(lambda: [row["labels"].update(lang="en") for row in BOTH])
        self.trained(BOTH, "--mix", "caller=shopper+hawker/1", "--origin", "300 labelled inquiries")
        self.assertEqual(content(self.model), plain)


class Files(Case):
    def test_check_writes_nothing(self):
        check = lambda *arguments: self.train(BOTH, "--output", self.model, "--check", *arguments)
        missing = check()
        self.assertEqual(missing.returncode, 1)
        self.assertEqual(os.listdir(self.models), [])
        self.trained()
        good = content(self.model)
        about = os.stat(self.model)
        self.assertEqual(check().returncode, 0)
        for change in ("--seed", "1"), ("--origin", "other"):
            other = check(*change)
            self.assertEqual(other.returncode, 1, change)
            self.assertIn(self.model.encode(), other.stderr)
        result = self.train(MONDAY, "--output", self.model, "--origin", "300 labelled inquiries", "--check")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(content(self.model), good)
        self.assertEqual((os.stat(self.model).st_mtime_ns, os.stat(self.model).st_ino), (about.st_mtime_ns, about.st_ino))
        self.assertEqual(os.listdir(self.models), ["one.inq"])

    def test_check_finds_what_was_changed(self):
        self.trained()
        good = content(self.model)
        chance = random.Random(5)
        damaged = [good[:-1], good + b"\0", b"", b"garbage"]
        for at in [chance.randrange(len(good)) for _ in range(8)]:
            damaged.append(good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1:])
        for bad in damaged:
            with open(self.model, "wb") as file:
                file.write(bad)
            result = self.train(BOTH, "--output", self.model, "--check")
            self.assertEqual(result.returncode, 1)
            self.assertIn(self.model.encode(), result.stderr)
            self.assertEqual(content(self.model), bad)

    def test_a_model_is_replaced_at_once(self):
        """Who has the old one open reads it to its end."""
        self.trained(MONDAY)
        old = content(self.model)
        with open(self.model, "rb") as file:
            self.trained(FRIDAY)
            self.assertEqual(file.read(), old)
        self.assertNotEqual(content(self.model), old)
        self.assertEqual(os.listdir(self.models), ["one.inq"])

    def test_the_old_model_stays_when_there_is_no_new_one(self):
        self.trained(MONDAY)
        old = content(self.model)
        self.assertEqual(self.train([], "--output", self.model).returncode, 2)
        self.assertEqual(content(self.model), old)
        self.assertEqual(os.listdir(self.models), ["one.inq"])

    def test_a_place_that_cannot_be_written(self):
        self.refused(self.train(MONDAY, "--output", "/no/such/folder/model.inq"), b"/no/such/folder/model.inq: No such file")
        with open(self.model, "wb"):
            pass
        self.refused(self.train(MONDAY, "--output", self.model + "/model.inq"), b"Not a directory")
        os.remove(self.model)
        # A folder in the way: the new model was written beside it, and goes again.
        os.mkdir(self.model)
        self.refused(self.train(MONDAY, "--output", self.model), self.model.encode() + b": Is a directory")
        self.assertEqual(os.listdir(self.models), ["one.inq"])
        self.assertEqual(os.listdir(self.model), [])

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_without_permission(self):
        os.chmod(self.models, 0o555)
        self.refused(self.train(MONDAY, "--output", self.model), b"Permission denied")
        os.chmod(self.models, 0o755)
        self.assertEqual(os.listdir(self.models), [])


class Evaluate(Case):
    def random_wares(self):
        """Rows whose ware has nothing to do with their text."""
        chance = random.Random(7)
        rows = [dict(row, labels=dict(row["labels"], ware=chance.choice(WARES))) for row in BOTH if "ware" in row["labels"]]
        return [row for row in rows if row["labels"]["caller"] == "shopper"]

    def test_with_a_model(self):
        self.trained(MONDAY)
        report = self.report([FRIDAY], "--model", self.model)
        self.assertRegex(report["model"], "^linear/1 [0-9a-f]{16}$")
        self.assertNotIn("folds", report)
        self.assertGreater(report["dimensions"]["ware"]["accuracy"], 0.95)
        self.assertEqual(self.report([FRIDAY])["model"], "packs alone")
        self.assertEqual(self.evaluate([FRIDAY], "--model", "/no/such/model").returncode, 2)

    def test_receipts_add_up_with_a_model(self):
        self.trained(MONDAY)
        self.assertEqual(self.report([BOTH], "--model", self.model, "--check-receipt")["unbalanced"], 0)

    def test_cross_validation(self):
        report = self.report([MONDAY, FRIDAY], "--cv", "2")
        self.assertEqual((report["rows"], report["model"], report["folds"]),
                         (300, "cross-validation", {"count": 2, "by": "row"}))
        self.assertGreater(report["dimensions"]["ware"]["accuracy"], 0.95)
        # It does not hang on the model at hand.
        self.trained(MONDAY)
        self.assertEqual(self.report([MONDAY, FRIDAY], "--cv", "2", "--model", self.model), report)
        self.assertEqual(self.report([MONDAY, FRIDAY], "--cv", "2", "--model", "none"), report)

    def test_no_row_is_judged_by_a_model_that_saw_it(self):
        rows = self.random_wares()
        rows += [row for row in BOTH if row["labels"]["caller"] == "hawker"]
        self.trained(rows)
        seen = self.report([rows], "--model", self.model)["dimensions"]["ware"]["accuracy"]
        honest = self.report([rows], "--cv", "4")["dimensions"]["ware"]["accuracy"]
        self.assertLess(honest, 0.4)
        self.assertGreater(seen, honest + 0.2)

    def test_a_file_stays_together(self):
        """Each file has words of its own: a model that has not read it knows none of them."""
        words = [{"bread": "flour rye", "honey": "hive clover"}, {"bread": "loaf oven", "honey": "acacia nectar"}]
        files = [[inquiry("%d-%s-%d" % (number, ware, i), "%s number %d" % (text, i),
                          {"caller": "shopper", "ware": ware})
                  for ware, text in texts.items() for i in range(30)] for number, texts in enumerate(words)]
        by_row = self.report(files, "--cv", "2", "--folds-by", "row")
        by_file = self.report(files, "--cv", "2", "--folds-by", "file")
        self.assertEqual((by_row["folds"]["by"], by_file["folds"]), ("row", {"count": 2, "by": "file"}))
        self.assertGreater(by_row["dimensions"]["ware"]["accuracy"], 0.95)
        self.assertLess(by_file["dimensions"]["ware"]["accuracy"], 0.75)
        # One file in one fold leaves the other folds empty, and its own without anything to learn from.
        self.assertEqual(self.evaluate(files[:1], "--cv", "2", "--folds-by", "file").returncode, 2)

    def test_one_half_is_scored_and_all_is_learnt_from(self):
        dev = [row for row in BOTH if hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0]
        report = self.report([BOTH], "--cv", "2", "--half", "dev")
        self.assertEqual(report["rows"], len(dev))
        self.assertGreater(report["dimensions"]["ware"]["accuracy"], 0.95)

    def test_compare_with_the_packs_alone(self):
        self.trained(MONDAY)
        compared = self.report([FRIDAY], "--model", self.model, "--compare", "none")["compare"]
        self.assertEqual(compared["model"], "none")
        ware = compared["dimensions"]["ware"]
        self.assertGreater(ware["this"]["accuracy"], ware["other"]["accuracy"])
        self.assertEqual(ware["says"], "better, more than chance")
        self.assertEqual(ware["other"]["accuracy"], self.report([FRIDAY])["dimensions"]["ware"]["accuracy"])
        cross = self.report([BOTH], "--cv", "2", "--compare", "none")["compare"]["dimensions"]["ware"]
        self.assertGreater(cross["this"]["accuracy"], cross["other"]["accuracy"])
        same = self.report([FRIDAY], "--model", self.model, "--compare", self.model)["compare"]["dimensions"]["ware"]
        self.assertEqual((same["only_this"], same["only_other"], same["changed"]), (0, 0, 0))

    def test_refused_rows_of_a_cross_validation(self):
        result = self.evaluate([BOTH + [{"id": "no-body", "labels": {}}]], "--cv", "2")
        self.assertEqual(result.returncode, 1)
        report = json.loads(result.stdout)
        self.assertEqual((report["rows"], report["refused"]), (300, 1))
        self.assertIn(b"no-body", result.stderr)

    def test_wrong_usage(self):
        for folds in ("1", "21"):
            self.refused(self.evaluate([MONDAY], "--cv", folds), b"--cv", b"2 to 20")
        self.refused(self.evaluate([MONDAY], "--cv", "2", "--folds-by", "author"), b"--folds-by", b"row or file")
        self.refused(self.evaluate([MONDAY], "--cv", "2", "--packs-saw", "x"), b"--packs-saw")
        self.refused(self.evaluate([MONDAY], "--cv", "2", "--mix", "x"), b"--mix")
        for alone in ("--folds-by", "row"), ("--packs-saw", "all"), ("--mix", "caller=shopper+hawker/3"):
            self.refused(self.evaluate([MONDAY], *alone), b"go with --cv")
        self.refused(self.evaluate([[]], "--cv", "2"), b"nothing to learn")


if __name__ == "__main__":
    unittest.main()
