#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hostile and broken input: each gets a clear error or a clean failed task, nothing hangs, and the
home is as usable afterwards as before."""

import os
import subprocess
import sys
import time
import unittest

from homes import BAD_INPUT, DONE, FAILED, Home, HomeTest, processes_with, wait_until

HELLO = {"dagId": "hello", "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "EXEC", "command": ["/bin/true"]}}]}
LARGE = 100_000_000


def shell(script, **node):
    """A DAG of one SHELL task."""
    return {"dagId": "one", "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "SHELL", "script": script}, **node}]}


class UsableAfterwards(HomeTest):
    def tearDown(self):
        self.assertEqual(self.home.call("run", self.home.write("hello.json", HELLO), "--json").returncode, DONE)
        self.home.check_database()


class BadFiles(UsableAfterwards):
    """What cannot be a DAG is refused with exit code 2 and file:line:column, by validate and by run."""

    def refused(self, name, content, *says, seconds=60):
        file = self.home.write(name, content)
        for words in (("dag", "validate", file), ("run", file)):
            begin = time.monotonic()
            done = self.home.call(*words, seconds=seconds)
            self.assertEqual(done.returncode, BAD_INPUT, f"{words}: {done.stderr[:2000]}")
            self.assertLess(time.monotonic() - begin, seconds)
            for text in (file, *says):
                self.assertIn(text, done.stderr, words)
            self.assertLess(len(done.stderr), 40_000, "an error is not a flood")
        return done.stderr

    def test_malformed_truncated_and_empty(self):
        self.refused("malformed.json", '{"dagId": "x", "nodes": [}', ":1:")
        self.refused("malformed.yaml", "dagId: x\nnodes: [a, b\nedges: ]", "malformed.yaml:")
        self.refused("truncated.json", '{"dagId": "x",\n "nodes": [{"nodeId": "a"', ":2:")
        self.refused("truncated.yaml", 'dagId: x\nnodes:\n  - {nodeId: "a', "truncated.yaml:")
        self.refused("empty.json", "")
        self.refused("empty.yaml", "")
        self.refused("blank.yaml", "\n\n# nothing\n")

    def test_not_text_at_all(self):
        self.refused("noise.json", bytes(range(256)) * 40)
        self.refused("noise.yaml", bytes(range(256)) * 40)
        self.refused("latin1.json", '{"dagId": "caf\xe9", "nodes": []}'.encode("latin-1"), ":1:")
        self.refused("nul.json", b'{"dagId": "a\0b", "nodes": []}')

    def test_one_hundred_megabytes(self):
        self.refused("spaces.json", b"{" + b" " * LARGE)
        self.refused("string.json", b'{"dagId": "' + b"x" * LARGE + b'", "nodes": []}')
        self.refused("list.json", b'{"dagId": "x", "nodes": [' + b"1," * (LARGE // 2) + b"1]}", "limits.", seconds=120)
        self.refused("comment.yaml", b"# " + b"x" * LARGE)

    def test_deeply_nested(self):
        deep = 200_000
        self.refused("deep.json", '{"dagId": "x", "nodes": ' + "[" * deep + "]" * deep + "}", "limits.maxDepth")
        self.refused("objects.json", '{"a":' * deep + "1" + "}" * deep)
        self.refused("deep.yaml", "dagId: x\nnodes: " + "[" * deep + "]" * deep, "limits.maxDepth")

    def test_alias_bomb(self):
        bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12))
        self.refused("bomb.yaml", "dagId: x\nnodes: []\n" + bomb, "limits.maxAliases")
        self.refused("itself.yaml", "dagId: x\nnodes: &n [*n]\n")

    def test_wrong_types(self):
        self.refused("list.json", "[]", ":1:1")
        self.refused("number.yaml", "42", ":1:1")
        message = self.refused("types.json", '{"dagId": 7,\n "nodes": [{"nodeId": "a",\n'
                               '  "resourceRequirements": {"cpuCores": "many", "memoryMB": -1},\n'
                               '  "executionConfig": {"timeout": "soon"}}],\n "edges": {}}', ":1:11", ":3:40", ":3:60", ":4:34")
        self.assertIn(":5:11", message)

    def test_hostile_dot(self):
        """Graphviz reads DOT in a process of its own; whatever becomes of it, the answer is a sentence."""
        self.refused("deep.dot", "digraph {" + "{" * 200_000 + "}" * 200_000 + "}", "deep.dot:1", "nested deeper than 100")
        self.refused("html.dot", "digraph { a\n[label=" + "<" * 200_000 + ">" * 200_000 + "] }", "html.dot:2", "nested deeper")
        self.refused("open.dot", 'digraph { a [label="never closed\n}', "open.dot")
        self.refused("half.dot", "digraph { a -> ", "half.dot")
        self.refused("undirected.dot", "graph { a -- b }", "undirected.dot:1", "digraph")
        self.refused("two.dot", "digraph { a }\ndigraph { b }", "two.dot", "more than one graph")
        self.refused("nul.dot", "digraph { a\0 -> b }", "nul.dot", "NUL")
        self.refused("nothing.dot", "digraph" + "x" * 1_000_000, "nothing.dot")
        # A short text that asks for 1.8 thousand million edges.
        sets = " -> ".join("{" + " ".join(f"n{layer}_{i}" for i in range(30_000)) + "}" for layer in range(3))
        self.refused("product.dot", "digraph { " + sets + " }", "product.dot", "too large for its memory")

    def test_cycle_and_what_does_not_exist(self):
        node = '{"nodeId": "%s", "taskDefinition": {"runtime": "NONE"}}'
        nodes = ", ".join(node % name for name in "abc")
        message = self.refused("cycle.json", f'{{"dagId": "x", "nodes": [{nodes}],\n "edges": [{{"from": "a", "to": "b"}}, '
                               '{"from": "b", "to": "c"}, {"from": "c", "to": "a"}]}', ":2:")
        self.assertRegex(message, r"a.*b.*c.*a")
        self.refused("unknown.json", '{"dagId": "x", "nodes": [' + node % "alpha" + '],\n "edges": [{"from": "alpa", "to": "alpha"}]}',
                     ":2:21", "did you mean")
        self.refused("key.yaml", "dagId: x\nnodez: []\n", ":2:1", "nodes")

    def test_a_script_that_does_not_exist(self):
        dag = {"dagId": "x", "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "PYTHON_3", "scriptFile": "gone.py"}}]}
        file = self.home.write("script.json", dag)
        done = self.home.call("run", file)
        self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
        self.assertIn("gone.py", done.stderr)
        self.assertEqual(self.home.runs(), [])

    def test_a_file_that_is_none(self):
        for words in (("run", "/nowhere/dag.json"), ("run", self.home.folder), ("run", "/dev/null")):
            with self.subTest(words[1]):
                done = self.home.call(*words)
                self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
                self.assertIn(words[1], done.stderr)

    def test_parameters(self):
        dag = dict(HELLO, parameters={"rows": {"type": "INTEGER", "required": True}})
        file = self.home.write("parameters.json", dag)
        for given, says in (([], "rows"), (["-p", "rows=many"], "INTEGER"), (["-p", "rwos=1", "-p", "rows=1"], "rows"),
                            (["-p", "rows"], "name=value")):
            with self.subTest(given):
                done = self.home.call("run", file, *given)
                self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
                self.assertIn(says, done.stderr)


class BadTasks(UsableAfterwards):
    """What goes wrong inside a task is a failed task with its cause; the run ends with exit code 1."""

    def fails(self, dag, *says, isolation="process", seconds=90):
        done = self.home.call("run", self.home.write("dag.json", dag), "--isolation", isolation, "--json", seconds=seconds)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        task = self.home.show("last")["tasks"][0]
        self.assertEqual(task["state"], "failed")
        for text in says:
            self.assertIn(text, task["reason"])
        return task

    def test_a_command_that_dies_by_a_signal(self):
        self.fails(shell("kill -SEGV $$"), "signal 11")
        self.fails(shell("kill -KILL $$"), "signal 9", isolation="process")

    def test_a_program_that_does_not_exist(self):
        dag = {"dagId": "x", "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "EXEC", "command": ["no-such-program"]}}]}
        self.fails(dag, "no-such-program")

    def test_ten_megabytes_on_one_line(self):
        dag = shell("head -c 10000000 /dev/zero | tr '\\0' x")
        done = self.home.call("run", self.home.write("dag.json", dag), "--json")
        self.assertEqual(done.returncode, DONE, done.stderr)
        printed = subprocess.run(self.home.command("runs", "log", "last", "a"), capture_output=True, timeout=60, check=True)
        self.assertEqual(printed.stdout, b"x" * 10_000_000)
        self.fails(shell("head -c 10000000 /dev/zero | tr '\\0' x; exit 3"), "3")

    def test_text_that_is_not_utf8(self):
        dag = shell(r"printf 'caf\351 \377\376 \033[31mred\n'; printf '{\"x\": \"\351\"}' > $ORRERY_OUTPUTS; exit 4")
        self.fails(dag, "4")
        printed = subprocess.run(self.home.command("runs", "log", "last", "a"), capture_output=True, timeout=60, check=True)
        self.assertEqual(printed.stdout, b"caf\xe9 \xff\xfe \x1b[31mred\n")
        shown = self.home.call("run", self.home.write("dag.json", dag))
        self.assertNotIn("\x1b[31m", shown.stderr, "a task's escape codes reached the terminal")

    def test_outputs_that_are_none(self):
        self.fails(shell("echo '{\"a\": ' > $ORRERY_OUTPUTS"), "not a JSON object")
        self.fails(shell("head -c 400000 /dev/zero | tr '\\0' 1 > $ORRERY_OUTPUTS"))

    def test_a_task_that_never_ends_is_stopped(self):
        dag = shell("trap '' TERM INT HUP; while :; do sleep 1; done", executionConfig={"timeout": "PT1S"})
        begin = time.monotonic()
        self.fails(dag, "time")
        self.assertLess(time.monotonic() - begin, 30)

    def test_disowned_children_are_gone_a_second_after_their_task(self):
        for isolation in ("process", "sandbox"):
            with self.subTest(isolation):
                script = ("(setsid sh -c 'trap \"\" TERM HUP INT; (sleep 300 & sleep 300) & sleep 300' & ) ;"
                          "setsid sleep 300 & nohup sleep 300 >/dev/null 2>&1 & exit 0")
                done = self.home.call("run", self.home.write("dag.json", shell(script)), "--isolation", isolation, "--json")
                self.assertEqual(done.returncode, DONE, done.stderr)
                run = self.home.show("last")["run"]
                marks = f"ORRERY_RUN={run}\0".encode()
                wait_until(lambda: not processes_with(marks, "environ"), 1, "children of an ended task live on")

    def test_an_environment_and_a_command_too_large(self):
        dag = {"dagId": "x", "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "EXEC", "command": ["/bin/echo", "x" * 3_000_000]}}]}
        self.fails(dag)
        self.fails(shell("true", taskDefinition={"runtime": "SHELL", "script": "true", "environment": {"BIG": "x" * 3_000_000}}))


class FullDisk(unittest.TestCase):
    """A home on a small disk of its own (a tmpfs in a private mount namespace) that a task fills."""

    def test_a_task_that_fills_the_disk(self):
        done = subprocess.run(["unshare", "--map-root-user", "--user", "--mount", sys.executable, __file__, "on-a-small-disk"]
                              if os.getuid() != 0 else ["unshare", "--mount", sys.executable, __file__, "on-a-small-disk"],
                              capture_output=True, text=True, timeout=180, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


def on_a_small_disk():
    """Runs inside the namespace: fill, see the run wait with a reason, make room, see it end."""
    disk = Home()
    os.makedirs(f"{disk.folder}/disk")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", f"{disk.folder}/disk"], check=True)
    home = Home(parent=f"{disk.folder}/disk")
    try:
        hello = home.write("hello.json", HELLO)
        home.call("run", hello, check=DONE)
        fill = home.write("fill.json", shell("dd if=/dev/zero of=$ORRERY_RUN_DIR/fill bs=64k; exit 5"))
        process = home.start("run", fill, "--isolation", "process", "--json")
        filled = f"{home.path}/runs"
        wait_until(lambda: process.poll() is not None or os.statvfs(home.path).f_bavail == 0, 60, "the disk to be full")
        # The engine must not die, and must take the run to its end when there is room again.
        time.sleep(2)
        for folder, _, names in os.walk(filled):
            for name in names:
                if name == "fill":
                    os.unlink(os.path.join(folder, name))
        output, messages = process.communicate(timeout=60)
        if process.returncode != FAILED:
            raise AssertionError(f"exit {process.returncode}: {output!r} {messages!r}")
        shown = home.show("last")
        if (shown["state"], shown["tasks"][0]["exit_code"]) != ("failed", 5):
            raise AssertionError(shown)
        home.call("run", hello, check=DONE)
        home.check_database()
    finally:
        home.close()
        subprocess.run(["umount", "-l", f"{disk.folder}/disk"], check=False)
        disk.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["on-a-small-disk"]:
        on_a_small_disk()
    else:
        unittest.main(verbosity=2)
