#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine is killed with -9 at random moments and taken up again: nothing is lost, nothing that
was recorded is repeated, every task runs exactly once, because the runner carries it through.

ORRERY_KILLS: how many kills (25). ORRERY_TASKS: tasks of the DAG (150)."""

import collections
import json
import os
import random
import signal
import time
import unittest

from homes import DONE, FINAL, HomeTest, appending_chains, appending_dag, lines, seed

KILLS = int(os.environ.get("ORRERY_KILLS", "25"))
TASKS = int(os.environ.get("ORRERY_TASKS", "150"))


class KilledEngine(HomeTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(seed())
        self.log = f"{self.home.folder}/log"
        self.dag = self.home.write("dag.json", appending_dag(self.chance, TASKS, self.log))
        self.recorded = {}      # (run, task) -> what was recorded of its end
        self.acknowledged = set()

    def note_what_is_recorded(self):
        """What `runs show` told once must stay true for ever."""
        for run in self.home.runs():
            self.acknowledged.add(run["run"])
            for task in self.home.show(run["run"])["tasks"]:
                if task["state"] in FINAL:
                    now = {key: task[key] for key in ("state", "attempts", "exit_code", "start", "end")}
                    self.assertEqual(self.recorded.setdefault((run["run"], task["id"]), now), now)

    def test_nothing_is_lost_and_nothing_repeated(self):
        self.carry_out()

    def test_the_same_of_chains_that_go_on_without_an_engine(self):
        self.dag = self.home.write("dag.json", appending_chains(self.chance, TASKS, self.log))
        self.carry_out()

    def carry_out(self):
        kills, busy_kills = 0, 0
        # Until so many kills hit an engine that had tasks begun: that is what they are for.
        while kills < KILLS or busy_kills <= KILLS // 3:
            unfinished = any(run["state"] not in FINAL for run in self.home.runs())
            words = ("runs", "resume") if unfinished else ("run", self.dag, "--isolation", "process")
            process = self.home.start(*words, "--json")
            before = len(lines(self.log))
            if self.chance.random() < 0.6:
                self.wait_for_work(process, before)
            time.sleep(self.chance.uniform(0.0, 0.4))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if process.returncode == DONE:
                continue  # it was faster than the kill
            kills += 1
            busy_kills += len(lines(self.log)) > before
            if kills % 5 == 0:
                self.note_what_is_recorded()
        resumed = self.home.call("runs", "resume", "--json", seconds=180)
        self.assertEqual(resumed.returncode, DONE, resumed.stderr)
        self.note_what_is_recorded()
        self.check_end()

    def wait_for_work(self, process, before):
        """Until a task began in this life of the engine, however slow the machine is just now."""
        limit = time.monotonic() + 60
        while len(lines(self.log)) == before and process.poll() is None:
            self.assertLess(time.monotonic(), limit, "the engine began nothing within a minute")
            time.sleep(0.005)

    def check_end(self):
        runs = self.home.runs()
        self.assertGreaterEqual({run["run"] for run in runs}, self.acknowledged, "a run was lost")
        started = collections.Counter((run, node) for run, node, _ in lines(self.log))
        for run in runs:
            shown = self.home.show(run["run"])
            self.assertEqual(shown["state"], "succeeded", json.dumps(shown)[:2000])
            self.assertEqual(len(shown["tasks"]), TASKS)
            for task in shown["tasks"]:
                where = f"{run['run']} {task['id']}"
                self.assertEqual((task["state"], task["exit_code"]), ("succeeded", 0), where)
                self.assertEqual(started.pop((run["run"], task["id"]), 0), 1, f"{where} did not run exactly once")
        self.assertEqual(started, {}, "tasks ran that belong to no run")
        self.assertEqual(lines(f"{self.log}.overlap"), [])
        self.home.check_database()
        print(f"{KILLS} kills, {len(runs)} runs, {TASKS * len(runs)} tasks, each exactly once")


if __name__ == "__main__":
    unittest.main(verbosity=2)
