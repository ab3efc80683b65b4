#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The content cache with real files and real programs: each part of the key is changed once and named, by --explain
before anything runs and by the run itself; an engine that is killed in between loses nothing that was told."""

import os
import signal
import unittest

from homes import BAD_INPUT, DONE, FAILED, HomeTest, wait_until

CLEAN = "sort raw.csv > $ORRERY_RUN_DIR/clean.csv; echo \"{\\\"table\\\": \\\"$ORRERY_RUN_DIR/clean.csv\\\"}\" > $ORRERY_OUTPUTS"


def dag(**changes):
    """clean -> transform -> report; `changes` are laid over the node transform's parts."""
    transform = {
        "nodeId": "transform",
        "taskDefinition": {"runtime": "PYTHON_3", "scriptFile": "transform.py", "command": ["${params.rate}"],
                           "environment": changes.get("environment", {"MODE": "fast"}),
                           "inputSchema": {"table": {"type": "STRING"}}},
        "executionConfig": {"cache": {"files": ["conf.txt"], "outputs": ["out.txt"], "environment": ["FLAVOUR"],
                                      **changes.get("cache", {})},
                            "isolation": changes.get("isolation", "process")}}
    transform["taskDefinition"]["command"] += changes.get("command", [])
    return {"dagId": "cached", "parameters": {"rate": {"type": "INTEGER", "default": 1}},
            "nodes": [
                {"nodeId": "clean", "executionConfig": {"cache": {"files": ["raw.csv"]}},
                 "taskDefinition": {"runtime": "SHELL", "script": CLEAN, "outputSchema": {"table": {"type": "STRING"}}}},
                transform,
                {"nodeId": "report", "taskDefinition": {"runtime": "SHELL", "script": "cat $ORRERY_RUN_DIR/out.txt"}}],
            "edges": [{"from": "clean", "to": "transform", "dataMapping": {"table": "table"}},
                      {"from": "transform", "to": "report"}]}


SCRIPT = """import json, os, sys
inputs = json.load(open(os.environ["ORRERY_INPUTS"]))
rows = open(inputs["table"]).read().split()
open(os.environ["ORRERY_RUN_DIR"] + "/out.txt", "w").write(f"{len(rows) * int(sys.argv[1])}\\n")
"""


