"""evaluate, on small corpora whose figures are known."""

import hashlib
import json
import os
import tempfile
import unittest

from ctl import event, lines, offline, parsed


def row(name, labels, **fields):
    return event(name, labels=labels, **fields)


class Evaluate(unittest.TestCase):
    def evaluate(self, rows, *arguments):
        with tempfile.NamedTemporaryFile() as file:
            file.write(lines(rows))
            file.flush()
            return offline("evaluate", "--json", *arguments, file.name)

    def verdicts(self, rows):
        stripped = [{key: value for key, value in row.items() if key != "labels"} for row in rows]
        return {lead["event_id"]: lead for lead in parsed(offline("score", stdin=lines(stripped)).stdout)}

    def test_figures_follow_from_the_verdicts(self):
        rows = [row("row-%d" % i, {"authenticity": label, "priority": 10 * i, "lang": "en", "facts": {
            "quantity": 5000, "unit": "pcs", "incoterm": "FOB"} if label == "real" else {}})
            for i, label in enumerate(["real", "real", "junk", "fraud", "real"])]
        leads = self.verdicts(rows)
        decided = [leads[row["id"]]["verdict"]["authenticity"]["label"] for row in rows]
        gold = [row["labels"]["authenticity"] for row in rows]
        report = json.loads(self.evaluate(rows).stdout)
        figures = report["dimensions"]["authenticity"]
        right = sum(a == b for a, b in zip(decided, gold))
        self.assertEqual((report["rows"], figures["n"]), (5, 5))
        self.assertAlmostEqual(figures["accuracy"], right / 5, places=4)
        self.assertEqual(figures["unknown_said"], decided.count("unknown"))
        for true in set(gold):
            counts = {}
            for a, b in zip(gold, decided):
                if a == true:
                    counts[b] = counts.get(b, 0) + 1
            self.assertEqual(figures["confusion"][true], counts)
        recall = report["positive"]["recall"]
        self.assertEqual((recall["right"], recall["of"]),
                         (sum(a == b == "real" for a, b in zip(gold, decided)), 3))
        kept = report["positive"]["kept"]
        self.assertEqual(kept["right"], sum(a == "real" and b in ("real", "unknown") for a, b in zip(gold, decided)))
        self.assertEqual([group["name"] for group in report["groups"]["language"]], ["en"])
        self.assertEqual([group["name"] for group in report["groups"]["mail"]], ["own domain"])
        self.assertEqual(report["groups"]["country"], [])
        self.assertEqual(report["facts"]["quantity"]["gold"], 3)
        self.assertEqual(report["facts"]["quantity"]["right"], 3)
        self.assertEqual(report["facts"]["incoterm"]["right"], 3)

    def test_the_engine_never_sees_the_labels(self):
        bodies = ["We need 300 steel doors.", "Dear sir, our director visits your factory in May."]
        true = [row("row-%d" % i, {"authenticity": "real"}, body=body) for i, body in enumerate(bodies)]
        false = [row("row-%d" % i, {"authenticity": "junk"}, body=body) for i, body in enumerate(bodies)]
        reports = [json.loads(self.evaluate(rows).stdout) for rows in (true, false)]
        said = [sorted((label, entry["said"]) for label, entry in
                       report["dimensions"]["authenticity"]["labels"].items() if entry["said"]) for report in reports]
        self.assertEqual(said[0], said[1])

    def test_halves_are_split_by_sha256(self):
        rows = [row("id-%d" % i, {"authenticity": "real"}) for i in range(40)]
        even = sum(hashlib.sha256(row["id"].encode()).digest()[0] % 2 == 0 for row in rows)
        for half, expected in (("dev", even), ("test", 40 - even), ("all", 40)):
            self.assertEqual(json.loads(self.evaluate(rows, "--half", half).stdout)["rows"], expected)
        self.assertEqual(self.evaluate(rows, "--half", "third").returncode, 2)

    def test_dimensions_count_where_they_are_labelled(self):
        rows = [row("a", {"authenticity": "real", "size": "large"}), row("b", {"authenticity": "real"})]
        report = json.loads(self.evaluate(rows).stdout)
        self.assertEqual(report["dimensions"]["size"]["n"], 1)
        self.assertNotIn("purpose", report["dimensions"])

    def test_receipts_add_up(self):
        rows = [row("row-%d" % i, {"authenticity": "real"}, subject="%d pcs" % (100 * i)) for i in range(10)]
        result = self.evaluate(rows, "--check-receipt")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        self.assertEqual(json.loads(result.stdout)["unbalanced"], 0)

    def test_errors_are_listed(self):
        rows = [row("row-%d" % i, {"authenticity": "fraud"}) for i in range(3)]
        report = json.loads(self.evaluate(rows, "--errors", "2", "--dimension", "authenticity").stdout)
        self.assertEqual(list(report["errors"]), ["authenticity"])
        self.assertEqual(len(report["errors"]["authenticity"]), 2)
        worst = report["errors"]["authenticity"][0]
        self.assertEqual(worst["true"], "fraud")
        self.assertTrue(worst["reasons"])

    def test_refused_rows_are_named(self):
        rows = [row("good", {"authenticity": "real"}), event("no-labels"), {"id": "no-body", "labels": {}}]
        result = self.evaluate(rows)
        self.assertEqual(result.returncode, 1)
        report = json.loads(result.stdout)
        self.assertEqual((report["rows"], report["refused"]), (1, 2))
        self.assertIn(b"no-labels", result.stderr)
        self.assertIn(b"no-body", result.stderr)

    def test_the_text_report(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(lines([row("a", {"authenticity": "real", "size": "large", "priority": 50, "lang": "en"})]))
            file.flush()
            result = offline("evaluate", "--corpus", file.name, "--errors", "1")
        text = result.stdout.decode()
        for part in ("authenticity: real against the others", "real recognised", "area under the ROC", "dimensions",
                     "true \\ decided", "Spearman", "facts", "language", "errors: size"):
            self.assertIn(part, text)

    def test_wrong_usage(self):
        self.assertEqual(offline("evaluate").returncode, 2)
        self.assertEqual(offline("evaluate", "--positive", "real", os.devnull).returncode, 2)
        self.assertEqual(offline("evaluate", "/no/such/corpus").returncode, 2)
        self.assertEqual(offline("evaluate", os.devnull).returncode, 0)


if __name__ == "__main__":
    unittest.main()
