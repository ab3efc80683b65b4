#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts rely on: commands, keys of the JSON, exit codes, help, and quiet in a pipe."""

import json
import os
import pty
import re
import select
import subprocess
import time
import unittest

from homes import BAD_INPUT, DENIED, DONE, FAILED, ORRERY, SOURCE, HomeTest

COMMANDS = ["new", "doctor", "version", "dag validate", "dag show", "dag convert", "dag layout", "dag diff",
            "dag publish", "dag versions", "dag rollback", "dag analyse", "run", "runs list", "runs show", "runs log",
            "runs cancel", "runs resume", "runs compare", "runs report", "runs replay", "runs hold", "runs release", "runs mark",
            "runs approve", "runs retry", "bench dispatch", "bench journal", "bench parse", "bench layout",
            "bench rehearse", "bench replay", "schedule list", "schedule on", "schedule off", "schedule set",
            "schedule next", "schedule backfill", "queue list", "queue set", "queue hold", "queue release",
            "queue forget", "runs priority", "component list", "component show", "component check",
            "cache list", "cache clear", "runs prune", "runs pin", "runs unpin",
            "bench store", "dag edit"]
RUN_KEYS = {"run", "state", "dag", "tasks", "seconds"}
TASK_KEYS = {"id", "state", "attempts", "exit_code", "start", "end", "host", "outputs"}

TWO = {"dagId": "two", "parameters": {"who": {"type": "STRING", "default": "world"}},
       "nodes": [{"nodeId": "make", "taskDefinition": {
                     "runtime": "SHELL", "script": "echo made; echo '{\"x\": 41}' > $ORRERY_OUTPUTS",
                     "outputSchema": {"x": {"type": "INTEGER"}}}},
                 {"nodeId": "use", "taskDefinition": {
                     "runtime": "EXEC", "command": ["/bin/echo", "${inputs.x}", "${params.who}"],
                     "inputSchema": {"x": {"type": "INTEGER", "required": True}}}}],
       "edges": [{"from": "make", "to": "use", "dataMapping": {"x": "x"}}]}
FAILING = {"dagId": "failing", "nodes": [{"nodeId": "bad", "taskDefinition": {"runtime": "SHELL", "script": "echo why >&2; exit 7"}},
                                         {"nodeId": "after", "taskDefinition": {"runtime": "NONE"}}],
           "edges": [{"from": "bad", "to": "after"}]}


