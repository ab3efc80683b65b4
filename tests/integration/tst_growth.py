#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that grow, with the real programs: what tasks and people add, what cannot be added, and that
kills of the engine and of the runner around a growth lose nothing and repeat nothing.

ORRERY_KILLS: how many kills of the engine (25)."""

import collections
import json
import os
import random
import signal
import time
import unittest

from homes import BAD_INPUT, DONE, FAILED, FINAL, SOURCE, HomeTest, appending_script, lines, seed, wait_until

KILLS = int(os.environ.get("ORRERY_KILLS", "25"))
GROWERS, EACH = 8, 4


def shell(script, *command, **more):
    return {"taskDefinition": {"runtime": "SHELL", "script": script, "command": list(command)},
            "resourceRequirements": {"cpuCores": 0.25}, **more}


def growing_dag(chance, log):
    """Tasks that each add some, half of which add one more, in front of one that waits for all."""
    note = appending_script(log).replace('[ "$1" = 0 ] || exec sleep "$1"', 'sleep "$1"')
    def length():
        return str(round(chance.uniform(0.0, 0.2), 3))
    nodes, edges = [{"nodeId": "sum", **shell(note, "0")}], []
    for g in range(GROWERS):
        fragment = {"nodes": [], "edges": []}
        for i in range(EACH):
            node, script = f"g{g}-{i}", note
            if i % 2:
                more = {"nodes": [{"nodeId": f"{node}-more", **shell(note, length())}],
                        "edges": [{"from": node, "to": f"{node}-more"}, {"from": f"{node}-more", "to": "sum"}]}
                script += f"\ncat > $ORRERY_GROW <<'END'\n{json.dumps(more)}\nEND\n"
            fragment["nodes"].append({"nodeId": node, **shell(script, length())})
            fragment["edges"] += [{"from": f"g{g}", "to": node}, {"from": node, "to": "sum"}]
        script = f"{note}\ncat > $ORRERY_GROW <<'END'\n{json.dumps(fragment)}\nEND\n"
        nodes.append({"nodeId": f"g{g}", **shell(script.replace("${", "$${"), length())})
        edges.append({"from": f"g{g}", "to": "sum"})
    return {"dagId": "growing", "nodes": nodes, "edges": edges}


TASKS = 1 + GROWERS * (1 + EACH + EACH // 2)


class Growth(HomeTest):
    def grow_once(self, text, **more):
        """A run of one task that writes `text`, beside one that it must not disturb."""
        dag = self.home.write("once.json", {"dagId": "once", "nodes": [
            {"nodeId": "first", **shell("true")},
            {"nodeId": "scan", **shell(f"cat > $ORRERY_GROW <<'END'\n{text}\nEND\n"), **more},
            {"nodeId": "other", **shell("true")}, {"nodeId": "behind", **shell("true")}],
            "edges": [{"from": "first", "to": "scan"}, {"from": "scan", "to": "behind"}]})
        done = self.home.call("run", dag, "--isolation", "process", "--json")
        shown = json.loads(done.stdout)
        return done.returncode, {task["id"]: task for task in shown["tasks"]}, shown

    def test_the_example_grows(self):
        shown = self.home.json("run", f"{SOURCE}/resources/examples/growing")
        tasks = {task["id"]: task for task in shown["tasks"]}
        self.assertEqual(list(tasks), ["scan", "report", "count-a", "count-b", "count-c"])
        self.assertEqual(tasks["report"]["outputs"], {"words": 13})
        self.assertEqual([(g["task"], g["nodes"], g["edges"]) for g in shown["growths"]],
                         [("scan", ["count-a", "count-b", "count-c"], 6)])
        self.assertIn("grown by    scan: 3 nodes and 6 edges", self.home.call("runs", "show", "last").stdout)
        self.assertEqual(sum(self.home.runs()[0]["counts"].values()), 5)

    def test_what_cannot_be_added_fails_its_task_alone_and_says_where(self):
        node = {"nodeId": "a"}
        rows = [('{"nodes": [', "grow.json:2:1:"),
                ("7", "grow.yaml:1:1:"),
                ({"nodes": [{"nodeId": "first"}]}, 'grow.json:1:23: error: the nodeId "first" is taken'),
                ({"nodes": [node, node]}, "grow.json:1:40:"),
                ({"nodes": [node], "edges": [{"from": "nobody", "to": "a"}]}, 'there is no node "nobody"'),
                ({"nodes": [node], "edges": [{"from": "a", "to": "first"}]}, "not pending any more but succeeded"),
                ({"nodes": [node], "edges": [{"from": "a", "to": "scan"}]}, '"scan" is not pending any more'),
                ({"nodes": [node], "edges": [{"from": "behind", "to": "a"}, {"from": "a", "to": "behind"}]}, "cycle"),
                ({"nodes": [node], "edges": [{"from": "scan", "to": "behind"}]}, "joins two nodes"),
                ({"nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "EXEC"}}]}, "runtime EXEC needs command"),
                ({"nodes": [{"nodeId": "a", "component": "no-such-thing"}]}, "there is no component"),
                ({"nodes": [{"nodeId": "a", "resourceRequirements": {"cpuCores": 4096}}]}, "4096 cores"),
                ({"nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "SUBDAG", "subDag": {"file": "no.yaml"}}}]}, "no.yaml"),
                ({"nodes": [node], "edges": [{"from": "scan", "to": "a", "dataMapping": {"n": "n"}}]}, "error"),
                ("nodes:\n- nodeId: a\n  colour: red", "grow.yaml:3:3:"),
                ("#" * 300000, "at most 262144")]
        for text, told in rows:
            with self.subTest(told):
                text = text if isinstance(text, str) else json.dumps(text)
                if len(text) > 100000:
                    text = "END\nhead -c 300000 /dev/zero > $ORRERY_GROW\ncat <<'END'"
                code, tasks, shown = self.grow_once(text)
                self.assertEqual(code, FAILED)
                self.assertEqual({name: task["state"] for name, task in tasks.items()},
                                 {"first": "succeeded", "scan": "failed", "other": "succeeded", "behind": "skipped"})
                self.assertIn("cannot be added", tasks["scan"]["reason"])
                self.assertIn(told, tasks["scan"]["reason"])
                self.assertEqual(shown["growths"], [])

    def test_a_bad_growth_is_retried_as_any_failure(self):
        code, tasks, _ = self.grow_once("7", executionConfig={"retryPolicy": {"maxRetries": 2, "on": ["output"]}})
        self.assertEqual((code, tasks["scan"]["attempts"]), (FAILED, 3))

    def test_a_run_is_grown_from_outside(self):
        gate = f"{self.home.folder}/gate"
        dag = self.home.write("gate.json", {"dagId": "gate", "nodes": [
            {"nodeId": "wait", **shell(f'while [ ! -e "{gate}" ]; do sleep 0.05; done')},
            {"nodeId": "end", **shell("true")}], "edges": [{"from": "wait", "to": "end"}]})
        run = self.home.start("run", dag, "--isolation", "process", "--json")
        wait_until(lambda: any(t["state"] == "running" for r in self.home.runs() for t in self.home.show(r["run"])["tasks"]),
                   20, "the first task runs")
        more = self.home.write("more.yaml", "nodes:\n- nodeId: extra\n  taskDefinition: {runtime: SHELL, script: echo hi}\n"
                                            "edges:\n- {from: extra, to: end}\n")
        self.assertIn("1 node and 1 edge", self.home.call("runs", "grow", "last", more, check=DONE).stdout)
        again = self.home.call("runs", "grow", "last", more, check=BAD_INPUT).stderr
        self.assertIn(f'{more}:2:11: error: the nodeId "extra" is taken', again)
        open(gate, "w", encoding="ascii").close()
        shown = json.loads(run.communicate(timeout=60)[0])
        self.assertEqual({task["id"]: task["state"] for task in shown["tasks"]},
                         {"wait": "succeeded", "end": "succeeded", "extra": "succeeded"})
        self.assertTrue(shown["growths"][0]["by"])
        self.home.call("runs", "grow", "last", more, check=FAILED)

    def test_replay_shows_the_graph_of_each_instant(self):
        _, tasks, shown = self.grow_once(json.dumps({"nodes": [{"nodeId": "a", **shell("true")}]}))
        self.assertIn("a", tasks)
        def at(share):
            return [task["id"] for task in self.home.json("runs", "replay", "last", "--at", share)["tasks"]]
        self.assertNotIn("a", at("0%"))
        self.assertIn("a", at("100%"))

    def test_from_failure_lets_the_new_run_grow_again(self):
        flag = f"{self.home.folder}/flag"
        fragment = json.dumps({"nodes": [{"nodeId": "a", **shell(f'test -e "{flag}"')}],
                               "edges": [{"from": "scan", "to": "a"}, {"from": "a", "to": "behind"}]})
        code, tasks, shown = self.grow_once(fragment)
        self.assertEqual((code, tasks["a"]["state"]), (FAILED, "failed"))
        open(flag, "w", encoding="ascii").close()
        again = self.home.json("run", shown["file"], "--from-failure", shown["run"], "--isolation", "process")
        states = {task["id"]: (task["state"], task["attempts"]) for task in again["tasks"]}
        self.assertEqual(states["first"], ("succeeded", 0))  # kept
        self.assertEqual((states["scan"], states["a"], states["behind"]), (("succeeded", 1),) * 3)

    def check_end(self, log):
        started = collections.Counter((run, node) for run, node, _ in lines(log))
        for run in self.home.runs():
            shown = self.home.show(run["run"])
            self.assertEqual(shown["state"], "succeeded", json.dumps(shown)[:2000])
            self.assertEqual(len(shown["tasks"]), TASKS, "nodes were lost")
            self.assertEqual(len(shown["growths"]), GROWERS * (1 + EACH // 2))
            for task in shown["tasks"]:
                started.pop((run["run"], task["id"]), None)
        self.assertEqual(started, {}, "tasks ran that belong to no run")
        self.assertEqual(lines(f"{log}.overlap"), [])
        self.home.check_database()

    def test_kills_of_the_engine_lose_no_growth_and_repeat_none(self):
        chance = random.Random(seed())
        log = f"{self.home.folder}/log"
        dag = self.home.write("dag.json", growing_dag(chance, log))
        for _ in range(KILLS):
            unfinished = any(run["state"] not in FINAL for run in self.home.runs())
            words = ("runs", "resume") if unfinished else ("run", dag, "--isolation", "process")
            process = self.home.start(*words, "--json")
            time.sleep(chance.uniform(0.0, 0.7))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        resumed = self.home.call("runs", "resume", "--json", seconds=180)
        self.assertEqual(resumed.returncode, DONE, resumed.stderr)
        counted = collections.Counter((run, node) for run, node, _ in lines(log))
        self.assertEqual([where for where, count in counted.items() if count != 1], [], "did not run exactly once")
        self.check_end(log)

    def test_a_killed_runner_loses_attempts_but_no_growth(self):
        chance = random.Random(seed())
        log = f"{self.home.folder}/log"
        dag = self.home.write("dag.json", growing_dag(chance, log))
        run = self.home.start("run", dag, "--isolation", "process", "--json")
        for _ in range(3):
            before = len(lines(log))
            wait_until(lambda: len(lines(log)) > before + 3 or run.poll() is not None, 30, "tasks go on")
            runner = self.home.runner()
            if runner and run.poll() is None:
                os.kill(runner, signal.SIGKILL)
        run.communicate(timeout=120)
        self.assertEqual(run.returncode, DONE)
        self.check_end(log)


class Events(HomeTest):
    def test_files_that_arrive_grow_a_run_through_a_kill(self):
        """As the documentation shows it: a WAIT, and behind it a task that takes what came and adds the next WAIT."""
        folder, inbox = self.home.folder, os.path.join(self.home.folder, "in")
        for name in ("in", "taken"):
            os.mkdir(os.path.join(folder, name))
        self.home.write("take.py", TAKE)
        dag = self.home.write("events.json", {"dagId": "events", "nodes": [
            {"nodeId": "wait-0", "taskDefinition": {"runtime": "WAIT", "wait": {"file": "in/*", "every": "PT0.1S"}}},
            {"nodeId": "take-0", "taskDefinition": {"runtime": "PYTHON_3", "scriptFile": "take.py", "command": ["0"]}}],
            "edges": [{"from": "wait-0", "to": "take-0"}]})
        run = self.home.json("run", dag, "--isolation", "process", "--detach")["run"]
        state = lambda: {task["id"]: task["state"] for task in self.home.show(run)["tasks"]}  # noqa: E731
        for number, name in enumerate(("a", "b", "stop")):
            wait_until(lambda: state().get(f"wait-{number}") == "waiting", 30, f"wait-{number} waits")  # pylint: disable=W0640
            if number == 1:
                os.kill(self.home.owner(), signal.SIGKILL)
                wait_until(lambda: self.home.owner() is None, 30, "engine gone")
                self.home.start("runs", "resume", run)
            os.rename(self.home.write(f"{name}.part", "x"), os.path.join(inbox, name))
        wait_until(lambda: self.home.show(run)["state"] in FINAL, 30, "it ends")
        shown = self.home.show(run)
        self.assertEqual(shown["state"], "succeeded", shown["cause"])
        self.assertEqual([task["id"] for task in shown["tasks"]],
                         ["wait-0", "take-0", "work-a", "wait-1", "take-1", "work-b", "wait-2", "take-2", "work-stop"])
        self.assertEqual([growth["task"] for growth in shown["growths"]], ["take-0", "take-1", "take-2"])


TAKE = """import json, os, sys
n, dag = int(sys.argv[1]), os.environ["ORRERY_DAG_DIR"]
nodes, edges = [], []
for name in sorted(os.listdir(f"{dag}/in")):
    os.rename(f"{dag}/in/{name}", f"{dag}/taken/{name}")
    nodes.append({"nodeId": f"work-{name}",
                  "taskDefinition": {"runtime": "EXEC", "command": ["/bin/cat", f"{dag}/taken/{name}"]}})
    edges.append({"from": f"take-{n}", "to": f"work-{name}"})
if not os.path.exists(f"{dag}/taken/stop"):
    nodes += [{"nodeId": f"wait-{n + 1}",
               "taskDefinition": {"runtime": "WAIT", "wait": {"file": "in/*", "every": "PT0.1S"}}},
              {"nodeId": f"take-{n + 1}", "taskDefinition": {"runtime": "PYTHON_3", "scriptFile": "take.py",
                                                             "command": [str(n + 1)]}}]
    edges += [{"from": f"take-{n}", "to": f"wait-{n + 1}"}, {"from": f"wait-{n + 1}", "to": f"take-{n + 1}"}]
with open(os.environ["ORRERY_GROW"], "w", encoding="utf-8") as file:
    json.dump({"nodes": nodes, "edges": edges}, file)
"""


if __name__ == "__main__":
    unittest.main(verbosity=2)
