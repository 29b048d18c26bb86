#!/usr/bin/python3
"""Trains and tests text classifiers on the same public splits in one run, so that their figures stand side by side.

FOLDER has NAME.train.tsv.gz and NAME.test.tsv.gz for each set: a line a text, "label<TAB>text", with \\\\, \\n and
\\t for backslash, line end and tab.
What is measured:
  accuracy, macro-F1   over all test texts
  MCC                  of sets with the labels ham and spam
  train s              from the training texts in memory to a model that can be used
  texts/s              prediction alone: the time for 10 N texts less that for N, so that start and loading do not
                       count; median of 5. Everything runs on one thread
  speed                texts/s by that of scikit-learn (the first of its tools that ran)
A tool that is not on the machine is said to be missing.

inquiryd is given a taxonomy of one dimension with the set's labels and no knowledge of the trade (a pack with one rule
that never fires), is trained by `inquiryctl train` and asked by `inquiryctl score`. scikit-learn is TF-IDF over words
(1-2) and characters (2-5), with LinearSVC (C 1) or LogisticRegression (C 10, liblinear); it needs Debian's
python3-sklearn, hence /usr/bin/python3. fastText has its small model (dim 16, 200,000 buckets). bogofilter gets each
text in a minimal mail, and takes what scores 0.99 (its default) or 0.5 as spam.

usage: public.py FOLDER [--sets NAME,...] [--tools NAME,...] [--inquiryctl PATH] [--knowledge DIR] [--json FILE]
"""
import argparse
import gzip
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE_DIR = os.path.dirname(os.path.dirname(HERE))
SETS = "sms,sa,banking77_official,clinc150_official"
RUNS = 5
REPEAT = 10
# The least N of the speed, the most, and what 10 N must take at least.
SPEED_TEXTS, SPEED_TEXTS_MAX, SPEED_SECONDS = 100, 12800, 1.0
SPAM = {"ham", "spam"}
RECEIVED = "2026-03-02T08:00:00Z"


class Missing(Exception):
    """Why a tool cannot be measured here."""


class Failed(Exception):
    """What a tool said when it refused a set."""


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found.group(1), found.group(1)), text)


def read_set(folder, name, part):
    """The texts and their labels."""
    with gzip.open(os.path.join(folder, "%s.%s.tsv.gz" % (name, part)), "rt", encoding="utf-8", newline="\n") as file:
        pairs = [line.rstrip("\n").split("\t", 1) for line in file]
    return [unescaped(text) for label, text in pairs], [label for label, text in pairs]


def run(arguments, data=None):
    """Runs a program to its end; `data` is the path of what it reads."""
    with open(data or os.devnull, "rb") as source:
        done = subprocess.run(arguments, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).decode(errors="replace")
        raise Failed("%s, status %d: %s" % (os.path.basename(arguments[0]), done.returncode, said[:300]))
    return done.stdout


