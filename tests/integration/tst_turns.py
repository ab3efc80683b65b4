#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs and tasks among each other, with the real programs: queues, limits, mutexes and priorities, over
restarts and kills of the engine; a hundred DAGs at once."""

import os
import signal
import unittest

from homes import BAD_INPUT, DONE, FAILED, HomeTest, wait_until

PATIENCE = 60  # seconds


def shell(name, script, **execution):
    return {"nodeId": name, "taskDefinition": {"runtime": "SHELL", "script": script}, "executionConfig": execution}


class Turns(HomeTest):
    def begin(self, dag, *words):
        """Starts a DAG and leaves it running; returns the run's id."""
        file = self.home.write(f"{dag['dagId']}.json", dag)
        return self.home.json("run", file, "--isolation", "process", "--detach", *words)["run"]

    def gate(self, name):
        """A file, and the script that waits for it."""
        path = os.path.join(self.home.folder, name)
        return path, f"while [ ! -e '{path}' ]; do sleep 0.05; done"

    def open(self, path):
        with open(path, "w", encoding="ascii"):
            pass

    def log(self):
        path = os.path.join(self.home.folder, "log")
        return (path, f"echo \"$ORRERY_RUN $1\" >> '{path}'")

    def lines(self, name="log"):
        try:
            with open(os.path.join(self.home.folder, name), encoding="ascii") as file:
                return file.read().split("\n")[:-1]
        except OSError:
            return []

    def queue(self, name):
        return {queue["name"]: queue for queue in self.home.json("queue", "list")}[name]

    def wait_for(self, run, state):
        wait_until(lambda: self.home.show(run)["state"] == state, PATIENCE, f"{run} {state}")

    def wait_for_reason(self, run, reason):
        wait_until(lambda: self.home.show(run)["waits"].startswith(reason), PATIENCE, f"{run}: {reason}")

    def kill_engine(self):
        """The engine, and one that takes over from a command that has just ended."""
        wait_until(lambda: self.home.owner() is not None, PATIENCE, "an engine")

        def gone():
            owner = self.home.owner()
            if owner is not None:
                os.kill(owner, signal.SIGKILL)
            return owner is None
        wait_until(gone, PATIENCE, "engine gone")

    def append(self, word):
        return f"echo {word} >> '{self.home.folder}/log'"


