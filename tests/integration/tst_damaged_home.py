#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Damaged homes with the real programs: every damage is told with the file, what and
what to do; what can be made again is; nothing is overwritten in silence."""

import os
import signal
import sqlite3
import unittest

from homes import DONE, FAILED, HomeTest, seed, wait_until

PAGE = 4096
PLAIN = {"dagId": "plain", "nodes": [
    {"nodeId": f"n{number}", "taskDefinition": {"runtime": "SHELL", "script": f"echo out-{number}"}} for number in range(8)]}


class DamagedHome(HomeTest):
    def setUp(self):
        super().setUp()
        self.dag = self.home.write("plain.json", PLAIN)
        self.runs = [self.home.json("run", self.dag, "--isolation", "process")["run"] for _ in range(3)]
        self.file = f"{self.home.path}/orrery.db"
        self.before = {run: self.home.show(run) for run in self.runs}
        self.stop_everything()

    def stop_everything(self):
        """No process of the home is left, and its last end was a power cut as far as it knows."""
        for name in ("orrery", "orrery-runner"):
            for pid in self.home.programs(name):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.home.programs("orrery") and not self.home.programs("orrery-runner"), 20, "the home to be still")
        self.sql("UPDATE meta SET value = 0 WHERE key IN ('clean', 'boot')")
        self.sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def sql(self, text, *values):
        database = sqlite3.connect(self.file)
        try:
            with database:
                return database.execute(text, values).fetchall()
        finally:
            database.close()

    def write_at(self, offset, data):
        with open(self.file, "r+b") as file:
            file.seek(offset)
            file.write(data)

    def refused(self, *words):
        """The home is refused with its file, what is wrong and what to do; nothing in it was changed."""
        with open(self.file, "rb") as file:
            before = file.read()
        done = self.home.call("runs", "list")
        self.assertEqual(done.returncode, FAILED, done.stdout + done.stderr)
        self.assertIn(self.file, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        with open(self.file, "rb") as file:
            self.assertEqual(file.read(), before, "a damaged file was written to")

    def test_a_damaged_header(self):
        self.write_at(0, os.urandom(64))
        self.refused("backup")

    def test_another_kind_of_file(self):
        self.write_at(0, b"%PDF-1.7\n" * 200)
        self.refused("backup")

    def test_a_file_cut_short(self):
        os.truncate(self.file, os.path.getsize(self.file) // 2)
        self.refused("backup")

    def test_a_refusal_leaves_the_log_of_changes_too(self):
        """Damage that nothing can make again, met while changes still stand in the -wal alone: neither file is
        touched, so that both can be looked at, or put to one backup."""
        waits = self.home.write("waits.json", {**PLAIN, "nodes": [{"nodeId": "n", "taskDefinition": {
            "runtime": "SHELL", "script": f"while [ ! -e {self.home.folder}/go ]; do sleep 0.1; done"}}]})
        run = self.home.json("run", waits, "--isolation", "process", "--detach")["run"]
        wait_until(lambda: self.home.show(run)["tasks"][0]["state"] == "running", 30, "the task to run")
        for pid in self.home.programs("orrery") + self.home.programs("orrery-runner"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not self.home.programs("orrery"), 20, "the engine to be gone")
        database = sqlite3.connect(self.file)
        database.execute("UPDATE meta SET value = 0 WHERE key IN ('clean', 'boot')")
        database.commit()
        page = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'dag_node'").fetchone()[0]
        kept = {}
        for name in (self.file, f"{self.file}-wal"):
            with open(name, "rb") as file:
                kept[name] = file.read()
        database.close()  # which folds the -wal in
        self.assertGreater(len(kept[f"{self.file}-wal"]), PAGE)
        at = (page - 1) * PAGE
        kept[self.file] = kept[self.file][:at] + b"\x55" * PAGE + kept[self.file][at + PAGE:]
        for name, content in kept.items():
            with open(name, "wb") as file:
                file.write(content)
        self.refused("dag_node", "backup")
        for name, content in kept.items():
            with open(name, "rb") as file:
                self.assertEqual(file.read(), content, f"{name} was changed")
        self.assertEqual([name for name in os.listdir(self.home.path) if "repaired" in name or "damaged" in name], [])

    def test_a_damaged_projection_is_made_again(self):
        for table in ("node_execution", "node_allocation"):
            with self.subTest(table):
                self.sql("UPDATE meta SET value = 0 WHERE key IN ('clean', 'boot')")
                page = self.sql("SELECT rootpage FROM sqlite_master WHERE name = ?", table)[0][0]
                self.sql("PRAGMA wal_checkpoint(TRUNCATE)")
                self.write_at((page - 1) * PAGE, b"\x55" * PAGE)
                told = self.home.call("runs", "list", check=DONE)
                self.assertIn("orrery.db.damaged", told.stderr, "where the damaged file is kept")
                self.assertEqual({run: self.home.show(run) for run in self.runs}, self.before)
                self.home.check_database()
                self.stop_everything()

    def test_a_damaged_event_leaves_the_rest_of_the_home(self):
        """A flipped byte in the journal: the run that it belongs to is told, all others answer."""
        rows = self.sql("SELECT seq, events FROM journal ORDER BY seq")
        first, last = self.sql("SELECT first_seq, last_seq FROM run_number WHERE run_id = ?", self.runs[1])[0]
        seq, blob = next((seq, blob) for seq, blob in rows if first < seq <= last and b"local" in blob)
        at = blob.index(b"local")
        self.sql("UPDATE journal SET events = ? WHERE seq = ?", blob[:at] + b"lokal" + blob[at + 5:], seq)
        done = self.home.call("runs", "show", self.runs[1])
        self.assertEqual(done.returncode, FAILED)
        for word in (self.file, str(seq), "checksum", "backup"):
            self.assertIn(word, done.stderr)
        for run in (self.runs[0], self.runs[2]):
            self.assertEqual(self.home.show(run), self.before[run])
        self.assertEqual(self.home.json("run", self.dag, "--isolation", "process")["state"], "succeeded")
        report = self.home.json("runs", "prune", "--seal-after", "0s", check=FAILED)
        problems = {run["run"]: run["problem"] for run in report["runs"] if run["problem"]}
        self.assertEqual(list(problems), [self.runs[1]], "what cannot be sealed is told, the others are")
        self.assertIn("checksum", problems[self.runs[1]])

    def test_a_lost_log_of_what_was_written(self):
        """The -wal is gone or cut. What it held is lost; the rest is there and whole, or the damage is told:
        a cut file may hold older pages than the database does."""
        for how in ("removed", "cut"):
            with self.subTest(how):
                late = self.home.json("run", self.dag, "--isolation", "process")["run"]
                for pid in self.home.programs("orrery") + self.home.programs("orrery-runner"):
                    os.kill(pid, signal.SIGKILL)
                wal = f"{self.file}-wal"
                if os.path.exists(wal):
                    os.truncate(wal, os.path.getsize(wal) // 2)
                    if how == "removed":
                        os.remove(wal)
                        os.remove(f"{self.file}-shm")
                answer = self.home.call("runs", "list")
                if how == "cut" and answer.returncode != DONE:
                    self.assertEqual(answer.returncode, FAILED)
                    for word in (self.file, "damaged", "backup"):
                        self.assertIn(word, answer.stderr)
                    continue
                self.assertEqual({run: self.home.show(run) for run in self.runs}, self.before)
                self.assertTrue({run["run"] for run in self.home.runs()} - set(self.runs) <= {late})
                self.home.check_database()


if __name__ == "__main__":
    print(f"seed {seed()}")
    unittest.main(verbosity=2)
