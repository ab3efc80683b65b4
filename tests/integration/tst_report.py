#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run as a document: orrery runs report."""
import os
import unittest
from html.parser import HTMLParser

from homes import BAD_INPUT, DONE, HomeTest

DAG = {"dagId": "sales", "name": "Sales & more", "parameters": {"who": {"type": "STRING", "default": "<b>you</b>"}},
       "nodes": [{"nodeId": "load", "taskDefinition": {"runtime": "SHELL", "script": "echo '{\"rows\": 4711}' > $ORRERY_OUTPUTS"}},
                 {"nodeId": "train", "taskDefinition": {"runtime": "SHELL", "script": "exit 3"}}],
       "edges": [{"from": "load", "to": "train"}]}
VOID = {"meta", "img", "br", "hr"}


class Reader(HTMLParser):
    """Text of a page; refuses tags that are not closed."""

    def __init__(self):
        super().__init__()
        self.open, self.text, self.tags, self.fetched = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.fetched += [value for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"{tag} ends, {self.open} are open"

    def handle_data(self, data):
        self.text.append(data)


class Report(HomeTest):
    def setUp(self):
        super().setUp()
        file = self.home.write("sales.json", DAG)
        self.home.call("run", file, "--isolation", "process")

    def test_it_tells_the_run(self):
        page = self.home.write("report.html", "old")
        told = self.home.call("runs", "report", "last", "--html", page, check=DONE)
        self.assertEqual(told.stdout.strip(), page)
        with open(page, encoding="utf-8") as file:
            html = file.read()
        reader = Reader()
        reader.feed(html)
        self.assertEqual(reader.open, [])
        text = " ".join(reader.text)
        for part in ("Sales & more", "failed", "load", "train", "4711", "Critical path", "Bottleneck", "<b>you</b>"):
            self.assertIn(part, text)
        self.assertNotIn("script", reader.tags)
        self.assertEqual(reader.fetched, [])
        self.assertEqual(html.count("<svg"), 2)

    def test_it_goes_to_a_pipe(self):
        html = self.home.call("runs", "report", "last", "--html", "-", check=DONE).stdout
        self.assertTrue(html.startswith("<!DOCTYPE html>"))

    def test_bad_input_is_told(self):
        self.assertIn("--html", self.home.call("runs", "report", "last", check=BAD_INPUT).stderr)
        self.home.call("runs", "report", "20200101", "--html", "-", check=BAD_INPUT)
        nowhere = os.path.join(self.home.path, "no", "such", "dir", "r.html")
        refused = self.home.call("runs", "report", "last", "--html", nowhere)
        self.assertNotEqual(refused.returncode, DONE)
        self.assertIn(nowhere, refused.stderr)


if __name__ == "__main__":
    unittest.main()