class Cache(HomeTest):
    def setUp(self):
        super().setUp()
        self.home.write("raw.csv", "b\na\n")
        self.home.write("conf.txt", "1\n")
        self.home.write("transform.py", SCRIPT)
        self.file = self.home.write("cached.json", dag())

    def run_it(self, *words, check=DONE):
        run = self.home.json("run", self.file, "--isolation", "process", *words, check=check)["run"]
        return run, {task["id"]: task for task in self.home.show(run)["tasks"]}

    def explained(self, *words):
        plan = self.home.json("run", self.file, "--isolation", "process", "--explain", *words)
        return {node["id"]: node for node in plan}

    def cached(self, tasks):
        return sorted(name for name, task in tasks.items() if "cached" in task)

    # ---- hits ------------------------------------------------------------------------------------

    def test_the_second_run_takes_what_the_first_one_made_and_says_so(self):
        told = self.explained()
        self.assertEqual((told["clean"]["part"], told["clean"]["why"]), ("run", "no earlier result"))
        self.assertEqual(told["transform"]["why"], "after clean, which runs")
        first, tasks = self.run_it()
        self.assertEqual(self.cached(tasks), [])
        told = self.explained()
        self.assertEqual((told["transform"]["part"], told["transform"]["from"], told["transform"]["why"]),
                         ("keep", first, f"cached from run {first}"))
        self.assertEqual((told["report"]["part"], told["report"]["why"]), ("run", "it has no cache"))
        second, tasks = self.run_it()
        self.assertEqual(self.cached(tasks), ["clean", "transform"])
        self.assertEqual((tasks["clean"]["cached"]["run"], tasks["clean"]["attempts"]), (first, 0))
        self.assertEqual(tasks["clean"]["outputs"]["table"], f"{self.home.path}/runs/{second}/clean.csv")
        self.assertEqual(self.home.call("runs", "log", second, "report").stdout, "2\n")
        self.assertIn(f"cached from run {first}", self.home.call("runs", "show", second).stdout)
        self.assertEqual(self.home.show(second)["cached"], 2)
        # Still so when the engine has died and its successor tells what is recorded.

        def gone():
            owner = self.home.owner()
            if owner is not None:
                os.kill(owner, signal.SIGKILL)
            return owner is None
        wait_until(gone, 20, "engine gone")
        self.assertEqual({run["run"]: run["cached"] for run in self.home.runs()}, {first: 0, second: 2})
        self.assertRegex(self.home.call("runs", "list").stdout, rf"{second} .* +2\n")

    def test_the_key_and_the_reason_of_a_task_are_shown(self):
        first, _ = self.run_it()
        shown = self.home.json("runs", "show", first, "transform")
        self.assertEqual(shown["cache_why"], "no earlier result")
        self.assertEqual(sorted(shown["cache_key"]), [
            "command", "environment", "file conf.txt", "input table", "isolation", "parameter rate",
            "resolved command", "runtime version", "script", "variable FLAVOUR"])
        self.assertIn("its result depends on", self.home.call("runs", "show", first, "transform").stdout)

    # ---- each part of the key, changed once --------------------------------------------------------

    def changed(self, expected, *words):
        """Both --explain and the run itself must name `expected` alone."""
        told = self.explained(*words)["transform"]
        self.assertEqual(told["part"], "run", expected)
        self.assertRegex(told["why"], rf"^{expected} changed \([0-9a-f]{{8}} -> [0-9a-f]{{8}}\)$")
        text = self.home.call("run", self.file, "--isolation", "process", "--explain", *words).stdout
        self.assertRegex(text, rf"transform: +runs, {expected} changed")
        run, tasks = self.run_it(*words)
        self.assertNotIn("transform", self.cached(tasks))
        self.assertEqual(self.home.json("runs", "show", run, "transform")["cache_why"], told["why"])
        self.assertIn("transform", self.cached(self.run_it(*words)[1]), expected)

    def test_each_component_is_changed_once_and_named(self):
        self.run_it()
        self.home.write("transform.py", SCRIPT + "# more\n")
        self.changed("script")
        self.changed("parameter rate", "-p", "rate=2")
        self.home.write("conf.txt", "2\n")
        self.changed("file conf.txt", "-p", "rate=2")
        self.home.write("cached.json", dag(environment={"MODE": "slow"}))
        self.changed("environment", "-p", "rate=2")
        self.home.write("cached.json", dag(command=["more"]))
        self.explained("-p", "rate=2")
        self.run_it("-p", "rate=2")
        self.home.write("cached.json", dag(command=["less"]))
        self.changed("command", "-p", "rate=2")

    def test_an_input_file_that_changed_is_named(self):
        first, _ = self.run_it()
        self.home.write("raw.csv", "b\na\nc\n")
        told = self.explained()
        self.assertRegex(told["clean"]["why"], r"^file raw.csv changed \(\w{8} -> \w{8}\)$")
        self.assertEqual(told["transform"]["why"], "after clean, which runs")
        run, tasks = self.run_it()
        self.assertEqual(self.cached(tasks), [])
        self.assertRegex(self.home.json("runs", "show", run, "transform")["cache_why"], "^input table changed")
        self.home.write("raw.csv", "c\nb\na\n")  # clean runs and makes the same: transform need not run
        _, tasks = self.run_it()
        self.assertEqual(self.cached(tasks), ["transform"])
        self.home.write("raw.csv", "b\na\n")  # as at first: both results still stand
        _, tasks = self.run_it()
        self.assertEqual((self.cached(tasks), tasks["clean"]["cached"]["run"]), (["clean", "transform"], first))

    # ---- what never hits ---------------------------------------------------------------------------

    def test_an_output_file_that_is_gone_or_changed_is_named(self):
        first, _ = self.run_it()
        made = f"{self.home.path}/runs/{first}/out.txt"
        with open(made, "w", encoding="utf-8") as file:
            file.write("forged\n")
        self.assertEqual(self.explained()["transform"]["why"], f"output file out.txt of run {first} was changed")
        os.remove(made)
        self.assertEqual(self.explained()["transform"]["why"], f"output file out.txt of run {first} is missing")
        self.assertEqual(self.cached(self.run_it()[1]), ["clean"])

    def test_a_failed_attempt_is_never_kept(self):
        self.home.write("transform.py", "raise SystemExit(3)\n")
        failed, _ = self.run_it(check=FAILED)
        self.assertEqual(self.explained()["transform"]["why"], "no earlier result")
        self.home.call("runs", "retry", failed, check=DONE)
        self.home.call("runs", "resume", failed)
        self.assertEqual([entry["task"] for entry in self.home.json("cache", "list")], ["clean"])

    def test_no_cache_runs_all_and_keeps_the_new_results(self):
        self.run_it()
        fresh, tasks = self.run_it("--no-cache")
        self.assertEqual(self.cached(tasks), [])
        self.assertEqual(self.run_it()[1]["transform"]["cached"]["run"], fresh)

    def test_results_are_listed_and_forgotten(self):
        first, _ = self.run_it()
        entries = self.home.json("cache", "list")
        self.assertEqual([(e["dag"], e["task"], e["run"], e["files"]) for e in entries],
                         [("cached", "clean", first, 1), ("cached", "transform", first, 1)])
        self.assertEqual(self.home.json("cache", "clear", "--node", "clean"), {"cleared": 1})
        self.assertEqual(self.cached(self.run_it()[1]), ["transform"])
        self.assertIn("forgotten", self.home.call("cache", "clear", check=DONE).stdout)
        self.assertIn("No results are kept", self.home.call("cache", "list", check=DONE).stdout)

    def test_effects_outside_and_a_cache_exclude_each_other(self):
        made = dag()
        made["nodes"][0]["executionConfig"]["effects"] = "external"
        told = self.home.call("dag", "validate", self.home.write("bad.json", made), check=BAD_INPUT)
        self.assertIn("effects outside this machine cannot be cached", told.stderr + told.stdout)

    # ---- items, and a kill in between --------------------------------------------------------------

    def test_each_item_of_a_mapped_node_stands_for_itself(self):
        def mapped(items):
            return self.home.write("mapped.json", {"dagId": "mapped", "nodes": [
                {"nodeId": "m", "taskDefinition": {"runtime": "SHELL", "script": "echo $ORRERY_ITEM"},
                 "executionConfig": {"mapOver": f"{items}", "cache": True}}]})
        self.file = mapped([1, 2])
        self.run_it()
        self.file = mapped([3, 1, 2])
        self.assertIn("1 of 3 items run, m[0]: no earlier result", self.explained()["m"]["why"])
        _, tasks = self.run_it()
        self.assertEqual(self.cached(tasks), ["m[1]", "m[2]"])

    def test_a_killed_engine_keeps_what_it_had_and_a_resumed_run_ends_well(self):
        self.run_it()
        slow = dag()
        slow["nodes"][2]["taskDefinition"]["script"] = "while [ ! -e $ORRERY_DAG_DIR/go ]; do sleep 0.05; done; cat $ORRERY_RUN_DIR/out.txt"
        self.home.write("cached.json", slow)
        self.home.start("run", self.file, "--isolation", "process")
        wait_until(lambda: any(run["state"] == "running" and run["counts"].get("running") for run in self.home.runs()),
                   30, "the run never got to its last task")
        run = self.home.runs()[0]["run"]
        os.kill(self.home.owner(), signal.SIGKILL)
        self.home.write("go", "")
        self.home.call("runs", "resume", check=DONE)
        tasks = {task["id"]: task for task in self.home.show(run)["tasks"]}
        self.assertEqual(self.cached(tasks), ["clean", "transform"])
        self.assertEqual(self.home.call("runs", "log", run, "report").stdout, "2\n")


if __name__ == "__main__":
    unittest.main()
