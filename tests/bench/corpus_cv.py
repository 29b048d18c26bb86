#!/usr/bin/python3
"""What a plain learner reaches on the corpora, beside which the figures of `inquiryctl evaluate` can be read.

TF-IDF over words (1-2) and characters (2-5) of subject and body, logistic regression for each dimension (`unknown` is
one of its classes), ridge regression for the priority. Five folds, of two kinds:
  rows    by a hash of the id: texts of the same author are learned from and tested on
  files   by the author's file, in order of name: nothing of the author was seen
Figures are over the predictions of all folds together, for all rows and for each language with 60 rows or more. The
dimensions below authenticity are learned and counted over the rows labelled real; F1 is averaged over the labels that
occur there. Needs Debian's python3-sklearn.

usage: corpus_cv.py [--folds rows|files|both] [--json FILE] FILE...
"""
import argparse
import hashlib
import json
import os
import sys
import time
import warnings

import numpy
from scipy.stats import rankdata
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.pipeline import FeatureUnion

FOLDS = 5
ROWS_MIN = 60
GATE = "authenticity"
DIMENSIONS = ("size", "purpose", "horizon", "segment", "visit", "complaint")
COMPOSITE = ("size", "purpose", "horizon")
KEPT = (0.99, 0.98)
BINS = 10


def read_rows(files):
    """The labelled rows, each with the number of its file in order of name."""
    rows = []
    for number, name in enumerate(sorted(files, key=os.path.basename)):
        with open(name, encoding="utf-8") as file:
            found = [json.loads(line) for line in file if line.strip()]
        rows += [dict(row, file=number) for row in found if GATE in row.get("labels", {})]
    return rows


def fold_of_row(row):
    return int.from_bytes(hashlib.sha256(row["id"].encode()).digest()[:8], "big") % FOLDS


def fold_of_file(row):
    return row["file"] % FOLDS


def text_of(row):
    return (row.get("subject") or "") + "\n" + (row.get("body") or "")


def vectorizer():
    return FeatureUnion([
        ("word", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)),
        ("char", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)),
    ])


class Predictions:
    """What each row was given by the model that had not seen it."""

    def __init__(self, rows):
        self.label = {name: numpy.full(len(rows), "", dtype=object) for name in (GATE, *DIMENSIONS)}
        self.real = numpy.zeros(len(rows))
        self.certainty = numpy.zeros(len(rows))
        self.priority = numpy.zeros(len(rows))


def gold_of(rows, name):
    return numpy.array([row["labels"].get(name, "unknown") for row in rows], dtype=object)


def learn_labels(features, gold, train):
    return LogisticRegression(C=10, solver="liblinear").fit(features[train], gold[train])


def run_fold(rows, gold, fold, number, predictions):
    """Learns from the other folds and predicts this one; the texts are turned into features once."""
    train, test = numpy.flatnonzero(fold != number), numpy.flatnonzero(fold == number)
    texts = [text_of(row) for row in rows]
    tfidf = vectorizer().fit([texts[i] for i in train])
    features = tfidf.transform(texts)

    model = learn_labels(features, gold[GATE], train)
    chances = model.predict_proba(features[test])
    predictions.label[GATE][test] = model.classes_[chances.argmax(axis=1)]
    predictions.real[test] = chances[:, list(model.classes_).index("real")]
    predictions.certainty[test] = chances.max(axis=1)
    real = train[gold[GATE][train] == "real"]
    for name in DIMENSIONS:
        predictions.label[name][test] = learn_labels(features, gold[name], real).predict(features[test])
    ridge = Ridge(alpha=1.0, solver="lsqr").fit(features[train], gold["priority"][train])
    predictions.priority[test] = ridge.predict(features[test])


def macro_f1(gold, found):
    return f1_score(gold, found, labels=sorted(set(gold)), average="macro", zero_division=0)


def bad_caught(gold_real, chance, kept):
    """The share of the others below the bound above which this share of the real ones lies."""
    real = numpy.sort(chance[gold_real])
    bound = real[int(numpy.floor(len(real) * (1 - kept) + 1e-9))]
    return float((chance[~gold_real] < bound).mean())


