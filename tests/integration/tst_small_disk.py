#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real programs on a disk that fills up while runs go on, and is freed again: what is told, that nothing
hangs and nothing acknowledged is lost, that work goes on without a new start, and that every task has run
exactly once. The disk is a tmpfs in a mount namespace of the test's own.

ORRERY_FILLS: how often the disk of the home fills up (3)."""

import collections
import contextlib
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
import unittest

from homes import DONE, FAILED, FINAL, INTERRUPTED, Home, alive, appending_dag, lines, seed, wait_until

FILLS = int(os.environ.get("ORRERY_FILLS", "3"))
TASKS = 60
PATIENCE = 60         # seconds for anything to happen
ANSWER = 10           # seconds within which any question is answered, disk full or not
GOES_ON = 5           # seconds after there is room again
NAMESPACE = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--map-root-user", "--user", "--mount"]


def read_stderr(process, seconds):
    """What a process that goes on has written to stderr; waits for the first of it."""
    if not select.select([process.stderr], [], [], seconds)[0]:
        raise AssertionError(f"it said nothing within {seconds} s")
    return os.read(process.stderr.fileno(), 65536).decode()


class SmallDisk(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(seed())
        self.outside = Home()  # what is on the large disk: DAGs and the log of what ran
        self.addCleanup(self.outside.close)
        self.log = f"{self.outside.folder}/log"
        self.disk = f"{self.outside.folder}/disk"
        self.mount(self.disk, "24m")
        self.home = Home(parent=self.disk)
        self.addCleanup(self.home.close)

    def mount(self, folder, size):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", folder], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", folder], check=False)

    def fill(self, folder):
        """Another program takes all the room that there is."""
        with open(f"{folder}/filler", "ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    pass

    def free(self, folder):
        os.unlink(f"{folder}/filler")


class FullHome(SmallDisk):
    """The home's disk has no room left: the journal cannot be written."""

    def setUp(self):
        super().setUp()
        self.gate = f"{self.outside.folder}/gate"
        dag = appending_dag(self.chance, TASKS, self.log)
        dag["nodes"].append({"nodeId": "gate", "resourceRequirements": {"cpuCores": 0.01}, "taskDefinition": {
            "runtime": "SHELL", "script": f"while [ ! -e {self.gate} ]; do sleep 0.1; done"}})
        self.dag = self.outside.write("dag.json", dag)
        self.outside.write("gate", "")
        self.many = self.outside.write("many.json", {"dagId": "many", "nodes": [
            {"nodeId": f"n{number}", "taskDefinition": {"runtime": "NONE"}} for number in range(20_000)]})
        self.recorded = {}  # (run, task) -> what was told of its end
        self.home.call("run", self.dag, "--isolation", "process", check=DONE)

    def runs(self):
        return self.home.json("runs", "list", "--limit", "0", seconds=ANSWER)

    def shown(self, run):
        return self.home.json("runs", "show", run, seconds=ANSWER)

    def note(self):
        """What was told once stays true for ever."""
        for run in self.runs():
            for task in self.shown(run["run"])["tasks"] if run["dag"] != "many" else ():
                if task["state"] in FINAL and task["id"] != "gate":
                    now = {key: task[key] for key in ("state", "attempts", "exit_code", "start", "end")}
                    self.assertEqual(self.recorded.setdefault((run["run"], task["id"]), now), now)

    def free(self, folder):
        super().free(folder)
        self.outside.write("gate", "")

    def fill_up_while_tasks_run(self, run):
        before = len(lines(self.log))
        enough = before + 1 + self.chance.randrange(TASKS // 3)
        wait_until(lambda: len(lines(self.log)) >= enough, PATIENCE, "tasks to begin")
        self.note()
        self.fill(self.disk)
        self.late = None
        wait_until(lambda: self.says_why(run), PATIENCE, "the run to say why it waits")
        return self.late

    def says_why(self, run):
        """The engine does; or the command itself, in the moment in which one engine gives way to the next. The
        journal has room left over from before: runs of many tasks come until that is used up."""
        if self.late is None or self.late.poll() == DONE:
            self.late = self.home.start("run", self.many, "--isolation", "process")
        asked = self.home.call("runs", "show", run, "--json", seconds=ANSWER)
        if asked.returncode != DONE:
            self.assertEqual(asked.returncode, FAILED, asked.stderr)
            self.assertTold(asked.stderr)
            return True
        waits = json.loads(asked.stdout)["waits"]
        if waits:
            self.assertTold(waits)
        return waits.startswith("paused: ")

    def assertTold(self, text):
        """Where, what and what to do."""
        for words in (f"{self.home.path}/orrery.db", "disk full", "free some room"):
            self.assertIn(words, text)

    def check_end(self):
        for run in self.runs():
            self.assertEqual(run["state"], "succeeded", run)
        self.note()
        started = collections.Counter((run, node) for run, node, _ in lines(self.log))
        told = {key for key in self.recorded}
        self.assertEqual(set(started), told, "tasks ran that are not told, or the other way round")
        self.assertEqual({key: count for key, count in started.items() if count != 1}, {}, "not exactly once")
        self.assertEqual(lines(f"{self.log}.overlap"), [])
        self.home.check_database()

    def test_it_waits_says_why_and_goes_on(self):
        longest, self.interrupted = 0, 0
        for number in range(FILLS):
            os.unlink(self.gate)  # no run ends before the disk is full
            first = self.home.start("run", self.dag, "--isolation", "process", "--json")  # the engine, if there is none yet
            wait_until(lambda: self.home.owner() is not None, PATIENCE, "an engine")
            run = self.home.json("run", self.dag, "--isolation", "process", "--detach")["run"]
            attached = self.home.start("runs", "resume", run)
            late = self.fill_up_while_tasks_run(run)
            waiting = [process for process in (first, attached, late) if process.poll() is None]
            refused = self.home.call("run", self.dag, "--isolation", "process", seconds=ANSWER, check=FAILED)
            self.assertTold(refused.stderr)
            self.assertTold(self.home.call("runs", "pin", run, seconds=ANSWER, check=FAILED).stderr)
            order = self.home.start("runs", "priority", run, "7")  # it is taken, and answered once it is recorded
            said = read_stderr(order, PATIENCE)
            self.assertIn("cannot answer yet", said)
            self.assertTold(said)
            if number % 2 == 1:
                self.leave_without_an_answer(late)
            self.assertIn("free some space", self.home.call("doctor", seconds=ANSWER).stdout)
            self.note()
            self.free(self.disk)
            began = time.monotonic()
            wait_until(lambda: not self.shown(run)["waits"], GOES_ON, "the run to go on once there is room")
            longest = max(longest, time.monotonic() - began)
            for process in (first, attached) if number % 2 == 1 else (first, attached, late):
                _, said = process.communicate(timeout=PATIENCE)
                # A run that was asked for when nothing could be recorded any more was refused; earlier, it waited.
                self.assertIn(process.returncode, (DONE, FAILED) if process is late else (DONE,), said)
                if process in waiting or process.returncode == FAILED:
                    self.assertTold(said.decode())
            order.communicate(timeout=PATIENCE)
            self.assertEqual(order.returncode, DONE)
        self.check_end()
        print(f"{FILLS} times full: went on within {longest:.1f} s; {self.interrupted} left without an answer", file=sys.stderr)

    def leave_without_an_answer(self, process):
        """A run that was asked for too late is refused; one whose answer does not come need not be waited for."""
        said = read_stderr(process, PATIENCE)
        self.assertTold(said)
        waits = "cannot answer yet" in said
        if waits:
            process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=ANSWER)[1].decode()
        self.assertEqual(process.returncode, INTERRUPTED if waits else FAILED, said)
        self.assertIn("may still be done" if waits else "", said)
        self.interrupted += waits

    def test_all_processes_are_killed_while_it_is_full(self):
        """The engine, the runner and its slots die on the full disk. An engine that starts then says what is
        wrong or goes on; with room again all runs are taken up, and what was told is still true."""
        for fill in range(FILLS):
            os.unlink(self.gate)
            run = self.home.json("run", self.dag, "--isolation", "process", "--detach")["run"]
            late = self.fill_up_while_tasks_run(run)
            victims = self.home.programs("orrery") + (self.home.programs("orrery-runner") if fill % 2 else [])
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
            late.communicate(timeout=PATIENCE)
            wait_until(lambda: not any(alive(pid) for pid in victims), PATIENCE, "the killed processes to be gone")
            started = self.home.call("runs", "list", seconds=ANSWER)
            if started.returncode != DONE:
                self.assertEqual(started.returncode, FAILED, started.stderr)
                self.assertTold(started.stderr)
            else:
                self.note()
            self.free(self.disk)
            self.home.call("runs", "resume", seconds=PATIENCE, check=DONE)
            self.note()
        for run in self.runs():
            self.assertEqual(run["state"], "succeeded", run)
        self.assertEqual(lines(f"{self.log}.overlap"), [])
        self.home.check_database()

    def test_an_engine_left_for_runs_waits_for_room(self):
        """What a leaving command starts finds the disk full at once: it goes on with the runs when there is room."""
        run = self.home.json("run", self.dag, "--isolation", "process", "--detach")["run"]
        wait_until(lambda: len(lines(self.log)) > TASKS, PATIENCE, "tasks to begin")
        victims = self.home.programs("orrery") + self.home.programs("orrery-runner")
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not any(alive(pid) for pid in victims), PATIENCE, "the killed processes to be gone")
        with contextlib.suppress(FileNotFoundError):  # the kill may fall between two engines
            os.unlink(f"{self.home.path}/orrery.db-shm")  # as after a boot
        self.fill(self.disk)
        engine = self.home.start("engine")
        refused = self.home.call("runs", "show", run, seconds=ANSWER + 15, check=FAILED)
        self.assertTold(refused.stderr)
        self.assertIsNone(engine.poll(), "the engine gave up")
        self.free(self.disk)
        wait_until(lambda: self.home.owner() == engine.pid, PATIENCE, "the engine to open the home")
        wait_until(lambda: self.shown(run)["state"] == "succeeded", PATIENCE, "the run to end")