def write(path, text):
    with open(path, "w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(text)
    return path


# A tool is made in a folder of its own. `train` learns; `prepare` puts texts where the tool finds them, `ask` is the
# part whose time is taken, `labels` reads what it answered. `variants` are names of answers beyond the first.


class Inquiryd:
    name, variants = "inquiryd", ()

    def __init__(self, folder, options):
        self.folder, self.ctl, self.knowledge = folder, options.inquiryctl, options.knowledge
        if not shutil.which(self.ctl):
            raise Missing("%s is no program; --inquiryctl names it" % self.ctl)
        if subprocess.run([self.ctl, "train", "--help"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode:
            raise Missing("this inquiryctl has no command `train`")

    def train(self, texts, labels):
        self.names = safe_names(sorted(set(labels)))
        write_knowledge(self.folder, self.knowledge, list(self.names.values()))
        rows = write(os.path.join(self.folder, "train.jsonl"), events(texts, [self.names[label] for label in labels]))
        run([self.ctl, "train", "--knowledge", self.folder, "--output", os.path.join(self.folder, "model.inq"), rows])

    def prepare(self, texts):
        return write(os.path.join(self.folder, "ask-%d.jsonl" % len(texts)), events(texts))

    def ask(self, prepared):
        return run([self.ctl, "score", "--knowledge", self.folder], prepared)

    def labels(self, answer):
        originals = {name: label for label, name in self.names.items()}
        leads = [json.loads(line) for line in answer.splitlines()]
        return [[originals.get(lead["verdict"]["class"]["label"], "unknown") if "verdict" in lead else "error"
                 for lead in leads]]


def events(texts, labels=None):
    """Texts as events, a line each."""
    lines = []
    for i, text in enumerate(texts):
        event = {"id": "text-%06d" % i, "received_at": RECEIVED, "body": text}
        if labels:
            event["labels"] = {"class": labels[i]}
        lines.append(json.dumps(event, ensure_ascii=False) + "\n")
    return "".join(lines)


def safe_names(labels):
    """{label: a name of small letters, digits and dashes}, all different; `unknown` is taken by the engine."""
    names = {}
    for label in labels:
        name = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") or "label"
        while name in names.values() or name == "unknown":
            name += "-x"
        names[label] = name
    return names


KNOWLEDGE = {
    "inquiryd.yaml": "knowledge:\n  dir: .\n",
    "packs/nothing.yaml": """pack: nothing
version: 1
rules:
  - {rule: nothing, family: nothing, because: nothing}
patterns:
  - {rule: nothing, any: [qqqqzzzz], match: [qqqqzzzz], no_match: [z]}
""",
    "priority.yaml": """bands: [{name: all, from: 0}]
expected: []
groups: []
waiting: {steps: []}
bounds: []
limit: {because: limit}
""",
    "playbooks/all.yaml": """layers: [all]
at_most: {owners: 1, goals: 1, do: 1, avoid: 1, ask: 1, attach: 1, follow_up: 1, reception: 1}
otherwise_within: {all: 1 h}
fallback: all
roles: [{id: all, reads: {en: all, zh: all}}]
languages: [{id: en}]
playbooks: [{id: all, layer: all}]
""",
}
TAXONOMY = """taxonomy: public
version: 1
dimensions:
  - name: class
    abstain: 1.0  # no decision costs as much: it always decides
    question: "?"
    labels:
%s
composite: [{when: {}, reads: "{class}"}]
"""


def write_knowledge(folder, shipped, labels):
    """The least that the engine loads: the shipped languages and lists, and nothing about the texts but the labels."""
    for name in ("packs", "playbooks"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    shutil.copy(os.path.join(shipped, "languages.yaml"), folder)
    shutil.copytree(os.path.join(shipped, "lists"), os.path.join(folder, "lists"), dirs_exist_ok=True)
    for name, text in KNOWLEDGE.items():
        write(os.path.join(folder, name), text)
    entries = ['      - {name: "%s", reads: "%s"}' % (label, label) for label in labels]
    write(os.path.join(folder, "taxonomy.yaml"), TAXONOMY % "\n".join(entries))


class Sklearn:
    variants = ()

    def __init__(self, folder, options):
        try:
            import sklearn
        except ImportError:
            raise Missing("%s has no scikit-learn (Debian: python3-sklearn, for /usr/bin/python3)" % sys.executable)

    def train(self, texts, labels):
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union
        self.model = make_pipeline(
            make_union(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
                       TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)),
            self.learner())
        self.model.fit(texts, labels)

    def prepare(self, texts):
        return texts

    def ask(self, prepared):
        return self.model.predict(prepared)

    def labels(self, answer):
        return [list(answer)]


class SklearnSvc(Sklearn):
    name = "sklearn-svc"

    def learner(self):
        from sklearn.svm import LinearSVC
        return LinearSVC(C=1, random_state=7)


class SklearnLogreg(Sklearn):
    name = "sklearn-logreg"

    def learner(self):
        from sklearn.linear_model import LogisticRegression
        return LogisticRegression(C=10, solver="liblinear")


class FastText:
    name, variants = "fasttext", ()
    # Rounds over the training texts, by the sets they were chosen for; short texts of many labels need more.
    epochs = {"sms": "25", "sa": "10"}

    def __init__(self, folder, options):
        self.folder = folder
        if not shutil.which("fasttext"):
            raise Missing("not installed (Debian: fasttext)")

    def train(self, texts, labels):
        self.names = safe_names(sorted(set(labels)))
        lines = ["__label__%s %s\n" % (self.names[label], " ".join(text.split())) for text, label in zip(texts, labels)]
        rows = write(os.path.join(self.folder, "train.txt"), "".join(lines))
        run(["fasttext", "supervised", "-input", rows, "-output", os.path.join(self.folder, "model"), "-dim", "16",
             "-bucket", "200000", "-wordNgrams", "2", "-minn", "2", "-maxn", "5", "-lr", "0.5", "-loss", "softmax",
             "-epoch", self.epochs.get(os.path.basename(self.folder), "50"), "-thread", "1", "-seed", "7"])

    def prepare(self, texts):
        # An empty line gets no answer.
        lines = [(" ".join(text.split()) or "-") + "\n" for text in texts]
        return write(os.path.join(self.folder, "ask-%d.txt" % len(texts)), "".join(lines))

    def ask(self, prepared):
        return run(["fasttext", "predict", os.path.join(self.folder, "model.bin"), prepared])

    def labels(self, answer):
        originals = {"__label__" + name: label for label, name in self.names.items()}
        return [[originals.get(line, "none") for line in answer.decode().splitlines()]]


class Bogofilter:
    name, variants = "bogofilter-0.99", ("bogofilter-0.5",)
    cuts = (0.99, 0.5)

    def __init__(self, folder, options):
        self.folder = folder
        if not shutil.which("bogofilter"):
            raise Missing("not installed (Debian: bogofilter)")

    def mails(self, name, texts):
        """Writes each text as a mail; gives the path of the list of their names."""
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        head = "From: a@a.example\nTo: b@b.example\nSubject: message\nMIME-Version: 1.0\n" \
               "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        names = [write(os.path.join(folder, "%06d" % i), head + text + "\n") for i, text in enumerate(texts)]
        return write(folder + ".names", "".join(name + "\n" for name in names))

    def train(self, texts, labels):
        if set(labels) != SPAM:
            raise Missing("knows two classes only")
        for label, option in (("ham", "-n"), ("spam", "-s")):
            names = self.mails("train-" + label, [text for text, true in zip(texts, labels) if true == label])
            run(["bogofilter", "-C", "-d", self.folder, option, "-b"], names)

    def prepare(self, texts):
        return self.mails("ask-%d" % len(texts), texts)

    def ask(self, prepared):
        # It ends with the verdict on the last mail as its status, 3 is an error.
        with open(prepared, "rb") as names:
            done = subprocess.run(["bogofilter", "-C", "-d", self.folder, "-b", "-T"], stdin=names,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode > 2:
            raise Failed("bogofilter: " + done.stderr.decode(errors="replace").strip())
        return done.stdout

    def labels(self, answer):
        scores = [float(line.split()[-1]) for line in answer.decode().splitlines()]
        return [["spam" if score >= cut else "ham" for score in scores] for cut in self.cuts]


TOOLS = {"inquiryd": Inquiryd, "sklearn-svc": SklearnSvc, "sklearn-logreg": SklearnLogreg, "fasttext": FastText,
         "bogofilter": Bogofilter}


def accuracy(gold, found):
    return sum(a == b for a, b in zip(gold, found)) / len(gold)


def macro_f1(gold, found):
    """Over all labels that are true or were found."""
    labels = set(gold) | set(found)
    right = dict.fromkeys(labels, 0)
    of = dict.fromkeys(labels, 0)
    for a, b in zip(gold, found):
        right[a] += a == b
        of[a] += 1
        of[b] += 1
    return sum(2 * right[label] / of[label] for label in labels) / len(labels)


def matthews(gold, found, positive="spam"):
    counts = {(a, b): 0 for a in (False, True) for b in (False, True)}
    for a, b in zip(gold, found):
        counts[a == positive, b == positive] += 1
    tp, tn, fp, fn = counts[True, True], counts[False, False], counts[False, True], counts[True, False]
    under = math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return (tp * tn - fp * fn) / under if under else 0.0


def seconds(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def cycled(texts, count):
    return [texts[i % len(texts)] for i in range(count)]


def texts_a_second(tool, texts):
    """N is doubled until 10 N take long enough to be timed."""
    count = SPEED_TEXTS
    while seconds(tool.ask, tool.prepare(cycled(texts, REPEAT * count))) < SPEED_SECONDS and count < SPEED_TEXTS_MAX:
        count *= 2
    few, many = tool.prepare(cycled(texts, count)), tool.prepare(cycled(texts, REPEAT * count))
    rates = []
    for i in range(RUNS):
        spent = seconds(tool.ask, many) - seconds(tool.ask, few)
        rates.append((REPEAT - 1) * count / spent if spent > 0 else math.inf)
    return statistics.median(rates)


def measure(tool, train, test):
    """A row of figures for each way to read the tool's answers."""
    texts, gold = test
    spent = seconds(tool.train, *train)
    answers = tool.labels(tool.ask(tool.prepare(texts)))
    rate = texts_a_second(tool, texts)
    rows = []
    for name, found in zip((tool.name, *tool.variants), answers):
        if len(found) != len(gold):
            raise Failed("%d answers to %d texts" % (len(found), len(gold)))
        rows.append({"tool": name, "accuracy": accuracy(gold, found), "macro_f1": macro_f1(gold, found),
                     "mcc": matthews(gold, found) if set(gold) == SPAM else None,
                     "train_seconds": spent, "texts_a_second": rate})
    return rows


def measure_set(options, name):
    train, test = (read_set(options.folder, name, part) for part in ("train", "test"))
    rows, left_out = [], {}
    for tool in options.tools.split(","):
        with tempfile.TemporaryDirectory() as folder:
            place = os.path.join(folder, name)
            os.mkdir(place)
            try:
                rows += measure(TOOLS[tool](place, options), train, test)
            except (Missing, Failed) as reason:
                left_out[tool] = "%s: %s" % (type(reason).__name__.lower(), reason)
    base = next((row["texts_a_second"] for row in rows if row["tool"].startswith("sklearn")), None)
    for row in rows:
        row["speed"] = row["texts_a_second"] / base if base else None
    return {"set": name, "train": len(train[0]), "test": len(test[0]), "labels": len(set(train[1])), "tools": rows,
            "left_out": left_out}


def shown(value, form):
    return "-" if value is None else form % value


def print_set(report):
    print("%(set)s: %(train)d texts to learn from, %(test)d to test on, %(labels)d labels" % report)
    print("  %-16s %9s %9s %7s %8s %9s %8s" % ("", "accuracy", "macro-F1", "MCC", "train s", "texts/s", "speed"))
    for row in report["tools"]:
        print("  %-16s %8.2f%% %9.4f %7s %8.1f %9.0f %8s" % (
            row["tool"], 100 * row["accuracy"], row["macro_f1"], shown(row["mcc"], "%.4f"), row["train_seconds"],
            row["texts_a_second"], shown(row["speed"], "%.2f x")))
    for tool, reason in report["left_out"].items():
        print("  %-16s %s" % (tool, reason))
    print(flush=True)


def options_of(arguments):
    parser = argparse.ArgumentParser(usage=__doc__.rsplit("usage: ", 1)[1].strip())
    parser.add_argument("folder")
    parser.add_argument("--sets", default=SETS)
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--inquiryctl", default="inquiryctl")
    parser.add_argument("--knowledge", default=os.path.join(SOURCE_DIR, "conf"))
    parser.add_argument("--json")
    options = parser.parse_args(arguments)
    strangers = set(options.tools.split(",")) - set(TOOLS)
    if strangers:
        parser.error("unknown tools: %s; there are %s" % (", ".join(sorted(strangers)), ", ".join(TOOLS)))
    return options


def main():
    options = options_of(sys.argv[1:])
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    reports = []
    for name in options.sets.split(","):
        reports.append(measure_set(options, name))
        print_set(reports[-1])
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(reports, file, indent=1)


if __name__ == "__main__":
    main()