def calibration_error(right, certainty):
    bins = numpy.minimum((certainty * BINS).astype(int), BINS - 1)
    parts = [bins == i for i in range(BINS)]
    return float(sum(abs(right[part].mean() - certainty[part].mean()) * part.mean() for part in parts if part.any()))


def spearman(gold, found):
    return float(numpy.corrcoef(rankdata(gold), rankdata(found))[0, 1])


def concordance(gold, found):
    """The share of the pairs with different gold priorities that come in the right order; half for a tie."""
    agree = pairs = 0.0
    for i in range(len(gold) - 1):
        order = numpy.sign(gold[i + 1:] - gold[i])
        given = numpy.sign(found[i + 1:] - found[i])
        pairs += numpy.count_nonzero(order)
        agree += numpy.count_nonzero(order * given > 0) + 0.5 * numpy.count_nonzero((order != 0) & (given == 0))
    return float(agree / pairs)


def figures_of(gold, predictions, members):
    """Every figure over these rows; None where a group has not both kinds of rows."""
    is_real = gold[GATE][members] == "real"
    real = members[is_real]
    chance = predictions.real[members]
    both = is_real.any() and not is_real.all()
    figures = {"rows": len(members), "real": int(is_real.sum()),
               GATE: macro_f1(gold[GATE][members], predictions.label[GATE][members]),
               "AUC of real": roc_auc_score(is_real, chance) if both else None}
    for kept in KEPT:
        figures["caught at %.0f %%" % (100 * kept)] = bad_caught(is_real, chance, kept) if both else None
    figures["ECE"] = calibration_error(gold[GATE][members] == predictions.label[GATE][members],
                                       predictions.certainty[members])
    for name in DIMENSIONS:
        figures[name] = macro_f1(gold[name][real], predictions.label[name][real]) if len(real) else None
    exact = numpy.all([gold[name][real] == predictions.label[name][real] for name in COMPOSITE], axis=0)
    figures["composite"] = float(exact.mean()) if len(real) else None
    figures["Spearman"] = spearman(gold["priority"][members], predictions.priority[members])
    figures["concordance"] = concordance(gold["priority"][members], predictions.priority[members])
    return figures


def cross_validate(rows, fold_of):
    """{group: figures}"""
    gold = {name: gold_of(rows, name) for name in (GATE, *DIMENSIONS)}
    gold["priority"] = numpy.array([float(row["labels"].get("priority", 0)) for row in rows])
    fold = numpy.array([fold_of(row) for row in rows])
    predictions = Predictions(rows)
    for number in range(FOLDS):
        run_fold(rows, gold, fold, number, predictions)
    languages = gold_of(rows, "lang")
    groups = {"all": numpy.arange(len(rows))}
    for name in sorted(set(languages), key=lambda name: -numpy.count_nonzero(languages == name)):
        members = numpy.flatnonzero(languages == name)
        if len(members) >= ROWS_MIN:
            groups[name] = members
    return {name: figures_of(gold, predictions, members) for name, members in groups.items()}


def print_report(kind, report, seconds):
    print("folds by %s (%.0f s)" % (kind, seconds))
    print("%-16s" % "", *("%7s" % name for name in report))
    for figure in report["all"]:
        values = [report[name][figure] for name in report]
        print("%-16s" % figure, *("%7s" % ("-" if value is None else value) if value is None or isinstance(value, int)
                                  else "%7.4f" % value for value in values))
    print(flush=True)


def options_of(arguments):
    parser = argparse.ArgumentParser(usage=__doc__.rsplit("usage: ", 1)[1].strip())
    parser.add_argument("--folds", choices=("rows", "files", "both"), default="both")
    parser.add_argument("--json")
    parser.add_argument("files", nargs="+")
    return parser.parse_args(arguments)


def main():
    options = options_of(sys.argv[1:])
    warnings.simplefilter("ignore", ConvergenceWarning)
    rows = read_rows(options.files)
    reports = {}
    for kind, fold_of in (("rows", fold_of_row), ("files", fold_of_file)):
        if options.folds in (kind, "both"):
            start = time.monotonic()
            reports[kind] = cross_validate(rows, fold_of)
            print_report(kind, reports[kind], time.monotonic() - start)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(reports, file, indent=1)


if __name__ == "__main__":
    main()
