#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing and deleting with the real programs: what is asked of a sealed run is as before, and an
engine that is killed with -9 at any moment of it loses nothing.

ORRERY_KILLS: how many kills (25)."""

import json
import os
import random
import signal
import sqlite3
import time
import unittest

from homes import BAD_INPUT, DONE, FAILED, HomeTest, seed

KILLS = int(os.environ.get("ORRERY_KILLS", "25"))
PLAIN = {"dagId": "plain", "nodes": [
    {"nodeId": "make", "taskDefinition": {
        "runtime": "SHELL", "script": "echo printed; echo '{\"x\": 41}' > $ORRERY_OUTPUTS; echo kept > $ORRERY_RUN_DIR/file"}},
    {"nodeId": "use", "taskDefinition": {"runtime": "NONE"}}], "edges": [{"from": "make", "to": "use"}]}


def many(tasks):
    return {"dagId": "many", "nodes": [{"nodeId": f"n{number}", "taskDefinition": {"runtime": "NONE"}} for number in range(tasks)]}


class Retention(HomeTest):
    def setUp(self):
        super().setUp()
        self.plain = self.home.write("plain.json", PLAIN)

    def run_plain(self):
        return self.home.json("run", self.plain, "--isolation", "process")["run"]

    def prune(self, *words, check=DONE):
        return self.home.json("runs", "prune", *words, check=check)

    def told(self, run):
        """All that can be asked of a run."""
        return {"show": self.home.show(run), "log": self.home.call("runs", "log", run, check=DONE).stdout,
                "replay": self.home.json("runs", "replay", run, "--at", "50%"),
                "listed": [one for one in self.home.runs() if one["run"] == run]}

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.home.path}/orrery.db?mode=ro", uri=True) as database:
            return database.execute(sql).fetchall()

    def test_a_sealed_run_answers_as_before(self):
        first, second = self.run_plain(), self.run_plain()
        before = self.told(first), self.told(second)
        report = self.prune("--seal-after", "0s")
        self.assertEqual([(run["run"], run["action"], run["problem"]) for run in report["runs"]],
                         [(first, "seal", None), (second, "seal", None)])
        self.assertEqual((self.told(first), self.told(second)), before)
        self.assertEqual(self.rows("SELECT count(*) FROM node_execution"), [(0,)])
        self.assertEqual(self.home.json("runs", "compare", first, second)["parameters"], [])
        again = self.home.json("run", self.plain, "--only", "use", "--of", first, "--isolation", "process")
        self.assertEqual(again["state"], "succeeded")
        self.assertEqual(self.prune("--seal-after", "0s")["runs"][0]["run"], again["run"], "what is sealed is sealed once")
        self.home.check_database()

    def test_the_dry_run_is_what_is_done_then(self):
        runs = [self.run_plain() for _ in range(4)]
        self.home.call("runs", "pin", runs[0], check=DONE)
        words = ("--older-than", "0s", "--results")
        planned = self.prune(*words, "--dry-run")
        self.assertTrue(planned["dry_run"])
        self.assertEqual([run["run"] for run in self.home.runs()], runs[::-1], "a dry run changes nothing")
        done = self.prune(*words)
        for report in (planned, done):
            self.assertEqual([(run["run"], run["action"]) for run in report["runs"]], [(run, "delete") for run in runs[1:]])
            self.assertEqual(report["kept"], 1)
        for plan, deed in zip(planned["runs"], done["runs"]):
            self.assertEqual(plan["result_bytes"], deed["result_bytes"])
            self.assertGreater(plan["result_bytes"], 0)
        self.assertEqual([run["run"] for run in self.home.runs()], [runs[0]])
        self.assertEqual(os.listdir(f"{self.home.path}/runs"), [runs[0]])
        self.home.call("runs", "unpin", runs[0], check=DONE)
        self.assertEqual([run["run"] for run in self.prune("--older-than", "0s")["runs"]], [runs[0]])
        self.assertEqual(os.listdir(f"{self.home.path}/runs"), [runs[0]], "results stay unless they are named")

    def test_keep_and_size(self):
        runs = [self.run_plain() for _ in range(5)]
        self.assertEqual([run["run"] for run in self.prune("--keep", "3")["runs"]], runs[:2])
        planned = self.prune("--max-size", "1", "--dry-run")
        self.assertEqual([run["run"] for run in planned["runs"]], runs[2:])

    def test_a_run_that_another_one_stands_on_stays(self):
        first = self.run_plain()
        second = self.home.json("run", self.plain, "--only", "use", "--of", first, "--isolation", "process")["run"]
        report = self.prune("--keep", "1")
        self.assertEqual((report["runs"], report["kept"]), ([], 1))
        self.prune("--older-than", "0s")
        self.assertEqual([run["run"] for run in self.home.runs()], [first], f"{second} goes first, then what it stood on")
        self.prune("--older-than", "0s")
        self.assertEqual(self.home.runs(), [])

    def cached(self):
        """A run of a DAG whose task has a cache; its tasks, too."""
        dag = self.home.write("cached.json", {"dagId": "cached", "nodes": [{"nodeId": "make", "executionConfig": {"cache": True},
            "taskDefinition": {"runtime": "SHELL", "script": "echo \"{\\\"x\\\": 41}\" > $ORRERY_OUTPUTS"}}], "edges": []})
        run = self.home.json("run", dag, "--isolation", "process")["run"]
        return run, self.home.show(run)["tasks"][0].get("cached", {}).get("run")

    def test_a_run_that_cached_results_come_from_stays(self):
        first, _ = self.cached()
        second, origin = self.cached()
        self.assertEqual(origin, first)
        words = ("--older-than", "0s", "--results", "--seal-after", "never")
        for report in (self.prune(*words, "--dry-run"), self.prune(*words)):
            self.assertEqual([run["run"] for run in report["runs"]], [second])
            self.assertEqual((report["kept"], report["staying"]), (1, [{"run": first, "why": "cached results come from it"}]))
        self.assertIn("cached results come from it (orrery cache list", self.home.call("runs", "prune", *words, "--dry-run").stdout)
        self.assertEqual(self.cached()[1], first, "its result still stands")
        self.assertEqual(self.home.show(first)["state"], "succeeded")
        self.prune(*words, "--cached")
        self.assertEqual((self.home.runs(), self.home.json("cache", "list")), ([], []))
        again, origin = self.cached()
        self.assertIsNone(origin)
        self.home.call("cache", "clear", check=DONE)
        self.assertEqual([run["run"] for run in self.prune(*words)["runs"]], [again], "a forgotten result keeps no run")

    def test_the_results_directory_stays_and_its_cached_result_does_not(self):
        """No task is ever told to come from a run that nobody can look at any more."""
        first, _ = self.cached()
        self.prune("--older-than", "0s", "--cached")
        self.assertEqual(os.listdir(f"{self.home.path}/runs"), [first])
        self.assertEqual(self.home.json("cache", "list"), [])
        self.assertIsNone(self.cached()[1])

    def sealed(self):
        return sorted(os.listdir(f"{self.home.path}/archive")) if os.path.isdir(f"{self.home.path}/archive") else []

    def test_a_command_that_runs_a_dag_keeps_to_the_policy_when_it_is_done(self):
        os.makedirs(self.home.path, mode=0o700)
        self.home.write("home/retention.json", {"sealAfter": "0s", "keep": 2})
        first = self.run_plain()
        self.assertEqual(self.sealed(), [f"{first}.orun"])
        second = self.run_plain()
        self.assertEqual(self.sealed(), [f"{first}.orun"], "the home was looked at less than ten minutes ago")
        eleven_minutes_ago = time.time() - 660
        os.utime(f"{self.home.path}/retention.looked", (eleven_minutes_ago, eleven_minutes_ago))
        third = self.run_plain()
        self.assertEqual([run["run"] for run in self.home.runs()], [third, second])
        self.assertEqual(self.sealed(), sorted([f"{second}.orun", f"{third}.orun"]))

    def test_a_sealed_run_is_retried(self):
        failing = self.home.write("failing.json", {"dagId": "failing", "nodes": [{"nodeId": "bad", "taskDefinition": {
            "runtime": "SHELL", "script": f"[ -e {self.home.folder}/good ]"}}]})
        run = self.home.json("run", failing, "--isolation", "process", check=FAILED)["run"]
        self.prune("--seal-after", "0s")
        self.home.write("good", "")
        self.home.call("runs", "retry", run, check=DONE)
        self.home.call("runs", "resume", run)
        self.assertEqual([(task["state"], task["attempts"]) for task in self.home.show(run)["tasks"]], [("succeeded", 2)])
        self.prune("--seal-after", "0s")
        self.assertEqual([(task["state"], task["attempts"]) for task in self.home.show(run)["tasks"]], [("succeeded", 2)])

    def test_bad_words_and_files_are_told(self):
        for words, says in ((("--older-than", "5x"), "90d"), (("--max-size", "much"), "5G"), (("--keep", "-1"), "--keep")):
            told = self.home.call("runs", "prune", *words, check=BAD_INPUT)
            self.assertIn(says, told.stderr)
        os.makedirs(self.home.path, exist_ok=True)
        with open(f"{self.home.path}/retention.json", "w", encoding="utf-8") as file:
            json.dump({"sealAfter": "7d", "deleteafter": "90d"}, file)
        told = self.home.call("runs", "prune", check=BAD_INPUT)
        self.assertIn(f"{self.home.path}/retention.json: deleteafter", told.stderr)
        self.assertIn("deleteAfter", told.stderr)
        told = self.home.call("run", self.plain, "--isolation", "process", check=DONE)
        self.assertIn(f"retention: {self.home.path}/retention.json: deleteafter", told.stderr, "a run goes on, and says it")

    def test_the_homes_own_file_is_the_policy(self):
        run = self.run_plain()
        with open(f"{self.home.path}/retention.json", "w", encoding="utf-8") as file:
            json.dump({"sealAfter": "0s", "deleteAfter": "never", "keep": 100, "maxSize": "5G", "results": False}, file)
        self.assertEqual([(one["run"], one["action"]) for one in self.prune()["runs"]], [(run, "seal")])

    def test_kills_at_random_moments_lose_nothing(self):
        chance = random.Random(seed())
        dag = self.home.write("many.json", many(2_000))
        runs = [self.home.json("run", dag, "--isolation", "process")["run"] for _ in range(6)]
        before = {run: self.home.show(run) for run in runs}
        killed = 0
        window = 0.25  # seconds in which a kill falls; less where pruning is over sooner
        for attempt in range(KILLS * 3):
            if killed == KILLS:
                break
            if not self.prune("--seal-after", "0s", "--dry-run")["runs"]:
                runs.append(self.home.json("run", dag, "--isolation", "process")["run"])
                before[runs[-1]] = self.home.show(runs[-1])
            process = self.home.start("runs", "prune", "--seal-after", "0s", "--json")
            time.sleep(chance.uniform(0.0, window))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode != DONE
            window *= 0.8 if process.returncode == DONE else 1
            if attempt % 5 == 0:
                self.assertEqual({run: self.home.show(run) for run in runs}, before)
        self.assertEqual(killed, KILLS, "pruning was faster than the kills")
        self.prune("--seal-after", "0s")
        self.assertEqual({run: self.home.show(run) for run in runs}, before)
        self.assertEqual(self.rows("SELECT count(*) FROM purge_range"), [(0,)])
        self.assertEqual(self.rows("SELECT count(*) FROM node_execution"), [(0,)])
        self.home.check_database()
        print(f"{killed} kills while {len(runs)} runs were sealed: every run is as it was")


if __name__ == "__main__":
    unittest.main(verbosity=2)