class Queues(Turns):
    def test_a_queue_lets_one_run_go_at_a_time_by_priority_also_after_a_kill(self):
        gate, waits = self.gate("gate")
        runs = [self.begin({"dagId": f"d{n}", "queue": "nightly", "nodes": [
            shell("a", f"{self.append(f'b{n}')}; {waits}; {self.append(f'e{n}')}")]}, "--priority", str(priority))
            for n, priority in enumerate((0, 0, 7, -3, 7))]
        self.wait_for(runs[0], "running")
        wait_until(lambda: self.lines() == ["b0"], PATIENCE, "the first one runs")
        for run in runs[1:]:
            self.assertEqual(self.home.show(run)["state"], "pending")
            self.wait_for_reason(run, f"waits for nightly: its slot is held by run {runs[0]}")
        queue = self.queue("nightly")
        self.assertEqual([user["run"] for user in queue["holders"]], runs[:1])
        self.assertEqual([user["run"] for user in queue["waiting"]], [runs[2], runs[4], runs[1], runs[3]])

        self.home.call("runs", "priority", runs[3], "9", check=DONE)
        self.kill_engine()
        resumed = self.home.start("runs", "resume")
        wait_until(lambda: self.home.owner() is not None, PATIENCE, "the next engine")
        self.assertEqual([user["run"] for user in self.queue("nightly")["waiting"]],
                         [runs[3], runs[2], runs[4], runs[1]])
        self.open(gate)
        self.assertEqual(resumed.wait(PATIENCE), DONE)
        self.assertEqual(self.lines(), [f"{what}{n}" for n in (0, 3, 2, 4, 1) for what in "be"])

    def test_slots_holding_releasing_and_forgetting(self):
        gate, waits = self.gate("gate")
        self.home.call("queue", "set", "q", "--slots", "2", "--priority", "4", check=DONE)
        self.home.call("queue", "hold", "q", check=DONE)
        runs = [self.begin({"dagId": f"d{n}", "queue": "q", "nodes": [shell("a", waits)]}) for n in range(3)]
        for run in runs:
            self.wait_for_reason(run, "waits for q: it is held")
        self.kill_engine()  # what was said of the name outlives it
        self.assertTrue(self.queue("q")["held"])
        resumed = self.home.start("runs", "resume")
        wait_until(lambda: self.home.owner() is not None, PATIENCE, "the next engine")
        self.home.call("queue", "release", "q", check=DONE)
        self.wait_for(runs[1], "running")
        self.assertEqual(self.home.show(runs[2])["state"], "pending")
        self.assertEqual(self.queue("q")["waiting"][0]["priority"], 4)
        self.home.call("runs", "hold", runs[2], check=DONE)
        self.assertEqual(self.home.show(runs[2])["waits"], "held")
        self.assertEqual(self.queue("q")["waiting"], [])
        self.home.call("runs", "release", runs[2], check=DONE)
        self.home.call("runs", "cancel", runs[2], check=DONE)
        self.assertEqual(self.home.show(runs[2])["state"], "cancelled")
        self.open(gate)
        self.assertEqual(resumed.wait(PATIENCE), FAILED)
        self.home.call("queue", "forget", "q", check=DONE)
        self.assertEqual(self.home.json("queue", "list"), [])
        self.home.call("queue", "forget", "q", check=BAD_INPUT)

    def test_what_can_never_be_is_refused(self):
        self.home.call("queue", "set", "licence", "--slots", "2", check=DONE)
        file = self.home.write("never.json", {"dagId": "never", "limits": {"licence": 3}, "nodes": [shell("a", "true")]})
        refused = self.home.call("run", file, check=FAILED)
        self.assertIn("needs 3 slots of licence, which has 2", refused.stderr)
        file = self.home.write("empty.json", {"dagId": "empty", "mutex": ["${params.x}"], "nodes": [shell("a", "true")],
                                              "parameters": {"x": {"type": "STRING", "default": ""}}})
        refused = self.home.call("run", file, check=BAD_INPUT)
        self.assertIn("the name is empty for these parameters", refused.stderr)
        for words, says in ((("q", "--slots", "0"), "from 1"), (("q",), "--slots N"), (("q", "--priority", "x"), "-1000")):
            self.assertIn(says, self.home.call("queue", "set", *words, check=BAD_INPUT).stderr)

    def test_runs_of_one_dag_at_a_time(self):
        gate, waits = self.gate("gate")
        dag = {"dagId": "one", "maxActiveRuns": 2, "nodes": [shell("a", waits)]}
        runs = [self.begin(dag) for _ in range(3)]
        self.wait_for(runs[1], "running")
        self.wait_for_reason(runs[2], "waits for runs of one: needs 1 of 2 slots, 2 are held by")
        self.open(gate)
        self.wait_for(runs[2], "succeeded")


class Mutexes(Turns):
    def test_tasks_of_many_runs_never_overlap_through_kills(self):
        runs = [self.begin({"dagId": f"m{n}", "parameters": {"table": {"type": "STRING", "default": "t"}}, "nodes": [
            shell(f"x{k}", f"{self.append('begin')}; sleep 0.03; {self.append('end')}", mutex=["table-${params.table}"])
            for k in range(4)]}) for n in range(6)]
        for _ in range(3):
            before = len(self.lines())
            wait_until(lambda: len(self.lines()) > before + 3, PATIENCE, "tasks go on")  # pylint: disable=W0640
            self.kill_engine()
            self.home.start("runs", "resume")
        for run in runs:
            self.wait_for(run, "succeeded")
        self.assertEqual(self.lines(), ["begin", "end"] * 24)

    def test_one_that_needs_all_slots_is_not_passed(self):
        self.home.call("queue", "set", "db", "--slots", "2", check=DONE)
        gate, waits = self.gate("gate")
        reader = self.begin({"dagId": "reader", "limits": {"db": 1}, "nodes": [shell("a", waits)]})
        self.wait_for(reader, "running")
        writer = self.begin({"dagId": "writer", "mutex": ["db"], "nodes": [shell("a", self.append("writer"))]})
        late = self.begin({"dagId": "late", "limits": {"db": 1}, "nodes": [shell("a", self.append("late"))]})
        free = self.begin({"dagId": "free", "nodes": [shell("a", self.append("free"))]})
        self.wait_for(free, "succeeded")
        self.wait_for_reason(writer, f"waits for db: needs all of 2 slots, 1 is held by run {reader}")
        self.assertEqual(self.home.show(late)["state"], "pending")
        self.open(gate)
        self.wait_for(late, "succeeded")
        self.assertEqual(self.lines(), ["free", "writer", "late"])

    def test_a_sub_dag_needs_no_second_slot_of_what_its_run_holds(self):
        self.home.write("inner.json", {"dagId": "inner", "mutex": ["db"], "nodes": [
            shell("a", self.append("inner"), limits={"db": 1})]})
        outer = self.begin({"dagId": "outer", "mutex": ["db"], "nodes": [
            {"nodeId": "sub", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "inner.json"}}}]})
        self.wait_for(outer, "succeeded")
        self.assertEqual(self.lines(), ["inner"])


