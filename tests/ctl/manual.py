"""--help and the man pages name the same commands, options and settings."""

import os
import re
import subprocess
import unittest

from ctl import SOURCE_DIR, run


def page(name):
    with open(os.path.join(SOURCE_DIR, "docs", "man", name), encoding="utf-8") as file:
        return file.read().replace("\\-", "-")


def commands():
    return re.findall(r"(?m)^  (\w+) +\S", run("--help").stdout.decode().split("Options")[0])


def options(text):
    return set(re.findall(r"(?m)^  (?:-\w,|   ) --([\w-]+)", text))


class Manual(unittest.TestCase):
    def test_every_command_has_a_section(self):
        found = commands()
        self.assertGreater(len(found), 8)
        for command in found:
            self.assertRegex(page("inquiryctl.1"), r"(?m)^\.SS %s\b" % command)

    def test_every_option_is_described(self):
        common = options(run("--help").stdout.decode())
        self.assertIn("config", common)
        for command in commands():
            result = run(command, "--help")
            self.assertEqual((result.returncode, result.stderr), (0, b""), command)
            text = result.stdout.decode()
            self.assertTrue(text.startswith("Usage: inquiryctl %s" % command))
            section = re.split(r"(?m)^\.S[SH] ", page("inquiryctl.1").split("\n.SS %s" % command, 1)[1])[0]
            for option in options(text) - common:
                self.assertIn("--" + option, section, command)
        for option in common:
            self.assertIn("--" + option, page("inquiryctl.1").split(".SH COMMANDS")[0])

    def test_help_of_a_command_is_the_same_both_ways(self):
        self.assertEqual(run("help", "score").stdout, run("score", "--help").stdout)
        self.assertEqual(run("help").stdout, run("--help").stdout)
        self.assertEqual(run("help", "nothing").returncode, 2)

    def test_version(self):
        self.assertRegex(run("--version").stdout.decode(), r"^inquiryctl \d+\.\d+\.\d+\n$")
        self.assertEqual(run("version").stdout, run("--version").stdout)

    def test_every_setting_is_described(self):
        with open(os.path.join(SOURCE_DIR, "conf", "inquiryd.yaml"), encoding="utf-8") as file:
            section, count = None, 0
            for line in file:
                head = re.match(r"(\w+):", line)
                name = re.match(r"  #?(\w+):", line)
                section = head.group(1) if head else section
                if name:
                    count += 1
                    self.assertIn("\n.B %s.%s\n" % (section, name.group(1)), page("inquiryd.yaml.5"))
        self.assertGreater(count, 20)

    def test_every_option_of_the_daemon_is_described(self):
        text = subprocess.run([os.environ["INQUIRYD"], "--help"], capture_output=True, text=True, check=True).stdout
        found = re.findall(r"(?m)^  --([\w-]+)", text)
        self.assertIn("check-config", found)
        for option in found:
            self.assertIn("--" + option, page("inquiryd.8"))


if __name__ == "__main__":
    unittest.main()
