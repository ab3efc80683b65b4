#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DAG file edited from the command line: which lines change, what is refused, and that it runs."""

import difflib
import os
import shutil
import stat
import subprocess
import unittest

from homes import BAD_INPUT, DENIED, DONE, FAILED, SOURCE, HomeTest

KEYS = {"file", "dag", "changed", "dry_run", "removed", "added", "diff", "copies", "notes", "errors"}
THREE = """# Three steps
dagId: three
nodes:
  - {nodeId: a, taskDefinition: {runtime: EXEC, command: [/bin/echo, one]}}
  # in between
  - nodeId: b
    taskDefinition: {runtime: EXEC, command: [/bin/echo, two]}  # says two
  - {nodeId: c, taskDefinition: {runtime: EXEC, command: [/bin/echo, three]}}
edges:
  - {from: a, to: b}
  - {from: b, to: c}
"""


class Edit(HomeTest):
    def setUp(self):
        super().setUp()
        self.file = self.home.write("three.yaml", THREE)

    def text(self):
        with open(self.file, encoding="utf-8", newline="") as file:
            return file.read()

    def changed(self, before=THREE):
        """Lines that `diff` shows."""
        lines = difflib.unified_diff(before.splitlines(), self.text().splitlines(), n=0, lineterm="")
        return [line for line in lines if not line.startswith(("---", "+++", "@@"))]

    def edit(self, *words, check=DONE):
        return self.home.call("dag", "edit", self.file, *words, check=check)

    def test_one_value_is_one_line(self):
        done = self.edit("--set", "nodes.b.taskDefinition.command.1=zwei")
        self.assertIn("1 line changed", done.stdout)
        self.assertEqual(self.changed(),
                         ["-    taskDefinition: {runtime: EXEC, command: [/bin/echo, two]}  # says two",
                          "+    taskDefinition: {runtime: EXEC, command: [/bin/echo, zwei]}  # says two"])
        answer = self.home.json("run", self.file)
        self.assertEqual(answer["state"], "succeeded")
        self.assertEqual(self.home.call("runs", "log", "last", "b").stdout, "zwei\n")

    def test_durations_as_people_write_them(self):
        for words, iso in (("5m", "PT5M"), ("1h30m", "PT1H30M"), ("90s", "PT1M30S"), ("2d", "P2D"), ("250ms", "PT0.25S"), ("PT7S", "PT7S")):
            with self.subTest(words):
                self.edit("--set", f"nodes.b.executionConfig.timeout={words}")
                self.assertIn(f"+    executionConfig: {{timeout: {iso}}}", self.changed())
        self.assertIn("not a duration", self.edit("--set", "nodes.b.executionConfig.timeout=soon", check=BAD_INPUT).stderr)

    def test_rename_add_and_rejoin(self):
        self.edit("--rename", "a=first", "--add-edge", "first:c")
        self.assertEqual(self.changed(),
                         ["-  - {nodeId: a, taskDefinition: {runtime: EXEC, command: [/bin/echo, one]}}",
                          "+  - {nodeId: first, taskDefinition: {runtime: EXEC, command: [/bin/echo, one]}}",
                          "-  - {from: a, to: b}", "+  - {from: first, to: b}", "+  - {from: first, to: c}"])
        self.edit("--delete-edge", "first:c")
        before = self.text()
        self.edit("--delete-node", "b", "--rejoin")
        self.assertEqual(self.changed(before),
                         ["-  # in between", "-  - nodeId: b",
                          "-    taskDefinition: {runtime: EXEC, command: [/bin/echo, two]}  # says two",
                          "-  - {from: first, to: b}", "-  - {from: b, to: c}", "+  - {from: first, to: c}"])
        self.assertEqual(len(self.home.json("run", self.file)["tasks"]), 2)

    def test_a_dry_run_is_a_patch_and_writes_nothing(self):
        patch = self.edit("--rename", "b=between", "--set", "name=Drei Schritte é", "--dry-run").stdout
        self.assertEqual(self.text(), THREE)
        expected = self.edit("--rename", "b=between", "--set", "name=Drei Schritte é") and self.text()
        lines = difflib.unified_diff(THREE.splitlines(True), expected.splitlines(True), self.file, self.file)
        self.assertEqual(patch, "".join(lines))

    def test_a_patch_says_where_the_last_line_has_no_end(self):
        self.file = self.home.write("unended.yaml", THREE.rstrip())
        patch = self.edit("--add-edge", "a:c", "--dry-run").stdout
        self.assertTrue(patch.endswith("-  - {from: b, to: c}\n\\ No newline at end of file\n+  - {from: b, to: c}\n"
                                       "+  - {from: a, to: c}\n\\ No newline at end of file\n"), patch)

    def test_a_file_that_may_not_be_written_is_denied(self):
        os.chmod(self.file, 0o444)
        command = self.home.command("dag", "edit", self.file, "--set", "name=x")
        if os.getuid() == 0:  # root may write everything: ask as nobody
            os.chmod(self.home.folder, 0o755)
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, DENIED, done.stderr)
        self.assertEqual(self.text(), THREE)

    def test_json_tells_what_happened(self):
        answer = self.home.json("dag", "edit", self.file, "--duplicate", "b", "--dry-run")
        self.assertEqual(set(answer), KEYS)
        self.assertEqual((answer["dag"], answer["changed"], answer["dry_run"]), ("three", True, True))
        self.assertEqual(answer["copies"], [{"node": "b", "copy": "b-2"}])
        self.assertEqual((answer["removed"], answer["added"]), (0, 2))
        nothing = self.home.json("dag", "edit", self.file, "--set", "dagId=three")
        self.assertEqual((nothing["changed"], nothing["diff"]), (False, ""))

    def test_what_is_wrong_is_refused_with_its_place(self):
        for words, code, says in ((("--rename", "x=y"), BAD_INPUT, 'there is no node "x"'),
                                  (("--rename", "a=b"), FAILED, "three.yaml:6:5: "),
                                  (("--add-edge", "c:a"), BAD_INPUT, "cycle"),
                                  (("--add-edge", "a:b"), FAILED, "three.yaml:10:5: "),
                                  (("--add-edge", "a"), BAD_INPUT, "--add-edge a"),
                                  (("--delete-edge", "a:c"), BAD_INPUT, "there is no edge"),
                                  (("--set", "nodes.b.nmae=x"), BAD_INPUT, "nmae"),
                                  (("--set", "nodes.b"), BAD_INPUT, "PATH=VALUE"),
                                  (("--unset", "nodes.b.name"), BAD_INPUT, 'there is no "name"'),
                                  (("--rejoin",), BAD_INPUT, "--delete-node"), ((), BAD_INPUT, "nothing to change")):
            with self.subTest(words):
                done = self.edit(*words, check=code)
                self.assertIn(says, done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertEqual(self.text(), THREE)
        self.edit("--set", "nodes.b.nmae=x", "--allow-errors")
        self.assertIn("+    nmae: x", self.changed())

    def test_texts_that_look_like_numbers(self):
        self.edit("--set", "version=1.10", "--set", "owner=7", "--set", "maxParallelTasks=2")
        shown = self.home.json("dag", "show", self.file)
        self.assertEqual((shown["version"], shown["owner"], shown["maxParallelTasks"]), ("1.10", "7", 2))

    def test_ids_and_keys_with_dots(self):
        self.edit("--rename", "b=b.x", "--set", "nodes.b.x.name=B")
        self.edit("--set", "parameters/b.x.rows/type=INTEGER")
        shown = self.home.json("dag", "show", self.file)
        self.assertEqual(shown["nodes"][1]["name"], "B")
        self.assertEqual(shown["parameters"]["b.x.rows"]["type"], "INTEGER")

    def test_the_file_keeps_its_mode_and_its_link(self):
        os.chmod(self.file, 0o640)
        link = f"{self.home.folder}/link.yaml"
        os.symlink(self.file, link)
        self.home.call("dag", "edit", link, "--set", "name=x", check=DONE)
        self.assertTrue(os.path.islink(link))
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o640)
        self.assertIn("name: x\n", self.text())
        self.assertEqual([name for name in os.listdir(os.path.dirname(self.file)) if name.endswith(".new")], [])

    def test_other_forms_are_left_alone(self):
        binary = f"{self.home.folder}/three.pb"
        self.home.call("dag", "convert", self.file, "--to", "proto", "-o", binary, check=DONE)
        with open(binary, "rb") as file:
            before = file.read()
        self.assertIn("YAML and JSON", self.home.call("dag", "edit", binary, "--set", "name=x", check=BAD_INPUT).stderr)
        with open(binary, "rb") as file:
            self.assertEqual(file.read(), before)
        broken = self.home.write("broken.yaml", "dagId: x\nnodes: [\n")
        self.assertIn("broken.yaml:3:1: ", self.home.call("dag", "edit", broken, "--set", "name=x", check=BAD_INPUT).stderr)

    def test_the_twins_of_three_hundred_lines(self):
        for name, line in (("retail.yaml", "+      timeout: PT5H   # measured: a third of it"),
                           ("retail.json", '+        "timeout": "PT5H", // measured: a third of it')):
            with self.subTest(name):
                self.file = f"{self.home.folder}/{name}"
                shutil.copy(os.path.join(SOURCE, "tests/data/edit", name), self.file)
                before = self.text()
                self.edit("--set", "nodes.train.executionConfig.timeout=5h")
                self.assertEqual([line for line in self.changed(before) if line.startswith("+")], [line])
                self.edit("--set", "nodes.train.executionConfig.timeout=4h")
                self.assertEqual(self.text(), before)


if __name__ == "__main__":
    unittest.main()
