#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run in a person's hand, with the real programs: held, released, marked, approved, retried; waits,
loops, lists, sub-DAGs and teardowns; and an engine that is killed while it sees them through."""

import os
import signal
import unittest

from homes import BAD_INPUT, DONE, FAILED, HomeTest, wait_until

PATIENCE = 30  # seconds


def shell(name, script, **more):
    task = {"runtime": "SHELL", "script": script, **more.pop("task", {})}
    return {"nodeId": name, "taskDefinition": task, **more}


def port(kind, required=True):
    return {"type": kind, "required": required}


class DriveTest(HomeTest):
    def begin(self, dag, *words):
        """Starts a DAG and leaves it running; returns the run's id."""
        file = self.home.write(f"{dag['dagId']}.json", dag)
        return self.home.json("run", file, "--isolation", "process", "--detach", *words)["run"]

    def task(self, run, name):
        return {task["id"]: task for task in self.home.show(run)["tasks"]}[name]

    def wait_for(self, run, name, state):
        def reached():
            return {task["id"]: task["state"] for task in self.home.show(run)["tasks"]}.get(name) == state
        wait_until(reached, PATIENCE, f"{name} {state}")

    def wait_for_run(self, run, state):
        wait_until(lambda: self.home.show(run)["state"] == state, PATIENCE, f"run {state}")

    def kill_engine(self):
        wait_until(lambda: self.home.owner() is not None, PATIENCE, "an engine")

        def gone():  # another one may stand waiting for the home: a leaving program left it
            owner = self.home.owner()
            if owner is not None:
                os.kill(owner, signal.SIGKILL)
            return owner is None
        wait_until(gone, PATIENCE, "engine gone")


class ByHand(DriveTest):
    def test_a_held_run_goes_on_where_it_stood_even_after_a_kill(self):
        run = self.begin({"dagId": "held", "nodes": [
            {"nodeId": "ask", "taskDefinition": {"runtime": "APPROVE", "approval": {"message": "go?"}}},
            shell("b", "echo b")], "edges": [{"from": "ask", "to": "b"}]})
        self.wait_for(run, "ask", "waiting")
        self.home.call("runs", "hold", run, "b", check=DONE)
        self.kill_engine()
        resumed = self.home.start("runs", "resume", run)
        wait_until(lambda: self.home.owner() is not None, PATIENCE, "the next engine")
        self.assertIn("waits for an answer: go?", self.task(run, "ask")["reason"])
        self.home.call("runs", "approve", run, "ask", check=DONE)
        self.wait_for(run, "b", "held")
        self.home.call("runs", "release", run, check=DONE)
        self.wait_for_run(run, "succeeded")
        self.assertEqual(resumed.wait(PATIENCE), DONE)

    def test_answers_are_typed(self):
        run = self.begin({"dagId": "typed", "nodes": [
            {"nodeId": "ask", "taskDefinition": {
                "runtime": "APPROVE", "approval": {"message": "how many?"},
                "outputSchema": {"count": port("INTEGER")}}},
            shell("b", "echo got ${inputs.n}", task={"inputSchema": {"n": port("INTEGER")}})],
            "edges": [{"from": "ask", "to": "b", "dataMapping": {"count": "n"}}]})
        self.wait_for(run, "ask", "waiting")
        wrong = self.home.call("runs", "approve", run, "ask", "-p", "count=many", check=BAD_INPUT)
        self.assertIn("count", wrong.stderr)
        missing = self.home.call("runs", "approve", run, "ask", check=BAD_INPUT)
        self.assertIn("count", missing.stderr)
        self.assertIn("asks for no approval",
                      self.home.call("runs", "approve", run, "b", check=BAD_INPUT).stderr)
        self.home.call("runs", "approve", run, "ask", "-p", "count=3", check=DONE)
        self.wait_for_run(run, "succeeded")
        self.assertEqual(self.home.call("runs", "log", run, "b").stdout, "got 3\n")
        self.assertEqual(self.home.call("runs", "hold", run).returncode, FAILED)

    def test_a_running_task_is_stopped_and_marked(self):
        run = self.begin({"dagId": "marked", "nodes": [
            shell("slow", "sleep 600", task={"outputSchema": {"n": port("INTEGER")}}),
            shell("after", "echo ${inputs.n}", task={"inputSchema": {"n": port("INTEGER")}})],
            "edges": [{"from": "slow", "to": "after", "dataMapping": {"n": "n"}}]})
        self.wait_for(run, "slow", "running")
        self.assertIn("expected INTEGER", self.home.call(
            "runs", "mark", run, "slow", "succeeded", "-p", "n=x", check=BAD_INPUT).stderr)
        self.home.call("runs", "mark", run, "slow", "succeeded", "-p", "n=5", "--why", "known", check=DONE)
        self.wait_for_run(run, "succeeded")
        self.assertRegex(self.task(run, "slow")["reason"], "marked by .*: known")
        self.assertEqual(self.home.call("runs", "log", run, "after").stdout, "5\n")

    def test_one_task_is_retried_while_the_run_goes_on(self):
        gate = f"{self.home.folder}/gate"
        run = self.begin({"dagId": "again", "nodes": [
            shell("flaky", f'test -e "{gate}"'), shell("slow", f'while ! test -e "{gate}"; do sleep 0.05; done')]})
        self.wait_for(run, "flaky", "failed")
        with open(gate, "w", encoding="utf-8"):
            pass
        self.home.call("runs", "retry", run, "flaky")
        self.wait_for_run(run, "succeeded")
        self.assertEqual(self.task(run, "flaky")["attempts"], 2)
        ended = self.home.show(run)
        told = self.home.call("runs", "retry", run, "flaky", check=FAILED)
        self.assertIn("flaky has succeeded", told.stderr)
        self.assertEqual(self.home.show(run), ended)