class FullResults(SmallDisk):
    """The directories in which tasks work and leave their results lie on a disk of their own that is full."""

    def setUp(self):
        super().setUp()
        self.results = f"{self.home.path}/runs"
        os.makedirs(self.home.path, mode=0o700)
        self.mount(self.results, "1m,nr_inodes=16")

    def dag(self):
        return self.outside.write("dag.json", {"dagId": "writing", "nodes": [
            {"nodeId": "quiet", "taskDefinition": {"runtime": "SHELL", "script": f'echo "$ORRERY_RUN quiet 1" >> {self.log}'}},
            {"nodeId": "writes", "taskDefinition": {"runtime": "SHELL", "script": "head -c 65536 /dev/zero > $ORRERY_RUN_DIR/big"}},
            {"nodeId": "after", "taskDefinition": {"runtime": "SHELL", "script": "wc -c < $ORRERY_RUN_DIR/big"}}],
            "edges": [{"from": "writes", "to": "after"}]})

    def test_a_task_without_room_fails_alone_and_is_retried(self):
        self.home.json("run", self.dag(), "--isolation", "process")
        self.fill(self.results)
        ended = self.home.call("run", self.dag(), "--isolation", "process", seconds=PATIENCE, check=FAILED)
        self.assertIn("No space left on device", ended.stderr)
        run = self.home.runs()[0]["run"]
        states = {task["id"]: task["state"] for task in self.home.show(run)["tasks"]}
        self.assertEqual((states["quiet"], states["writes"]), ("succeeded", "failed"))
        self.free(self.results)
        self.home.call("runs", "retry", run, check=DONE)
        self.home.call("runs", "resume", run, check=DONE)
        self.assertEqual(self.home.call("runs", "log", run, "after").stdout.strip(), "65536")
        self.assertEqual(len(lines(self.log)), 2, "what had succeeded did not run again")

    def test_a_run_whose_directory_cannot_be_made_says_so(self):
        made = []
        try:
            for number in range(100):
                os.mkdir(f"{self.results}/{number}")
                made.append(f"{self.results}/{number}")
        except OSError:
            pass
        ended = self.home.call("run", self.dag(), "--isolation", "process", seconds=PATIENCE, check=FAILED)
        self.assertIn("No space left on device", ended.stderr)
        self.assertIn(self.results, ended.stderr)
        for folder in made:
            os.rmdir(folder)
        self.home.call("runs", "retry", "last", check=DONE)
        self.home.call("runs", "resume", seconds=PATIENCE, check=DONE)
        self.assertEqual(self.home.show("last")["state"], "succeeded")


def main():
    if sys.argv[1:2] == ["inside"]:
        del sys.argv[1]
        unittest.main(verbosity=2)
    probe = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, text=True, check=False)
    if probe.returncode != 0:
        print(f"not run: a small file system needs root or user namespaces ({probe.stderr.strip()})")
        sys.exit(77)
    sys.exit(subprocess.run([*NAMESPACE, sys.executable, "-B", os.path.abspath(__file__), "inside", *sys.argv[1:]], check=False).returncode)


if __name__ == "__main__":
    main()
