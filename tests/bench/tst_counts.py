#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts that must not grow: commits and journal bytes of 10,000 tasks, files created by tasks that
print nothing, memory of the engine with a run of 100,000 nodes. Times are no test: they belong to the machine (orrery bench prints them as ratios)."""

import json
import os
import re
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
from homes import DONE, HomeTest, ORRERY, wait_until  # noqa: E402  (the path is set above)

MOST_COMMITS = 1500        # of 10,000 wide tasks
MOST_JOURNAL_BYTES = 800   # per task
MOST_MEMORY = 150          # [MiB] resident in the engine while a run of 100,000 nodes goes on
MOST_MEMORY_AT_ONCE = 250  # [MiB] for the moment in which its file is read and recorded
CREATING = "open,openat,creat,mkdir,mkdirat,mknod,mknodat,symlink,symlinkat,link,linkat"


def silent(tasks):
    return {"dagId": "silent", "nodes": [{"nodeId": f"t{number}", "taskDefinition": {"runtime": "EXEC", "command": ["/bin/true"]},
                                          "resourceRequirements": {"cpuCores": 1}} for number in range(tasks)]}


def large(nodes, fifo):
    """Waits in its first node for somebody to write to `fifo`; the others start no process."""
    first = {"nodeId": "first", "taskDefinition": {"runtime": "EXEC", "command": ["cat", fifo]}}
    others = [{"nodeId": f"task-{number}", "taskDefinition": {"runtime": "NONE"}} for number in range(1, nodes)]
    edges = [{"from": "first" if number <= 10 else f"task-{number // 10}", "to": f"task-{number}"} for number in range(1, nodes)]
    return {"dagId": "large", "nodes": [first, *others], "edges": edges}


def memory(pid, what):
    """[MiB] of a process: VmRSS is what it has, VmHWM what it had at most."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(rf"{what}:\s+(\d+)", file.read()).group(1)) // 1024


class Counts(HomeTest):
    def test_commits_and_journal_bytes_of_ten_thousand_tasks(self):
        done = subprocess.run([ORRERY, "bench", "dispatch", "--rounds", "1", "--json"], capture_output=True, text=True,
                              timeout=500, check=True)
        shapes = json.loads(done.stdout)
        self.assertEqual(shapes["wide"]["tasks"], 10_000)
        for name in ("wide", "layers", "chain"):
            shape = shapes[name]
            print(f"{name}: {shape['commits_per_run']:.0f} commits, {shape['journal_bytes_per_task']:.0f} journal bytes a task")
            self.assertLessEqual(shape["journal_bytes_per_task"], MOST_JOURNAL_BYTES, name)
        self.assertLessEqual(shapes["wide"]["commits_per_run"], MOST_COMMITS)

    def created(self, tasks):
        """How many files, directories and links a run of so many silent tasks makes."""
        trace = f"{self.home.folder}/trace"
        dag = self.home.write("silent.json", silent(tasks))
        process = subprocess.Popen(["strace", "-f", "-qq", "-o", trace, "-e", f"trace={CREATING}",
                                    *self.home.command("run", dag, "--isolation", "process")],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.home.environment())
        wait_until(lambda: self.home.runner() is not None, 60, "the runner to start")
        wait_until(lambda: not self.home.programs("orrery"), 300, "the run to end")
        os.kill(self.home.runner(), signal.SIGKILL)  # it would stay, and strace with it
        process.wait(timeout=60)
        self.assertEqual(self.home.runs()[0]["state"], "succeeded")
        with open(trace, encoding="utf-8", errors="replace") as file:
            made = [line for line in file if ("O_CREAT" in line or re.search(r"\b(creat|mk\w+|symlink\w*|link\w*)\(", line))
                    and re.search(r"= \d+$", line.rstrip()) and "/dev/null" not in line]
        return len(made)

    def test_a_silent_task_creates_no_file(self):
        self.created(50)  # makes the home, its slots and their files
        few, many = self.created(50), self.created(450)
        print(f"{few} files created by 50 silent tasks, {many} by 450")
        self.assertLessEqual(many - few, 20, "silent tasks create files")

    def test_the_memory_of_a_run_of_a_hundred_thousand_nodes(self):
        fifo = f"{self.home.folder}/fifo"
        os.mkfifo(fifo)
        dag = self.home.write("large.json", large(100_000, fifo))
        server = self.home.start("engine", "--idle-seconds", "60")
        wait_until(lambda: self.home.owner() is not None, 60, "the engine to have the home")
        engine = self.home.owner()
        run = self.home.call("run", dag, "--detach", "--isolation", "process", check=DONE).stdout.strip()
        self.assertEqual(self.home.owner(), engine)
        wait_until(lambda: memory(engine, "VmRSS") <= MOST_MEMORY, 60, f"the engine to need at most {MOST_MEMORY} MiB")
        held, most = memory(engine, "VmRSS"), memory(engine, "VmHWM")
        print(f"100,000 nodes: {held} MiB while it goes on, {most} MiB at most")
        self.assertLessEqual(most, MOST_MEMORY_AT_ONCE)
        with open(fifo, "w", encoding="utf-8") as file:
            file.write("go")
        wait_until(lambda: self.home.runs()[0]["state"] == "succeeded", 120, "the run to succeed")
        self.assertEqual(self.home.runs()[0]["run"], run)
        server.terminate()
        server.wait(timeout=60)


if __name__ == "__main__":
    unittest.main(verbosity=2)
