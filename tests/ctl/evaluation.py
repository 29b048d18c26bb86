"""evaluate, on small corpora whose figures are known."""

import hashlib
import html.parser
import json
import os
import re
import stat
import tempfile
import unittest

from ctl import event, lines, offline, parsed


BODIES = [
    "Hello, please quote 5000 pcs of 500 ml bottles, FOB Ningbo. Regards, Ann Miller",
    "Hi dear, we offer SEO services, first page of Google guaranteed, cheap price.",
    "Please send one sample bottle, I want it for my shop.",
    "We are a supermarket chain and order 20 containers every quarter, CIF Hamburg, T/T 30 %.",
    "I am the widow of a minister and want to transfer 20 million dollars, send your bank account.",
    "hello",
]
LABELS = [
    {"authenticity": "real", "size": "large", "purpose": "trading", "horizon": "short-term", "priority": 70},
    {"authenticity": "junk", "priority": 5},
    {"authenticity": "real", "size": "small-medium", "purpose": "terminal", "horizon": "short-term", "priority": 30},
    {"authenticity": "real", "size": "large", "purpose": "terminal", "horizon": "long-term", "priority": 90},
    {"authenticity": "fraud", "priority": 0},
    {"authenticity": "real", "size": "unknown", "priority": 20},
]


def row(name, labels, **fields):
    return event(name, labels=labels, **fields)


def mixed(count=24):
    """Rows of several kinds, languages and mail types."""
    rows = []
    for i in range(count):
        name = "row-%d" % i
        rows.append(row(name, dict(LABELS[i % 6], lang=("en", "de")[i % 2]), body=BODIES[i % 6], subject=name,
                        buyer={"name": "Ann", "country": ("DE", "US")[i % 2],
                               "email": "ann@" + ("miller.example", "gmail.com")[i % 4 == 0]}))
    return rows