class Order(Turns):
    def whole(self):
        """All cores of this host: one task at a time."""
        return {"cpuCores": os.cpu_count()}

    def test_a_mapped_sub_dag_is_seen_through_item_by_item(self):
        nodes = [{**shell(name, f"echo {name}$N >> '{self.home.folder}/log'; sleep 0.1"),
                  "resourceRequirements": self.whole()} for name in "ab"]
        for node in nodes:
            node["taskDefinition"]["environment"] = {"N": "${params.n}"}
        self.home.write("inner.json", {"dagId": "inner", "parameters": {"n": {"type": "INTEGER"}}, "nodes": nodes,
                                       "edges": [{"from": "a", "to": "b"}]})
        run = self.begin({"dagId": "outer", "nodes": [
            {"nodeId": "sub", "executionConfig": {"mapOver": "range(3)", "parallelism": 0}, "taskDefinition": {
                "runtime": "SUBDAG", "subDag": {"file": "inner.json", "parameters": {"n": "${item}"}}}}]})
        self.wait_for(run, "succeeded")
        lines = self.lines()
        self.assertEqual(sorted(lines), ["a0", "a1", "a2", "b0", "b1", "b2"])
        self.assertEqual(lines, ["a0", "b0", "a1", "b1", "a2", "b2"])

    def test_a_run_of_higher_priority_passes_what_stands_ready(self):
        gate, waits = self.gate("gate")
        blocker = self.begin({"dagId": "blocker", "nodes": [
            {**shell("a", waits), "resourceRequirements": self.whole()}]})
        self.wait_for(blocker, "running")
        low = self.begin({"dagId": "low", "nodes": [
            {**shell(f"l{n}", self.append("low")), "resourceRequirements": self.whole()} for n in range(6)]})
        wait_until(lambda: self.home.show(low)["tasks"][0]["state"] == "queued", PATIENCE, "they stand ready")
        high = self.begin({"dagId": "high", "priority": 5, "nodes": [
            {**shell("h", self.append("high")), "resourceRequirements": self.whole()}]})
        wait_until(lambda: self.home.show(high)["tasks"][0]["state"] == "queued", PATIENCE, "it stands ready")
        self.open(gate)
        self.wait_for(low, "succeeded")
        self.assertEqual(self.lines(), ["high"] + ["low"] * 6)


class Many(Turns):
    def test_120_dags_at_once(self):
        """Different DAGs with a queue, mutexes and priorities among them: all end, none waits for ever."""
        runs = []
        for n in range(120):
            dag = {"dagId": f"many{n}", "priority": n % 5, "nodes": [
                shell("a", self.append(f"a{n}")), shell("b", self.append(f"b{n}")),
                {"nodeId": "c", "taskDefinition": {"runtime": "NONE"}}],
                "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}]}
            if n % 4 == 0:
                dag["queue"] = "narrow"
            if n % 3 == 0:
                dag["nodes"][1]["executionConfig"] = {"mutex": ["m"]}
            runs.append(self.begin(dag))
        wait_until(lambda: all(run["state"] == "succeeded" for run in self.home.json("runs", "list")), 2 * PATIENCE,
                   "all 120 end")
        self.assertEqual(sorted(self.lines()), sorted([f"a{n}" for n in range(120)] + [f"b{n}" for n in range(120)]))


if __name__ == "__main__":
    unittest.main(verbosity=2)
