#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run has succeeded only when what its tasks wrote to its directory is on the disk: before its end
is recorded, and not at all when the disk refuses."""

import re
import shutil
import subprocess
import unittest

from homes import DONE, FAILED, HomeTest


@unittest.skipUnless(shutil.which("strace"), "strace is not installed (apt install strace)")
class ResultsOnDisk(HomeTest):
    def setUp(self):
        super().setUp()
        self.dag = self.home.write("dag.json", {"dagId": "writes", "parameters": {"files": {"type": "INTEGER", "default": 2}}, "nodes": [
            {"nodeId": "w", "taskDefinition": {"runtime": "SHELL", "script":
             'mkdir -p ${run.dir}/deep && for i in $(seq ${params.files}); do echo row > ${run.dir}/deep/part-$i.csv; done; ln -s nowhere ${run.dir}/link'}}]})
        # The runner is there before, so that strace follows the engine's threads alone.
        self.home.call("run", self.dag, "--isolation", "process", check=DONE)

    def traced(self, *options, files=2, dag=None):
        """Runs a DAG, the one that writes files unless given. @return: how it ended, its system calls"""
        trace = f"{self.home.folder}/trace"
        done = subprocess.run(["strace", "-f", "-y", "-qq", "-o", trace, *options,
                               *self.home.command("run", *([dag] if dag else [self.dag, "-p", f"files={files}"]),
                                                  "--isolation", "process")],
                              capture_output=True, text=True, env=self.home.environment(), timeout=120, check=False)
        with open(trace, encoding="utf-8", errors="replace") as file:
            return done, file.read().splitlines()

    @staticmethod
    def position(calls, pattern):
        return [number for number, line in enumerate(calls) if re.search(pattern, line)]

    def test_files_are_synced_before_the_end_is_recorded(self):
        done, calls = self.traced("-e", "trace=fsync,syncfs,fdatasync")
        self.assertEqual(done.returncode, DONE, done.stderr)
        ends = self.position(calls, r"fdatasync\(\d+<.*orrery\.db-wal>")
        for name in ("part-1.csv", "part-2.csv", "deep"):
            synced = self.position(calls, rf"fsync\(\d+<[^>]*/{name}>\) += 0|fsync\(\d+<[^>]*/{name}> <unfinished")
            self.assertTrue(synced, f"{name} was not synced")
            self.assertTrue(any(end > synced[0] for end in ends), f"{name} was synced after the end was")

    def test_many_files_are_one_sync_of_the_file_system(self):
        done, calls = self.traced("-e", "trace=fsync,syncfs", files=300)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertTrue(self.position(calls, r"syncfs\("))
        self.assertFalse(self.position(calls, r"fsync\(.*part-"))

    def test_a_disk_that_refuses_them_fails_the_run(self):
        # Of that directory alone: were the journal refused its syncs, nothing would be told any more.
        done, _ = self.traced("-P", f"{self.home.path}/runs", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO")
        self.assertEqual(done.returncode, FAILED, done.stderr)
        run = self.home.runs()[0]
        self.assertEqual(run["state"], "failed")
        self.assertRegex(run["cause"], r"its files could not be brought to the disk: .*/runs: Input/output error")

    def test_a_run_without_files_waits_for_none(self):
        quiet = self.home.write("quiet.json", {"dagId": "quiet", "nodes": [
            {"nodeId": "t", "taskDefinition": {"runtime": "EXEC", "command": ["/bin/true"]}}]})
        done, calls = self.traced("-e", "trace=fsync,syncfs", dag=quiet)
        self.assertEqual(done.returncode, DONE, done.stderr)
        self.assertFalse(self.position(calls, "/runs"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
