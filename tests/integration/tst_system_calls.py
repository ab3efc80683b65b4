#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine is killed at its n-th system call, or the system refuses it a write or a sync from the
n-th one on (strace injects both), for n spread over a whole run. Then it is taken up again without
that: every task has run exactly once, and the database is sound.

ORRERY_POINTS: how many n of each kind (4)."""

import collections
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import unittest

from homes import DONE, FAILED, INTERRUPTED, HomeTest, alive, appending_chains, lines, seed, wait_until

POINTS = int(os.environ.get("ORRERY_POINTS", "4"))
TASKS = 24
PATIENCE = 2  # seconds that an engine may wait for a disk that never gets better


@unittest.skipUnless(shutil.which("strace"), "strace is not installed (apt install strace)")
class SystemCalls(HomeTest):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(seed())
        self.log = f"{self.home.folder}/log"
        self.dag = self.home.write("dag.json", appending_chains(self.chance, TASKS, self.log))
        # The runner is there before, so that strace follows the engine's threads alone.
        self.words = self.home.command("run", self.dag, "--isolation", "process", "--json")
        self.home.call(*self.words[1:-2], check=DONE)

    def traced(self, *options):
        return subprocess.Popen(["strace", "-f", "-qq", *options, *self.words], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.home.environment())

    def points(self, calls):
        """Moments spread over an undisturbed run. @return: (call, number) of one thread's calls of this name"""
        trace = f"{self.home.folder}/trace"
        process = self.traced("-o", trace, "-e", f"trace={calls}")
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, DONE)
        moments, count = [], collections.Counter()
        with open(trace, encoding="utf-8", errors="replace") as file:
            for thread, name in re.findall(r"^(\d+) +(\w+)\(", file.read(), re.MULTILINE):
                count[thread, name] += 1
                moments.append((name, count[thread, name]))
        return [moments[int(len(moments) * (part + self.chance.random()) / POINTS)] for part in range(POINTS)]

    def wait_for_end(self, process):
        """Ends an engine that goes on waiting for its disk. @return: what it wrote to stderr"""
        try:
            return process.communicate(timeout=PATIENCE)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            owner = self.home.owner()
            self.assertIsNotNone(owner, "it waits, and is not the engine")
            os.kill(owner, signal.SIGKILL)
            return process.communicate(timeout=60)[1].decode("utf-8", "replace")

    def end_engine(self):
        """Ends the engine that was left behind for the run, on the same broken disk."""
        owner = self.home.owner()
        if owner is not None:
            os.kill(owner, signal.SIGKILL)

    def check(self, where):
        resumed = self.home.call("runs", "resume", "--json", seconds=120)
        self.assertEqual(resumed.returncode, DONE, f"{where}: {resumed.stdout}{resumed.stderr}")
        started = collections.Counter((run, node) for run, node, _ in lines(self.log))
        for run in self.home.runs():
            self.assertEqual((run["state"], run["run"]), ("succeeded", run["run"]), where)
            for number in range(TASKS):
                self.assertEqual(started.pop((run["run"], f"n{number}"), 0), 1, f"{where}: {run['run']} n{number}")
        self.assertEqual(started, {}, f"{where}: tasks ran that belong to no run")
        self.assertEqual(lines(f"{self.log}.overlap"), [], where)
        self.home.check_database()

    def test_killed_at_any_system_call(self):
        killed = 0
        for call, number in self.points("all"):
            process = self.traced("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")
            process.communicate(timeout=60)
            killed += process.returncode != DONE
            self.check(f"killed at {call} {number}")
        self.assertGreater(killed, POINTS // 2, "most runs ended before their kill")
        print(f"killed at {killed} system calls", file=sys.stderr)

    def refused(self, call, error, told):
        hit = 0
        for _, number in self.points(call):
            where = f"{call} gives {error} from {number} on"
            process = self.traced("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}+")
            text = self.wait_for_end(process)
            self.assertNotIn("terminate called", text, where)
            self.assertIn(process.returncode, (DONE, FAILED, -signal.SIGKILL), f"{where}: {text}")
            if process.returncode == FAILED:
                self.assertRegex(text, told, where)
            hit += process.returncode != DONE
            self.check(where)
        self.assertGreater(hit, 0, f"no {error} was noticed")
        print(f"{call}: {error} noticed at {hit} of {POINTS} points", file=sys.stderr)

    def test_a_disk_without_room(self):
        self.refused("pwrite64", "ENOSPC", "disk full|disk I/O error")

    def test_a_disk_that_refuses_writes(self):
        self.refused("pwrite64", "EIO", "disk I/O error|Input/output error")

    def test_a_disk_that_refuses_syncs(self):
        self.refused("fdatasync", "EIO", "disk I/O error|durable|Input/output error")

    def engine_that_meets_a_failed_disk(self):
        """A run whose engine has opened its home and cannot make the journal durable any more. How many
        syncs opening takes is its own affair: an engine that fails there refuses the home, and says so."""
        for number in range(3, 9):
            process = self.traced("-o", "/dev/null", "-e", "trace=fdatasync",
                                  "-e", f"inject=fdatasync:error=EIO:when={number}+")
            said = b""
            for line in process.stderr:
                said += line
                if b"durable" in line:
                    return process
            self.assertEqual(process.wait(30), FAILED, said)
            self.assertIn(b"disk I/O error", said)
        raise AssertionError("no engine met the failed disk after it had opened its home")

    def test_ctrl_c_leaves_an_engine_whose_disk_has_failed(self):
        process = self.engine_that_meets_a_failed_disk()
        first = self.home.owner()
        os.kill(first, signal.SIGINT)
        wait_until(lambda: not alive(first), 30, "Ctrl-C ends it")
        wait_until(lambda: self.end_engine() or process.poll() is not None, 30, "strace ends with the last engine")
        text = process.communicate(timeout=30)[1].decode()
        self.assertEqual(process.returncode, INTERRUPTED, text)
        self.assertIn("restart after repairing it", text)
        self.check("left")


if __name__ == "__main__":
    unittest.main(verbosity=2)
