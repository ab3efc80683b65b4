#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The runner is killed with -9 at random moments while the engine goes on, and then both at once: at
most the tasks that were in flight under it run again, never two attempts at once, no orphan stays.

ORRERY_KILLS: how many kills (9: a task that is lost eleven times fails). ORRERY_TASKS: tasks of the DAG (120)."""

import collections
import json
import os
import random
import signal
import time
import unittest

from homes import DONE, FINAL, HomeTest, alive, appending_chains, appending_dag, lines, processes_with, seed, wait_until

KILLS = int(os.environ.get("ORRERY_KILLS", "9"))
TASKS = int(os.environ.get("ORRERY_TASKS", "120"))


class KilledRunner(HomeTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(seed())
        self.log = f"{self.home.folder}/log"
        self.dag = self.home.write("dag.json", appending_dag(self.chance, TASKS, self.log))
        self.kills = 0
        self.slots_too = False  # the processes that hold the tasks die with the runner: nobody ends the tasks
        self.settled = set()    # attempts that were recorded before a kill
        self.in_flight = set()  # attempts that a kill may have caught
        self.may_repeat = collections.Counter()  # (run, node) -> how often a kill found it in flight

    def recorded(self):
        """Attempts whose success the engine tells: those must never run again."""
        return {(run["run"], task["id"], str(task["attempts"])) for run in self.home.runs()
                for task in self.home.show(run["run"])["tasks"] if task["state"] == "succeeded"}

    def kill_runner(self):
        """Kills the runner. What was recorded stays; what was in flight may run again."""
        self.settled |= self.recorded()
        runner, processes = self.home.runner(), self.home.programs("orrery-runner")
        if runner is None:
            return
        for pid in processes if self.slots_too else [runner]:
            os.kill(pid, signal.SIGKILL)
        self.kills += 1
        wait_until(lambda: not any(alive(pid) for pid in processes), 5, "the slots of a dead runner to leave")
        caught = set(lines(self.log)) - self.settled - self.in_flight
        self.in_flight |= caught
        for run, node, _ in caught:
            self.may_repeat[run, node] += 1

    def unfinished(self):
        return any(run["state"] not in FINAL for run in self.home.runs())

    def carry_out(self, on_kill):
        process = None
        while self.kills < KILLS:
            if process is None:
                words = ("runs", "resume") if self.unfinished() else ("run", self.dag, "--isolation", "process")
                process = self.home.start(*words, "--json")
            time.sleep(self.chance.uniform(0.05, 0.7))
            if process.poll() is None:
                self.kill_runner()
                process = on_kill(process)
            else:
                self.ended(process)
                process = None
        if process is None:
            process = self.home.start("runs", "resume", "--json")
        self.ended(process)

    def ended(self, process):
        output, messages = process.communicate(timeout=180)
        self.assertEqual(process.returncode, DONE, (output + messages).decode()[-3000:])

    def check_end(self):
        started = lines(self.log)
        self.assertEqual(len(set(started)), len(started), "one attempt was started twice")
        attempts = collections.Counter(entry[:2] for entry in started)
        last = {}
        for run, node, attempt in started:
            last[run, node] = max(int(attempt), last.get((run, node), 0))
        for run, node, attempt in self.settled:
            self.assertEqual(last[run, node], int(attempt), f"{run} {node} was recorded and ran again")
        for run in self.home.runs():
            shown = self.home.show(run["run"])
            self.assertEqual(shown["state"], "succeeded", json.dumps(shown)[:2000])
            for task in shown["tasks"]:
                key = (run["run"], task["id"])
                self.assertEqual(task["state"], "succeeded", key)
                self.assertGreaterEqual(attempts[key], 1, f"{key} never ran")
                self.assertLessEqual(attempts[key], 1 + self.may_repeat[key],
                                     f"{key} ran again though it was not in flight at a kill")
        self.assertEqual(lines(f"{self.log}.overlap"), [], "two attempts of one task lived at once")
        wait_until(lambda: not self.orphans(), 5, f"orphans: {self.orphans()}")
        self.home.check_database()
        print(f"{self.kills} kills of the runner, {len(self.in_flight)} attempts in flight, "
              f"{sum(attempts.values()) - len(attempts)} run again")

    def orphans(self):
        return [pid for run in self.home.runs()
                for pid in processes_with(f"ORRERY_RUN={run['run']}\0".encode(), "environ")]

    def test_the_same_of_chains_that_it_carries_on_alone(self):
        self.dag = self.home.write("dag.json", appending_chains(self.chance, TASKS, self.log))
        self.carry_out(on_kill=lambda process: process)
        self.check_end()

    def test_only_what_was_in_flight_runs_again(self):
        self.carry_out(on_kill=lambda process: process)
        self.check_end()

    def test_the_same_when_all_its_processes_die_at_once(self):
        self.slots_too = True
        self.carry_out(on_kill=lambda process: process)
        self.check_end()

    def test_the_same_when_the_engine_dies_with_it(self):
        def kill_engine_too(process):
            process.send_signal(signal.SIGKILL)
            process.communicate()

        self.carry_out(on_kill=kill_engine_too)
        self.check_end()


if __name__ == "__main__":
    unittest.main(verbosity=2)
