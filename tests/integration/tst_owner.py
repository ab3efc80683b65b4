#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One engine per home: the first process is the engine, every other one attaches to it and takes its
place when it is gone."""

import contextlib
import json
import os
import select
import signal
import sqlite3
import subprocess
import time
import unittest

from homes import BAD_INPUT, DENIED, DONE, FAILED, FINAL, INTERRUPTED, HomeTest, alive, read_line, wait_until

PATIENCE = 20  # seconds


def gated(gate, name="gated"):
    """A DAG whose one task says "waiting" and ends when the file `gate` is there."""
    return {"dagId": name, "nodes": [{"nodeId": "a", "taskDefinition": {
        "runtime": "SHELL", "script": f'echo waiting; while [ ! -e "{gate}" ]; do sleep 0.05; done; echo open'}}]}


def read_error(process, needle, seconds):
    """A process's messages (bytes) up to one with `needle`; fails when none comes in time."""
    told = b""
    until = time.monotonic() + seconds
    while needle not in told:
        if not select.select([process.stderr], [], [], max(0, until - time.monotonic()))[0]:
            raise AssertionError(f"no message with {needle} within {seconds} s: {told}")
        told += os.read(process.stderr.fileno(), 65536)
    return told


class OwnerTest(HomeTest):
    def setUp(self):
        super().setUp()
        self.gate = f"{self.home.folder}/gate"
        self.dag = self.home.write("gated.json", gated(self.gate))

    def open_gate(self):
        with open(self.gate, "w", encoding="utf-8"):
            pass

    def start_run(self, *more, dag=None):
        return self.home.start("run", dag or self.dag, "--isolation", "process", "--json", *more)

    def states(self):
        return [run["state"] for run in self.home.runs()]

    def wait_for_task(self, state="running", runs=1):
        """Waits until so many runs have their task in a state."""
        def reached():
            found = [run for run in self.home.runs() if run["counts"].get(state)]
            return len(found) >= runs
        wait_until(reached, PATIENCE, f"{runs} tasks {state}")

    def ended(self, process, code):
        output, messages = process.communicate(timeout=60)
        self.assertEqual(process.returncode, code, (output + messages).decode())
        return json.loads(output) if output else None