class Carried(DriveTest):
    def test_a_file_is_waited_for_across_a_kill(self):
        run = self.begin({"dagId": "files", "nodes": [
            {"nodeId": "w", "taskDefinition": {
                "runtime": "WAIT", "wait": {"file": "in/*.csv", "every": "PT0.1S"},
                "outputSchema": {"files": port("ARRAY<STRING>")}}},
            shell("b", "echo ${inputs.files[0]}", task={"inputSchema": {"files": port("ARRAY<STRING>")}})],
            "edges": [{"from": "w", "to": "b", "dataMapping": {"files": "files"}}]})
        self.wait_for(run, "w", "waiting")
        self.kill_engine()
        os.mkdir(f"{self.home.folder}/in")
        name = self.home.write("in/a.csv", "1")
        self.home.call("runs", "resume", run, check=DONE)
        self.assertEqual(self.home.call("runs", "log", run, "b").stdout, name + "\n")

    def test_a_wait_has_a_time_out(self):
        run = self.begin({"dagId": "late", "nodes": [
            {"nodeId": "w", "taskDefinition": {"runtime": "WAIT", "wait": {"file": "never", "every": "PT0.1S"}},
             "executionConfig": {"timeout": "PT0.3S"}}]})
        self.wait_for_run(run, "failed")
        self.assertIn("The wait timed out", self.task(run, "w")["reason"])
        self.assertNotIn("killed", self.task(run, "w")["reason"])

    def test_a_run_that_lasts_too_long_is_cancelled(self):
        run = self.begin({"dagId": "long", "timeout": "PT0.5S", "nodes": [shell("a", "sleep 600")]})
        self.wait_for_run(run, "cancelled")
        self.assertIn("longer than its time-out of PT0.5S", self.home.show(run)["cause"])

    def test_a_sub_dag_survives_the_engine_and_gives_its_outputs(self):
        gate = f"{self.home.folder}/gate"
        self.home.write("inner.json", {
            "dagId": "inner", "parameters": {"n": port("INTEGER")}, "outputs": {"twice": "d.value"},
            "nodes": [shell("d", f'while ! test -e "{gate}"; do sleep 0.05; done\n'
                                 'echo "{\\"value\\": ${params.n * 2}}" > "$ORRERY_OUTPUTS"',
                            task={"outputSchema": {"value": port("INTEGER")}})]})
        run = self.begin({"dagId": "outer", "nodes": [
            {"nodeId": "s", "taskDefinition": {
                "runtime": "SUBDAG", "subDag": {"file": "inner.json"},
                "inputSchema": {"n": {"type": "INTEGER", "default": 4}},
                "outputSchema": {"twice": port("INTEGER")}}},
            shell("b", "echo ${inputs.n}", task={"inputSchema": {"n": port("INTEGER")}})],
            "edges": [{"from": "s", "to": "b", "dataMapping": {"twice": "n"}}]})
        self.wait_for(run, "s", "running")
        self.home.write("inner.json", "broken")  # the run keeps what it found
        self.kill_engine()
        with open(gate, "w", encoding="utf-8"):
            pass
        self.home.call("runs", "resume", check=DONE)
        self.wait_for_run(run, "succeeded")
        self.assertEqual(self.home.call("runs", "log", run, "b").stdout, "8\n")
        inner = [other for other in self.home.runs() if other["run"] != run]
        self.assertEqual([(other["state"], other["trigger"]) for other in inner], [("succeeded", "subdag")])

    def test_a_sub_dag_is_cancelled_with_its_run(self):
        self.home.write("inner.json", {"dagId": "inner", "nodes": [shell("d", "sleep 600")]})
        run = self.begin({"dagId": "outer", "nodes": [
            {"nodeId": "s", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "inner.json"}}}]})
        self.wait_for(run, "s", "running")
        self.home.call("runs", "cancel", run, check=DONE)
        wait_until(lambda: {other["state"] for other in self.home.runs()} == {"cancelled"}, PATIENCE, "both cancelled")

    def test_a_sub_dag_is_held_stepped_and_released_with_its_run(self):
        gate = f"{self.home.folder}/gate"
        self.home.write("innermost.json", {"dagId": "innermost", "nodes": [
            shell("first", f'while ! test -e "{gate}"; do sleep 0.05; done'), shell("second", "true"),
            shell("third", "true")],
            "edges": [{"from": "first", "to": "second"}, {"from": "second", "to": "third"}]})
        self.home.write("inner.json", {"dagId": "inner", "nodes": [
            {"nodeId": "s", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "innermost.json"}}}]})
        run = self.begin({"dagId": "outer", "nodes": [
            {"nodeId": "s", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "inner.json"}}}]})
        innermost = f"{run}.0.1.0.1"
        wait_until(lambda: innermost in {other["run"] for other in self.home.runs()}, PATIENCE, "the innermost run")
        self.wait_for(innermost, "first", "running")
        self.home.call("runs", "hold", run, check=DONE)
        self.assertEqual({other["state"] for other in self.home.runs()}, {"paused"})
        with open(gate, "w", encoding="utf-8"):
            pass
        self.wait_for(innermost, "second", "held")
        self.assertIn(f"held by run {run}.0.1", self.task(innermost, "second")["reason"])
        self.home.call("runs", "release", run, "--step", check=DONE)
        self.wait_for(innermost, "third", "held")
        self.assertEqual(self.task(innermost, "second")["state"], "succeeded")
        self.home.call("runs", "release", run, check=DONE)
        self.wait_for_run(run, "succeeded")

    def test_what_is_wrong_with_a_sub_dag_is_told_before_anything_runs(self):
        self.home.write("loop.json", {"dagId": "loop", "nodes": [
            {"nodeId": "s", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "loop.json"}}}]})
        self.assertIn("contains itself", self.home.call(
            "run", f"{self.home.folder}/loop.json", check=BAD_INPUT).stderr)
        told = self.home.call("dag", "validate", f"{self.home.folder}/loop.json", check=BAD_INPUT).stderr
        self.assertRegex(told, r"loop.json:\d+:\d+: error: a DAG contains itself: /.*loop.json -> /.*loop.json ")
        for name, inner in (("first", "second"), ("second", "first"), ("outside", "first")):
            self.home.write(f"{name}.json", {"dagId": name, "nodes": [
                {"nodeId": "plain"}, {"nodeId": "s", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": f"{inner}.json"}}}]})
        told = self.home.call("dag", "validate", f"{self.home.folder}/outside.json", check=BAD_INPUT).stderr
        self.assertRegex(told, r"itself: /.*outside.json -> /.*first.json -> /.*second.json -> /.*first.json ")
        self.home.write("inner.json", {"dagId": "inner", "parameters": {"n": port("INTEGER")}, "nodes": []})
        outer = self.home.write("outer.json", {"dagId": "outer", "nodes": [
            {"nodeId": "s", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "inner.json"},
                                               "outputSchema": {"total": port("INTEGER")}}}]})
        told = self.home.call("run", outer, check=BAD_INPUT).stderr
        self.assertIn("the parameter n of inner.json is required", told)
        self.assertIn("there is no output total of inner.json", told)
        self.assertEqual(self.home.runs(), [])


class Shapes(DriveTest):
    def test_lines_of_a_file_become_named_items(self):
        run = self.begin({"dagId": "lines", "nodes": [
            shell("list", "printf 'north\\nsouth\\n' > $ORRERY_RUN_DIR/regions.txt"),
            shell("each", "echo ${item} of ${map.count}",
                  executionConfig={"mapOverFile": "${run.dir}/regions.txt", "itemName": "${item}"})],
            "edges": [{"from": "list", "to": "each"}]})
        self.wait_for_run(run, "succeeded")
        self.assertEqual(self.home.call("runs", "log", run, "each[south]").stdout, "south of 2\n")

    def test_items_do_not_each_keep_the_list_that_they_come_from(self):
        numbers = "import json, os; json.dump({'xs': list(range(500)), 'y': 7}, open(os.environ['ORRERY_OUTPUTS'], 'w'))"
        items = {"xs": port("ARRAY<INTEGER>"), "y": port("INTEGER")}
        run = self.begin({"dagId": "wide", "nodes": [
            {"nodeId": "list", "taskDefinition": {"runtime": "PYTHON_3", "script": numbers, "outputSchema": items}},
            {"nodeId": "each", "taskDefinition": {"runtime": "NONE", "inputSchema": items},
             "executionConfig": {"mapOver": "inputs.xs"}},
            {"nodeId": "read", "taskDefinition": {"runtime": "NONE", "inputSchema": items},
             "executionConfig": {"mapOver": "inputs.xs"}},
            {"nodeId": "end", "taskDefinition": {"runtime": "NONE", "inputSchema": {"all": port("ANY")}}}],
            "edges": [{"from": "list", "to": "each", "dataMapping": {"xs": "xs", "y": "y"}},
                      {"from": "list", "to": "read", "dataMapping": {"xs": "xs", "y": "y"}},
                      {"from": "read", "to": "end", "dataMapping": {"xs": "all"}}]})
        self.wait_for_run(run, "succeeded")
        self.assertEqual(self.task(run, "each[3]")["outputs"], {"y": 7})
        self.assertEqual(self.task(run, "read[3]")["outputs"], {"xs": list(range(500)), "y": 7})

    def test_a_teardown_runs_in_a_cancelled_run(self):
        run = self.begin({"dagId": "cleanup", "nodes": [
            shell("setup", "true"), shell("work", "sleep 600"),
            shell("clean", "echo cleaned", executionConfig={"teardownOf": "setup"})],
            "edges": [{"from": "setup", "to": "work"}, {"from": "setup", "to": "clean"},
                      {"from": "work", "to": "clean"}]})
        self.wait_for(run, "work", "running")
        self.home.call("runs", "cancel", run, check=DONE)
        self.wait_for_run(run, "cancelled")
        self.assertEqual(self.home.call("runs", "log", run, "clean").stdout, "cleaned\n")

    def test_a_retry_grows_what_was_lacking(self):
        run = self.begin({"dagId": "grow", "nodes": [
            shell("slow", "sleep 0.6", executionConfig={
                "timeout": "PT0.4S", "retryPolicy": {"maxRetries": 3, "timeoutGrowth": 3, "on": ["timeout"]}})]})
        self.wait_for_run(run, "succeeded")
        self.assertEqual(self.task(run, "slow")["attempts"], 2)


class Parts(DriveTest):
    """Runs of parts of a DAG: what does not run is kept from an earlier run."""

    def setUp(self):
        super().setUp()
        self.file = self.home.write("parts.json", {
            "dagId": "parts", "parameters": {"n": {"type": "INTEGER", "default": 1}}, "nodes": [
                shell("make", 'echo "made by $ORRERY_RUN" > $ORRERY_RUN_DIR/made.txt\n'
                              'echo "{\\"file\\": \\"$ORRERY_RUN_DIR/made.txt\\"}" > $ORRERY_OUTPUTS',
                      task={"outputSchema": {"file": port("STRING")}}),
                shell("use", "cat ${inputs.file}; echo more >> ${inputs.file}; test ${params.n} -gt 1",
                      task={"inputSchema": {"file": port("STRING")}}),
                shell("tell", "echo told")],
            "edges": [{"from": "make", "to": "use", "dataMapping": {"file": "file"}}, {"from": "use", "to": "tell"}]})

    def run_parts(self, *words, check=DONE):
        return self.home.json("run", self.file, "--isolation", "process", *words, check=check)

    def states(self, run):
        return {task["id"]: task["state"] for task in self.home.show(run)["tasks"]}

    def test_what_failed_runs_again_with_other_parameters_and_the_old_run_stays(self):
        first = self.run_parts(check=FAILED)["run"]
        before = self.home.show(first)
        again = self.run_parts("--from-failure", first, "-p", "n=2")["run"]
        self.assertEqual(self.states(again), {"make": "succeeded", "use": "succeeded", "tell": "succeeded"})
        self.assertEqual(self.home.call("runs", "log", again, "use").stdout, f"made by {first}\nmore\n")
        self.assertEqual(self.home.show(first), before)
        with open(f"{self.home.path}/runs/{first}/made.txt", encoding="utf-8") as file:
            self.assertEqual(file.read(), f"made by {first}\nmore\n")  # what the first run did itself
        self.assertIn("nothing to run again", self.home.call(
            "run", self.file, "--from-failure", again, check=FAILED).stderr)

    def test_from_until_and_select_narrow_what_runs(self):
        self.run_parts(check=FAILED)
        self.assertEqual(self.states(self.run_parts("--until", "make")["run"]),
                         {"make": "succeeded", "use": "skipped", "tell": "skipped"})
        self.assertEqual(self.states(self.run_parts("--from", "use", "-p", "n=2")["run"])["tell"], "succeeded")
        self.assertEqual(self.states(self.run_parts("--select", "sinks")["run"])["tell"], "succeeded")
        plan = self.run_parts("--from", "use", "--explain")
        self.assertEqual([(node["id"], node["part"]) for node in plan],
                         [("make", "keep"), ("use", "run"), ("tell", "run")])

    def test_what_cannot_be_is_told_before_anything_runs(self):
        self.assertIn("use needs the output file of make", self.home.call(
            "run", self.file, "--only", "use", check=BAD_INPUT).stderr)
        self.assertIn('did you mean "use"', self.home.call("run", self.file, "--only", "usse", check=BAD_INPUT).stderr)
        self.assertIn("nothing is selected", self.home.call(
            "run", self.file, "--only", "use", "--until", "make", check=BAD_INPUT).stderr)
        self.assertEqual(self.home.runs(), [])


if __name__ == "__main__":
    unittest.main()