class Outline(html.parser.HTMLParser):
    """Complains of tags that do not match, keeps the text and the attributes."""

    def __init__(self, page):
        super().__init__()
        self.open, self.text, self.attributes, self.tags = [], [], [], set()
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open, self.getpos())
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)


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

    def test_calibration_follows_from_the_scores(self):
        rows = mixed()
        leads = self.verdicts(rows)
        report = json.loads(self.evaluate(rows).stdout)
        for name, figures in report["dimensions"].items():
            bins = [[0, 0, 0] for _ in range(10)]
            for one in rows:
                scores = leads[one["id"]]["verdict"].get(name, {}).get("scores", {})
                gold = one["labels"].get(name)
                if not gold or not scores or (gold == "unknown" and "unknown" not in scores):
                    continue
                said = max(scores, key=scores.get)
                one_bin = bins[min(9, int(scores[said] * 10))]
                one_bin[0] += 1
                one_bin[1] += scores[said]
                one_bin[2] += said == gold
            total = sum(one_bin[0] for one_bin in bins)
            calibration = figures["calibration"]
            self.assertEqual([one_bin["n"] for one_bin in calibration["bins"]], [one_bin[0] for one_bin in bins])
            self.assertEqual(calibration["n"], total)
            if total:
                self.assertAlmostEqual(calibration["ece"], sum(abs(b[1] - b[2]) for b in bins) / total, places=3)
        self.assertGreater(report["dimensions"]["authenticity"]["calibration"]["n"], 0)

    def test_the_positive_label_by_its_score_alone(self):
        rows = mixed()
        leads = self.verdicts(rows)
        positive = json.loads(self.evaluate(rows).stdout)["positive"]
        score = {one["id"]: leads[one["id"]]["verdict"]["authenticity"]["scores"]["real"] for one in rows}
        real = [score[one["id"]] for one in rows if one["labels"]["authenticity"] == "real"]
        bad = [score[one["id"]] for one in rows if one["labels"]["authenticity"] != "real"]
        self.assertEqual([point["lost_at_most"] for point in positive["operating"]], [0.005, 0.01, 0.02])
        for point in positive["operating"]:
            self.assertEqual(point["lost"]["right"], 0)
            self.assertEqual(point["caught"]["right"], sum(p < min(real) for p in bad))
        brier = (sum((1 - p) ** 2 for p in real) + sum(p ** 2 for p in bad)) / len(rows)
        self.assertAlmostEqual(positive["calibration"]["brier"], brier, places=3)
        self.assertEqual((positive["roc"][0], positive["roc"][-1]), ([0, 0], [1, 1]))
        self.assertEqual(positive["roc"], sorted(positive["roc"]))

    def test_the_composite(self):
        rows = mixed()
        leads = self.verdicts(rows)

        def right(names):
            counted = [one for one in rows if one["labels"]["authenticity"] == "real" and
                       all(name in one["labels"] for name in names)]
            return sum(all(leads[one["id"]]["verdict"][name]["label"] == one["labels"][name] for name in names)
                       for one in counted), len(counted)

        composite = json.loads(self.evaluate(rows).stdout)["composite"]
        self.assertEqual(composite["dimensions"], ["size", "purpose", "horizon"])
        self.assertEqual((composite["right"], composite["of"]), right(["size", "purpose", "horizon"]))
        self.assertEqual(composite["of"], 12)
        composite = json.loads(self.evaluate(rows, "--composite", "size").stdout)["composite"]
        self.assertEqual((composite["right"], composite["of"]), right(["size"]))
        result = self.evaluate(rows, "--composite", "size,colour")
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"colour", result.stderr)

    def test_priority_in_pairs(self):
        rows = mixed()
        leads = self.verdicts(rows)
        pairs = [(leads[one["id"]]["priority"]["score"], one["labels"]["priority"]) for one in rows]
        right = [0.5 if a[0] == b[0] else (a[0] > b[0]) == (a[1] > b[1])
                 for i, a in enumerate(pairs) for b in pairs[:i] if a[1] != b[1]]
        priority = json.loads(self.evaluate(rows).stdout)["priority"]
        self.assertAlmostEqual(priority["concordance"], sum(right) / len(right), places=4)

    def test_groups_and_bias(self):
        rows = mixed(60)
        leads = self.verdicts(rows)
        groups = json.loads(self.evaluate(rows).stdout)["groups"]
        self.assertEqual([(group["name"], group["n"]) for group in groups["country"]], [("DE", 30), ("US", 30)])
        here = groups["language"][0]
        chosen = [one for one in rows if one["labels"]["lang"] == here["name"]]
        score = {one["id"]: leads[one["id"]]["verdict"]["authenticity"]["scores"]["real"] for one in rows}
        real = [one for one in rows if one["labels"]["authenticity"] == "real"]
        inside = [score[one["id"]] for one in real if one in chosen]
        outside = [score[one["id"]] for one in real if one not in chosen]
        bias = here["bias"]
        self.assertEqual((bias["n"], bias["lost"]["of"], bias["others_lost"]["of"]),
                         (len(inside), len(inside), len(outside)))
        self.assertAlmostEqual(bias["probability"], sum(inside) / len(inside), places=3)
        self.assertAlmostEqual(bias["others_probability"], sum(outside) / len(outside), places=3)
        for difference in (bias["lost_difference"], bias["probability_difference"]):
            self.assertLessEqual(difference["low"], difference["value"])
            self.assertGreaterEqual(difference["high"], difference["value"])
            self.assertEqual(difference["marked"], difference["low"] > 0 or difference["high"] < 0)
        size = here["dimensions"]["size"]
        labelled = [one for one in chosen if "size" in one["labels"]]
        self.assertEqual(size["n"], len(labelled))
        self.assertAlmostEqual(size["accuracy"], sum(
            leads[one["id"]]["verdict"]["size"]["label"] == one["labels"]["size"] for one in labelled)
            / len(labelled), places=4)

    def test_rules_compared_with_themselves_show_no_change(self):
        result = self.evaluate(mixed(), "--model", "none", "--compare", "none", "--errors", "3")
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        compare = json.loads(result.stdout)["compare"]
        self.assertEqual(compare["model"], "none")
        for figures in compare["dimensions"].values():
            self.assertEqual(figures["this"], figures["other"])
            self.assertEqual((figures["only_this"], figures["only_other"], figures["changed"]), (0, 0, 0))
            self.assertEqual((figures["p"], figures["says"], figures["rows"]), (1, "no difference", []))
            difference = figures["macro_f1_difference"]
            self.assertEqual((difference["value"], difference["low"], difference["high"]), (0, 0, 0))
        self.assertEqual(compare["positive"]["auc_says"], "no difference")
        self.assertEqual(compare["priority"]["spearman_says"], "no difference")
        self.assertEqual(compare["composite"]["p"], 1)

    def test_compare_with_a_missing_model(self):
        result = self.evaluate(mixed(6), "--compare", "/no/such/model")
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"/no/such/model", result.stderr)

    def page_of(self, rows, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "page.html")
            with open(path, "w", encoding="utf-8") as file:
                file.write("what was there before")
            result = self.evaluate(rows, "--html", path, *arguments)
            self.assertEqual((result.returncode, result.stderr), (0, b""))
            self.assertEqual(os.listdir(folder), ["page.html"])
            with open(path, encoding="utf-8") as file:
                return file.read()

    def test_the_page(self):
        page = self.page_of(mixed(60), "--errors", "2", "--compare", "none")
        outline = Outline(page)
        text = "".join(outline.text)
        for part in ("real against the others", "ROC curve", "Can the probabilities",
                     "Confusion", "By language", "By country", "Worst errors", "Compared with model none"):
            self.assertIn(part, text)
        self.assertTrue({"svg", "polyline", "circle", "table", "caption"} <= outline.tags)
        self.assertTrue(outline.tags.isdisjoint({"script", "link", "img", "iframe", "object", "base"}))
        ids = [value for name, value in outline.attributes if name == "id"]
        self.assertEqual(len(ids), len(set(ids)))
        for name, value in outline.attributes:
            self.assertFalse(name.startswith("on") or name in ("src", "srcset", "action"), name)
            if name == "href":
                self.assertIn(value[1:], ids)
        self.assertNotRegex(page, r"https?:|url\(|@import|//[a-z]")
        for part in ("prefers-color-scheme:dark", "@media print", 'name="viewport"'):
            self.assertIn(part, page)
        self.assertNotRegex(page, r"(?i)\bnan\b|\binf\b|null")

    def test_the_page_escapes_what_buyers_write(self):
        nasty = "</p><script>alert('x')</script> & \u202e \u0007 \"quoted\""
        rows = [row("a<b>", {"authenticity": "fraud", "lang": "<i>"}, subject=nasty,
                    buyer={"country": "DE", "email": "a@b.example"})]
        page = self.page_of(rows, "--errors", "1")
        outline = Outline(page)
        self.assertNotIn("script", outline.tags)
        self.assertNotIn("i", outline.tags)
        self.assertIn("<script>alert('x')</script> & ", "".join(outline.text))
        self.assertIsNone(re.search("[\u202e\u0007]", page))

    def test_a_page_of_nothing(self):
        Outline(self.page_of([], "--compare", "none"))

    def test_a_page_that_cannot_be_written(self):
        result = self.evaluate(mixed(6), "--html", "/no/such/folder/page.html")
        self.assertEqual((result.returncode, result.stdout), (2, b""))
        self.assertIn(b"/no/such/folder/page.html: cannot write", result.stderr)
        self.assertEqual(self.evaluate(mixed(6), "--html", os.devnull).returncode, 0)
        self.assertTrue(stat.S_ISCHR(os.stat(os.devnull).st_mode))

    def test_the_text_report(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(lines([row("a", {"authenticity": "real", "size": "large", "priority": 50, "lang": "en"})]))
            file.flush()
            result = offline("evaluate", "--corpus", file.name, "--errors", "1", "--compare", "none")
        text = result.stdout.decode()
        for part in ("authenticity: real against the others", "real recognised", "area under the ROC", "dimensions",
                     "true \\ decided", "Spearman", "facts", "language", "errors: size",
                     "ECE", "Brier", "caught, losing 1.0 %", "pairs in the right order",
                     "language: macro-F1 of the dimensions", "language: real, share decided as bad",
                     "compared with model none"):
            self.assertIn(part, text)

    def test_wrong_usage(self):
        self.assertEqual(offline("evaluate").returncode, 2)
        self.assertEqual(offline("evaluate", "--positive", "real", os.devnull).returncode, 2)
        self.assertEqual(offline("evaluate", "/no/such/corpus").returncode, 2)
        self.assertEqual(offline("evaluate", os.devnull).returncode, 0)


if __name__ == "__main__":
    unittest.main()