class Contract(HomeTest):
    def setUp(self):
        super().setUp()
        self.two = self.home.write("two.json", TWO)

    # ---- run and runs ----------------------------------------------------------------------------

    def test_json_of_a_run(self):
        answer = self.home.json("run", self.two, "-p", "who=Ada")
        self.assertGreaterEqual(set(answer), RUN_KEYS)
        self.assertEqual((answer["state"], answer["dag"]), ("succeeded", "two"))
        self.assertIsInstance(answer["seconds"], float)
        for task in answer["tasks"]:
            self.assertGreaterEqual(set(task), TASK_KEYS)
            self.assertRegex(task["start"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual([(task["id"], task["state"], task["attempts"], task["exit_code"]) for task in answer["tasks"]],
                         [("make", "succeeded", 1, 0), ("use", "succeeded", 1, 0)])
        self.assertEqual(answer["tasks"][0]["outputs"], {"x": 41})
        self.assertEqual(self.home.show(answer["run"])["tasks"], answer["tasks"])
        self.assertEqual(self.home.call("runs", "log", "last", "use").stdout, "41 Ada\n")
        self.assertEqual(self.home.call("runs", "log", answer["run"][:-1]).stdout, "make | made\nuse | 41 Ada\n")
        listed = self.home.runs()
        self.assertEqual([(run["run"], run["state"], run["dag"]) for run in listed], [(answer["run"], "succeeded", "two")])

    def test_a_directory_stands_for_the_dag_in_it(self):
        directory = os.path.join(os.path.dirname(self.two), "pipeline")
        os.mkdir(directory)
        empty = self.home.call("dag", "validate", directory, check=BAD_INPUT)
        self.assertIn("is a directory without dag.yaml, dag.yml or dag.json", empty.stderr)
        with open(os.path.join(directory, "dag.json"), "w", encoding="utf-8") as file:
            json.dump(TWO, file)
        self.assertEqual(self.home.json("run", directory)["dag"], "two")

    def test_a_failed_run_exits_1_and_says_why(self):
        answer = self.home.json("run", self.home.write("f.json", FAILING), check=FAILED)
        self.assertEqual(answer["state"], "failed")
        self.assertEqual([(task["state"], task["exit_code"]) for task in answer["tasks"]], [("failed", 7), ("skipped", None)])
        told = self.home.call("run", self.home.write("f.json", FAILING), check=FAILED)
        self.assertIn("bad", told.stderr)
        self.assertIn("why", told.stderr)
        self.assertIn("code 7", told.stderr)

    def test_a_task_larger_than_the_host_is_refused_unless_fitted(self):
        dag = {"dagId": "large", "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "EXEC", "command": ["/bin/true"]},
                                            "resourceRequirements": {"cpuCores": 5000}}]}
        file = self.home.write("large.json", dag)
        refused = self.home.call("run", file)
        self.assertEqual(refused.returncode, FAILED, refused.stderr)
        self.assertIn("5000", refused.stderr)
        self.assertIn("--fit", refused.stderr)
        self.assertIn(str(os.cpu_count()), refused.stderr)
        fitted = self.home.json("run", file, "--fit")
        self.assertTrue(any("scaled" in note for note in fitted["notes"]), fitted["notes"])

    def test_detach_prints_the_id_and_leaves(self):
        told = self.home.call("run", self.two, "--detach", check=DONE).stdout.strip()
        self.assertEqual(self.home.call("runs", "resume", told, check=DONE).returncode, DONE)
        self.assertEqual(self.home.show(told)["state"], "succeeded")

    def test_nothing_to_resume(self):
        done = self.home.call("runs", "resume", check=DONE)
        self.assertIn("Nothing", done.stdout)

    # ---- dag -------------------------------------------------------------------------------------

    def test_json_of_validate(self):
        answer = self.home.json("dag", "validate", self.two)
        self.assertEqual((answer["ok"], answer["dag"], answer["nodes"], answer["edges"]), (True, "two", 2, 1))
        self.assertEqual([parameter["name"] for parameter in answer["parameters"]], ["who"])
        broken = self.home.json("dag", "validate", self.home.write("b.json", '{"dagId": "b",\n "nodes": 1}'), check=BAD_INPUT)
        self.assertEqual((broken["errors"][0]["line"], broken["errors"][0]["column"]), (2, 11))

    def test_json_of_layout(self):
        answer = self.home.json("dag", "layout", self.two, "--no-positions")
        self.assertEqual(set(answer), {"nodes", "edges", "layers", "crossings", "seconds"})
        self.assertEqual((answer["nodes"], answer["edges"], answer["layers"], answer["crossings"]), (2, 1, 2, 0))

    def test_conversions_lead_back(self):
        canonical = self.home.json("dag", "show", self.two)
        for form, ending in (("json", "json"), ("yaml", "yaml"), ("proto", "pb"), ("droplet", "droplet.pb")):
            with self.subTest(form):
                out = f"{self.home.folder}/two.{ending}"
                self.home.call("dag", "convert", self.two, "--to", form, "-o", out, check=DONE)
                self.assertEqual(self.home.json("dag", "show", out), canonical)
        for form, says in (("dot", "digraph"), ("wfformat", "schemaVersion"), ("svg", "<svg")):
            with self.subTest(form):
                done = self.home.call("dag", "convert", self.two, "--to", form, check=DONE)
                self.assertIn(says, done.stdout)
        self.assertIn("left out", self.home.call("dag", "convert", self.two, "--to", "dot").stderr)
        self.assertEqual(self.home.call("dag", "convert", self.two, "--to", "pdf").returncode, BAD_INPUT)

    def test_a_protobuf_file_is_a_dag_file(self):
        binary = f"{self.home.folder}/two.pb"
        self.home.call("dag", "convert", self.two, "--to", "proto", "-o", binary, check=DONE)
        with open(binary, "rb") as file:
            self.assertTrue(file.read().startswith(b"\x0a\x0correry.dag/1"))
        self.assertTrue(self.home.json("dag", "validate", binary)["ok"])
        self.assertEqual(self.home.json("dag", "layout", binary, "--no-positions")["nodes"], 2)
        self.assertEqual(self.home.json("run", binary, "-p", "who=Ada")["state"], "succeeded")
        cut = f"{self.home.folder}/cut.pb"
        with open(binary, "rb") as whole, open(cut, "wb") as part:
            part.write(whole.read()[:-3])
        told = self.home.call("dag", "validate", cut)
        self.assertEqual(told.returncode, BAD_INPUT)
        self.assertIn("cut.pb: error: byte ", told.stderr)

    def test_dot_leads_back_to_the_same_graph(self):
        text = self.home.call("dag", "convert", self.two, "--to", "dot", check=DONE).stdout
        graph = self.home.json("dag", "show", self.home.write("two.dot", text))
        before = self.home.json("dag", "show", self.two)
        self.assertEqual([node["nodeId"] for node in graph["nodes"]], [node["nodeId"] for node in before["nodes"]])
        self.assertEqual([(edge["from"], edge["to"]) for edge in graph["edges"]],
                         [(edge["from"], edge["to"]) for edge in before["edges"]])

    def test_new_makes_a_dag_that_runs(self):
        target = f"{self.home.folder}/my-first"
        self.home.call("new", target, check=DONE)
        self.assertEqual(self.home.json("run", f"{target}/dag.yaml", "-p", "who=Ada")["dag"], "my-first")
        again = self.home.call("new", target)
        self.assertEqual(again.returncode, BAD_INPUT)
        self.assertIn("exists", again.stderr)
        unknown = self.home.call("new", f"{self.home.folder}/x", "--template", "nothing")
        self.assertEqual(unknown.returncode, BAD_INPUT)
        self.assertIn("hello", unknown.stderr)

    # ---- usage -----------------------------------------------------------------------------------

    def test_every_command_has_help_with_examples(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = self.home.call(*command.split(), "--help", check=DONE)
                self.assertIn("Examples:", done.stdout)
                self.assertIn(f"Usage: orrery {command} [OPTIONS]", done.stdout)
                self.assertEqual(done.stderr, "")
        top = self.home.call("--help", check=DONE).stdout
        for command in COMMANDS:
            self.assertRegex(top, rf"(?m)^  {command.split()[0]} +[A-Z]", "a line that says what it is")

    def test_usage_errors_exit_2_with_the_nearest_word(self):
        for words, says in ((("rum", "x"), "run"), (("runs", "lits"), "list"), (("dag", "valdate", "x"), "validate"),
                            (("run", self.two, "--detahc"), "--detach"), (("run",), "FILE"), ((), "--help"),
                            (("run", self.two, "--isolation", "jail"), "sandbox"), (("runs", "list", "--limit", "x"), "--limit"),
                            (("runs", "list", "--limit", "-5"), "--limit"), (("runs", "list", "--limit", "5x"), "--limit")):
            with self.subTest(words):
                done = self.home.call(*words)
                self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
                self.assertIn(says, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_a_file_without_an_end_is_bad_input(self):
        for words in (("dag", "validate", "/dev/zero"), ("dag", "edit", "/dev/zero", "--set", "dagId=x"),
                      ("component", "check", "/dev/zero"), ("run", self.two, "--rehearse", "--durations", "/dev/zero")):
            with self.subTest(words):
                done = subprocess.run([ORRERY, *words], capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(done.returncode, BAD_INPUT)
                self.assertIn("is larger than", done.stderr)

    def test_a_home_that_is_a_file_is_bad_input(self):
        done = subprocess.run([ORRERY, "run", self.two, "--home", self.two], capture_output=True, text=True,
                              timeout=30, check=False)
        self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
        self.assertIn("is not a directory", done.stderr)

    def test_numbers_are_read_whole(self):
        for words, option in ((("dag", "layout", self.two, "--refine"), "--refine"), (("bench", "layout", "--quick", "--rounds"), "--rounds"),
                              (("bench", "rehearse", "--quick", "--rounds"), "--rounds"), (("engine", "--idle-seconds"), "--idle-seconds")):
            for value in ("x", "3x", "-1", "", "1e999"):
                with self.subTest(words=words, value=value):
                    done = self.home.call(*words, value)
                    self.assertEqual(done.returncode, BAD_INPUT, done.stdout)
                    self.assertIn(option, done.stderr)
        self.assertIn("1 or more", self.home.call("bench", "layout", "--quick", "--rounds", "0", check=BAD_INPUT).stderr)

    def test_help_fits_a_terminal_of_80_columns(self):
        for command in ("run", "runs replay", "schedule set", "bench dispatch", ""):
            with self.subTest(command):
                help = self.home.call(*command.split(), "--help", check=DONE).stdout
                options = help.split("Examples:")[0].split("State lives")[0]
                self.assertEqual([line for line in options.splitlines() if len(line) > 80], [])

    def test_exit_codes_are_told_in_the_help(self):
        top = self.home.call("--help").stdout
        for code in (0, 1, 2, 3, 4, 130):
            self.assertRegex(top, rf"\b{code}\b")

    def test_a_file_that_may_not_be_read_is_denied(self):
        file = self.home.write("secret.json", TWO)
        os.chmod(file, 0)
        command = self.home.command("dag", "validate", file)
        if os.getuid() == 0:  # root may read everything: ask as nobody
            os.chmod(self.home.folder, 0o755)
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, DENIED, done.stderr)
        self.assertIn(file, done.stderr)

    def test_version(self):
        told = self.home.call("version", check=DONE).stdout
        self.assertRegex(told, r"^orrery \d+\.\d+\.\d+\n$")
        self.assertEqual(self.home.call("--version", check=DONE).stdout, told)

    def test_doctor_says_what_the_host_can_do(self):
        lines = json.loads(self.home.call("doctor", "--json").stdout)
        topics = {line["topic"]: line for line in lines}
        self.assertGreaterEqual(set(topics), {"home", "cpu", "memory", "sandbox", "limits", "runner", "PYTHON_3"})
        for line in lines:
            self.assertIn(line["level"], ("good", "limited", "bad"))
            self.assertTrue(line["level"] == "good" or line["fix"], line)

    # ---- terminal and pipe -----------------------------------------------------------------------

    def test_quiet_in_a_pipe_alive_on_a_terminal(self):
        done = self.home.call("run", self.two, check=DONE)
        self.assertEqual(done.stderr, "")
        self.assertNotIn("\x1b", done.stdout)
        self.assertIn("succeeded", done.stdout)
        drawn = self.on_a_terminal("run", self.two)
        self.assertIn("\x1b[", drawn)
        self.assertIn("make", drawn)

    def on_a_terminal(self, *words):
        primary, secondary = pty.openpty()
        process = subprocess.Popen(self.home.command(*words), stdin=secondary, stdout=secondary, stderr=secondary,
                                   env={**self.home.environment(), "TERM": "xterm-256color"})
        os.close(secondary)
        drawn = b""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if select.select([primary], [], [], 0.1)[0]:
                try:
                    drawn += os.read(primary, 65536)
                except OSError:
                    break
        os.close(primary)
        self.assertEqual(process.wait(timeout=10), DONE)
        return drawn.decode("utf-8", "replace")

    def test_what_cannot_be_printed_is_a_failure(self):
        for words in (("dag", "convert", self.two), ("dag", "validate", self.two, "--json"), ("--help",)):
            with self.subTest(words), open("/dev/full", "wb") as full:
                done = subprocess.run([ORRERY, *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=30,
                                      check=False)
                self.assertEqual(done.returncode, FAILED)
                self.assertIn("standard output: No space left on device", done.stderr)

    def test_a_closed_standard_output_is_no_file_of_the_home(self):
        self.home.call("run", self.two, check=DONE)
        command = " ".join(f"'{word}'" for word in self.home.command("runs", "list"))
        done = subprocess.run(f"{command} >&-", shell=True, env=self.home.environment(), capture_output=True,
                              timeout=30, check=False)
        self.assertEqual((done.returncode, done.stderr), (DONE, b""))
        self.assertEqual(len(self.home.runs()), 1)

    def test_a_closed_pipe_ends_the_command_quietly(self):
        self.home.call("run", self.two, check=DONE)
        done = subprocess.run(f"{' '.join(self.home.command('runs', 'show', 'last'))} | head -n 1", shell=True,
                              capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.stderr, "")
        self.assertEqual(len(done.stdout.splitlines()), 1)

    def test_the_state_stays_in_the_given_home(self):
        self.home.call("run", self.two, check=DONE)
        self.assertFalse(os.path.exists(self.home.environment()["ORRERY_HOME"]))
        chosen = f"{self.home.folder}/chosen"
        subprocess.run([ORRERY, "runs", "list"], env={**os.environ, "ORRERY_HOME": chosen}, check=True,
                       capture_output=True, timeout=30)
        self.assertTrue(os.path.isdir(chosen))

    def test_secrets_are_never_shown(self):
        dag = {"dagId": "secretive", "nodes": [{"nodeId": "a", "taskDefinition": {
            "runtime": "SHELL", "script": 'test "${#TOKEN}" = 14 && test "$TOKEN" != "$(echo 4711)"', "environment": {"TOKEN": "${secret.token}"}}}]}
        file = self.home.write("s.json", dag)
        environment = {**self.home.environment(), "ORRERY_SECRET_TOKEN": "topsecret-4711"}
        done = subprocess.run(self.home.command("run", file, "--json"), env=environment, capture_output=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, DONE, done.stderr)
        for folder, _, names in os.walk(self.home.path):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    with open(path, "rb") as content:
                        self.assertFalse(b"topsecret-4711" in content.read(), path)
        missing = self.home.call("run", file)
        self.assertNotEqual(missing.returncode, DONE)
        self.assertIn("token", missing.stderr)


class Seed(HomeTest):
    """The request body of the product's specification, with its comments."""

    FILE = f"{SOURCE}/resources/examples/seed/sales-analytics-pipeline-v3.json"

    def test_validates_with_warnings_and_lists_its_parameter(self):
        answer = self.home.json("dag", "validate", self.FILE)
        self.assertTrue(answer["ok"])
        self.assertIn("extract-sales-data.dateRange", [parameter["name"] for parameter in answer["parameters"]
                                                       if parameter["required"]])
        self.assertTrue(answer["warnings"])

    def test_a_run_names_what_is_missing(self):
        done = self.home.call("run", self.FILE)
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertIn("extract-sales-data.dateRange", done.stderr)
        done = self.home.call("run", self.FILE, "-p", 'extract-sales-data.dateRange=2025-01-01/2025-01-31')
        self.assertEqual(done.returncode, BAD_INPUT)
        self.assertRegex(done.stderr, re.escape(self.FILE) + r":\d+:\d+: ")


class Documentation(HomeTest):
    PAGES = ["README.md", "CONTRIBUTING.md"] + [f"resources/docs/{page}" for page in
             ("dag-file.md", "command-line.md", "durability.md", "figures.md", "troubleshooting.md")]

    def text(self, page):
        with open(f"{SOURCE}/{page}", encoding="utf-8") as file:
            return file.read()

    def test_every_dag_in_it_is_valid(self):
        found = 0
        for page in self.PAGES:
            for block in re.findall(r"```yaml\n(.*?)```", self.text(page), re.S):
                done = self.home.call("dag", "validate", self.home.write("page.yaml", block))
                self.assertEqual(done.returncode, DONE, f"{page}: {done.stderr}")
                found += 1
        self.assertGreater(found, 1)

    def test_every_link_leads_somewhere(self):
        for page in self.PAGES:
            for link in re.findall(r"\]\(([^)#:]+)\)", self.text(page)):
                path = os.path.normpath(os.path.join(SOURCE, os.path.dirname(page), link))
                self.assertTrue(os.path.exists(path), f"{page}: {link}")

    def test_every_command_is_told(self):
        told = self.text("resources/docs/command-line.md")
        for command in COMMANDS:
            for word in command.split():
                self.assertIn(word, told, command)


if __name__ == "__main__":
    unittest.main(verbosity=2)