class OneEngine(OwnerTest):
    def test_a_detached_run_goes_on_and_ends(self):
        told = self.home.json("run", self.dag, "--detach", "--isolation", "process")
        self.wait_for_task()
        wait_until(lambda: self.home.owner() is not None, PATIENCE, "an engine in the background")
        self.open_gate()
        wait_until(lambda: self.states() == ["succeeded"], PATIENCE, "the detached run to end")
        self.assertEqual(self.home.show(told["run"])["state"], "succeeded")

    def test_a_second_run_attaches_to_the_first_ones_engine(self):
        first = self.start_run()
        self.wait_for_task()
        owner = self.home.owner()
        self.assertEqual(owner, first.pid)
        second = self.start_run()
        self.wait_for_task(runs=2)
        self.assertEqual(self.home.owner(), owner)
        self.open_gate()
        self.assertEqual(self.ended(second, DONE)["state"], "succeeded")
        self.assertEqual(self.ended(first, DONE)["state"], "succeeded")

    def test_the_owner_that_is_done_first_leaves_the_others_run_alone(self):
        other_gate = f"{self.home.folder}/other"
        first = self.start_run()
        self.wait_for_task()
        second = self.start_run(dag=self.home.write("other.json", gated(other_gate, "other")))
        self.wait_for_task(runs=2)
        self.open_gate()
        self.ended(first, DONE)
        with open(other_gate, "w", encoding="utf-8"):
            pass
        answer = self.ended(second, DONE)
        self.assertEqual((answer["state"], answer["tasks"][0]["attempts"]), ("succeeded", 1))

    def test_the_attached_one_takes_over_when_the_owner_is_killed(self):
        first = self.start_run()
        self.wait_for_task()
        second = self.start_run()
        self.wait_for_task(runs=2)
        first.send_signal(signal.SIGKILL)
        first.communicate()
        wait_until(lambda: self.home.owner() == second.pid, PATIENCE, "the attached process to take over")
        self.open_gate()
        self.assertEqual(self.ended(second, DONE)["tasks"][0]["attempts"], 1)
        wait_until(lambda: all(state in FINAL for state in self.states()), PATIENCE, "the first one's run to end")
        self.assertEqual([self.home.show(run["run"])["tasks"][0]["attempts"] for run in self.home.runs()], [1, 1])

    def test_a_take_over_that_fails_is_tried_again(self):
        first = self.start_run()
        self.wait_for_task()
        second = self.start_run()
        self.wait_for_task(runs=2)
        with contextlib.closing(sqlite3.connect(f"{self.home.path}/orrery.db", isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")  # as a backup or a curious user may
            first.send_signal(signal.SIGKILL)
            first.communicate()
            told = read_error(second, b"trying again", PATIENCE)
            self.assertIn(b"holds the database locked", told)
            holder.execute("ROLLBACK")
        wait_until(lambda: self.home.owner() == second.pid, PATIENCE, "the attached process to take over")
        self.open_gate()
        self.assertEqual(self.ended(second, DONE)["tasks"][0]["attempts"], 1)

    def test_a_run_told_by_detach_survives_the_kill_of_everything_at_once(self):
        told = self.home.json("run", self.dag, "--detach", "--isolation", "process")
        for pid in self.home.programs("orrery"):
            os.kill(pid, signal.SIGKILL)
        self.open_gate()
        self.assertEqual(self.home.call("runs", "resume", told["run"]).returncode, DONE)
        self.assertEqual(self.home.show(told["run"])["state"], "succeeded")

    def test_looking_at_a_home_leaves_no_engine(self):
        self.open_gate()
        self.home.call("run", self.dag, check=DONE)
        self.home.runs()
        self.home.show("last")
        self.assertIsNone(self.home.owner())
        self.assertEqual(self.home.programs("orrery"), [])

    def test_an_engine_in_the_background_leaves_when_nothing_needs_it(self):
        engine = self.home.start("engine", "--idle-seconds", "1")
        wait_until(lambda: self.home.owner() == engine.pid, PATIENCE, "the engine to own the home")
        self.ended(engine, DONE)
        self.assertIsNone(self.home.owner())

    def test_a_second_engine_is_refused(self):
        engine = self.home.start("engine", "--idle-seconds", "60")
        wait_until(lambda: self.home.owner() == engine.pid, PATIENCE, "the engine to own the home")
        second = self.home.call("engine", "--idle-seconds", "1", seconds=60)
        self.assertNotEqual(second.returncode, DONE)
        self.assertIn("engine", second.stderr)


class Cancelling(OwnerTest):
    def test_ctrl_c_cancels_the_run_and_exits_130(self):
        process = self.start_run()
        self.wait_for_task()
        process.send_signal(signal.SIGINT)
        answer = self.ended(process, INTERRUPTED)
        self.assertEqual(answer["state"], "cancelled")
        self.assertEqual(answer["tasks"][0]["state"], "cancelled")
        self.assertEqual(self.states(), ["cancelled"])

    def test_cancelled_from_another_process(self):
        process = self.start_run()
        self.wait_for_task()
        self.home.call("runs", "cancel", "last", check=DONE)
        self.assertEqual(self.ended(process, FAILED)["state"], "cancelled")
        self.home.call("runs", "cancel", "last", check=DONE)  # twice is fine

    def test_ctrl_c_of_an_attached_one_cancels_its_own_run_only(self):
        first = self.start_run()
        self.wait_for_task()
        second = self.start_run()
        self.wait_for_task(runs=2)
        second.send_signal(signal.SIGINT)
        self.assertEqual(self.ended(second, INTERRUPTED)["state"], "cancelled")
        self.open_gate()
        self.assertEqual(self.ended(first, DONE)["state"], "succeeded")


class Looking(OwnerTest):
    """Commands beside a live run of another process."""

    def test_list_show_and_log_of_a_live_run(self):
        process = self.start_run()
        self.wait_for_task()
        shown = self.home.show("last")
        self.assertEqual((shown["state"], shown["tasks"][0]["state"]), ("running", "running"))
        wait_until(lambda: "waiting" in self.home.call("runs", "log", "last", "a").stdout, PATIENCE, "the log")
        follower = self.home.start("runs", "log", "last", "a", "-f")
        self.assertEqual(read_line(follower, PATIENCE), b"waiting\n")
        self.open_gate()
        output, _ = follower.communicate(timeout=PATIENCE)
        self.assertEqual((follower.returncode, output), (DONE, b"open\n"))
        self.ended(process, DONE)

    def test_ctrl_c_ends_following_a_log_not_the_run(self):
        process = self.start_run()
        self.wait_for_task()
        follower = self.home.start("runs", "log", "last", "-f")
        self.assertIn(b"waiting", read_line(follower, PATIENCE))
        follower.send_signal(signal.SIGINT)
        follower.communicate(timeout=PATIENCE)
        self.assertEqual(follower.returncode, INTERRUPTED)
        self.assertTrue(alive(process.pid))
        self.open_gate()
        self.ended(process, DONE)

    def test_an_unknown_run_is_bad_input(self):
        for words in (("runs", "show", "nope"), ("runs", "log", "nope"), ("runs", "cancel", "nope"), ("runs", "resume", "nope")):
            with self.subTest(words):
                done = self.home.call(*words)
                self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
                self.assertIn("nope", done.stderr)


class RefusedHomes(HomeTest):
    def test_a_home_that_cannot_be_made(self):
        blocked = self.home.write("file", "")
        done = subprocess.run([*self.home.command("runs", "list")[:-1], f"{blocked}/home"], capture_output=True,
                              timeout=30, check=False)
        self.assertIn(done.returncode, (FAILED, DENIED))
        self.assertIn(b"home", done.stderr)

    def test_a_damaged_database_is_told_and_left_alone(self):
        self.home.call("run", self.home.write("d.json", {"dagId": "d", "nodes": [
            {"nodeId": "a", "taskDefinition": {"runtime": "NONE"}}]}), check=DONE)
        name = next(name for name in os.listdir(self.home.path) if name.endswith((".db", ".sqlite")))
        path = f"{self.home.path}/{name}"
        with open(path, "r+b") as file:
            file.write(b"this is no database, " * 300)
        with open(path, "rb") as file:
            before = file.read()
        done = self.home.call("runs", "list")
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertIn(name, done.stderr)
        with open(path, "rb") as file:
            self.assertEqual(file.read(), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
