# SPDX-License-Identifier: GPL-3.0-or-later
"""DAGs of Orrery, written in Python. One file without dependencies: copy it beside your own.

    from orrery import Dag

    with Dag("daily-totals", description="Adds up some numbers.") as dag:
        limit = dag.parameter("limit", "INTEGER", default=100)

        @dag.task(outputs={"numbers": "ARRAY<INTEGER>"})
        def extract():
            return {"numbers": [3, 4, 5]}

        @dag.task(outputs={"total": "INTEGER"}, retries=2, timeout="PT5M")
        def add(numbers):
            return {"total": sum(numbers)}

        tell = dag.shell("tell", "echo the sum is ${inputs.total}", inputs={"total": "INTEGER"})

        extract["numbers"] >> add["numbers"]
        add["total"] >> tell["total"]

    dag.main()

Run it with `python3 daily.py > daily.json`, then `orrery run daily.json`. Nothing of a task's code
runs while the file is made: a function is taken as text and runs in a process of its own, so it
imports what it needs inside. resources/docs/python.md is the guide, resources/docs/dag-file.md says
what every key means.
"""

import inspect
import json
import re
import sys
import textwrap

__all__ = ["Dag", "DagError", "Task"]

_IDENTIFIER = re.compile(r"[A-Za-z0-9._-]+\Z")
_TYPES = {str: "STRING", int: "INTEGER", float: "NUMBER", bool: "BOOLEAN", dict: "OBJECT",
          list: "ARRAY<ANY>"}
# As the engine tells a template inside a string from the ${...} of another language.
_TEMPLATE = re.compile(r"\$\{(?=(?:params|inputs|run|dag|node|map|item|secret)[.\[]|item\})")
_CALL = '''

if __name__ == "__main__":
    import json as _json, os as _os

    with open(_os.environ["ORRERY_INPUTS"], encoding="utf-8") as _file:
        _given = _json.load(_file)
    _result = {name}({item}**{{_key: _given[_key] for _key in {inputs!r} if _key in _given}})
    if _result is not None:
        with open(_os.environ["ORRERY_OUTPUTS"], "w", encoding="utf-8") as _file:
            _json.dump(_result, _file)
'''


class DagError(ValueError):
    """Something that no DAG file can say; the message tells what to do."""


def _identifier(name, what):
    if not isinstance(name, str) or not _IDENTIFIER.match(name):
        raise DagError(f"{what} {name!r} may hold letters, digits, '.', '_' and '-' only")
    return name


def _ports(ports):
    """{"n": "INTEGER"} or {"n": {"type": "INTEGER", "default": 1}} as a schema of ports."""
    schema = {}
    for name, port in (ports or {}).items():
        schema[_identifier(name, "the name")] = {"type": port} if isinstance(port, str) else dict(port)
    return schema


class Port:
    """One input or output of a task: `a["x"] >> b["y"]` hands a value over."""

    def __init__(self, task, name):
        self.task, self.name = task, name

    def __rshift__(self, other):
        if not isinstance(other, Port):
            raise DagError(f"{self.task.id}[{self.name!r}] >> needs an input such as task[\"name\"]")
        edge = self.task.dag.edge(self.task, other.task)
        edge.setdefault("dataMapping", {})[self.name] = other.name
        return other.task


class Way:
    """Edges that are taken on a condition: `a.on_failure >> b`."""

    def __init__(self, task, condition):
        self.task, self.condition = task, condition

    def __rshift__(self, others):
        for other in others if isinstance(others, (list, tuple)) else [others]:
            self.task.dag.edge(self.task, other)["condition"] = self.condition
        return others


class Task:
    """A node. `a >> b` and `a >> [b, c]` say what waits for what."""

    def __init__(self, dag, node):
        self.dag, self.node = dag, node

    @property
    def id(self):
        """The nodeId."""
        return self.node["nodeId"]

    def __getitem__(self, port):
        return Port(self, port)

    def __rshift__(self, others):
        for other in others if isinstance(others, (list, tuple)) else [others]:
            self.dag.edge(self, other)
        return others

    def __rrshift__(self, others):
        for other in others:
            self.dag.edge(other, self)
        return self

    @property
    def on_failure(self):
        """Edges taken when the task failed."""
        return Way(self, "FAILURE")

    @property
    def always(self):
        """Edges taken whatever became of the task."""
        return Way(self, "ALWAYS")

    def when(self, expression):
        """Edges taken when an expression over its outputs holds: "outputs.total > 10"."""
        return Way(self, expression)


class Dag:
    """A DAG file in the making; every method that makes a node gives its Task."""

    def __init__(self, dag_id, **head):
        """`head`: name, description, version, owner, tags, maxParallelTasks ... as in the file."""
        self.head = {"dagId": _identifier(dag_id, "dagId"), **head}
        self.parameters, self.tasks, self.edges = {}, {}, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def parameter(self, name, kind="ANY", **more):
        """A value chosen at the start of a run; `more`: default, required, description.
        Gives its template, `${params.NAME}`."""
        self.parameters[_identifier(name, "the parameter")] = {"type": kind, **more}
        return f"${{params.{name}}}"

    def schedule(self, expression, timezone="UTC"):
        """Runs by a cron expression."""
        self.head["schedule"] = {"type": "CRON", "expression": expression, "timezone": timezone}

    def edge(self, source, target):
        """The edge between two tasks, made when it is new: a dict to change."""
        for end in (source, target):
            if not isinstance(end, Task):
                raise DagError(f"an edge joins two tasks; {end!r} is none")
            if self.tasks.get(end.id) is not end:
                raise DagError(f"the task {end.id} belongs to another DAG")
        return self.edges.setdefault((source.id, target.id), {"from": source.id, "to": target.id})

    def node(self, node_id, definition=None, *, name=None, description=None, kind=None, cpu=None,
             memory_mb=None, gpus=None, retries=None, retry_interval=None, timeout=None,
             map_over=None, parallelism=None, isolation=None, network=None, inputs=None,
             outputs=None, env=None):
        """A node with a taskDefinition as in the file. The other arguments are keys of the node:
        durations are ISO 8601 ("PT5M"), `map_over` is an expression that gives a list."""
        if node_id in self.tasks:
            raise DagError(f"there are two tasks with the id {node_id}; give one another id")
        task = dict(definition or {})
        for key, value in (("environment", env), ("inputSchema", _ports(inputs)),
                           ("outputSchema", _ports(outputs))):
            if value:
                task[key] = value
        retry = _set(maxRetries=retries, retryInterval=retry_interval)
        node = _set(nodeId=_identifier(node_id, "nodeId"), name=name, description=description,
                    type=kind, taskDefinition=task or None,
                    resourceRequirements=_set(cpuCores=cpu, memoryMB=memory_mb, gpuUnits=gpus) or None,
                    executionConfig=_set(timeout=timeout, mapOver=map_over, parallelism=parallelism,
                                         isolation=isolation, network=network,
                                         retryPolicy=retry or None) or None)
        self.tasks[node_id] = Task(self, node)
        return self.tasks[node_id]

    def shell(self, node_id, script, **more):
        """A node that runs a script of /bin/sh; `more` as for node()."""
        return self.node(node_id, {"runtime": "SHELL", "script": script}, **more)

    def command(self, node_id, *argv, **more):
        """A node that starts a program, without a shell in between."""
        return self.node(node_id, {"runtime": "EXEC", "command": [str(word) for word in argv]}, **more)

    def sql(self, node_id, script, database="", **more):
        """A node that runs SQL on a SQLite file ("" = in memory)."""
        return self.node(node_id, _set(runtime="SQL", script=script, database=database or None), **more)

    def http(self, node_id, url, method="GET", headers=None, body=None, **more):
        """A node that asks a web server."""
        request = _set(method=method, url=url, headers=headers, body=body)
        return self.node(node_id, {"runtime": "HTTP", "http": request}, **more)

    def task(self, function=None, *, id=None, runtime="PYTHON_3", inputs=None, **more):
        """Makes a node of a function. Its arguments are the inputs (annotations give types, defaults
        are kept), the dict that it returns holds the outputs named in `outputs`. With `map_over` an
        argument `item` is the element. The function's text is what runs: it sees nothing of this
        file but itself."""
        if function is None:
            return lambda given: self.task(given, id=id, runtime=runtime, inputs=inputs, **more)
        ports = _arguments(function)
        item = ""
        if more.get("map_over") and ports.pop("item", None):
            item = "item=${item}, "
        ports.update(_ports(inputs))
        # What looks like a template in the function's strings is its own text.
        script = _TEMPLATE.sub(r"$\g<0>", _source(function)) + _CALL.format(
            name=function.__name__, item=item, inputs=list(ports))
        more.setdefault("description", inspect.getdoc(function))
        return self.node(id or function.__name__, {"runtime": runtime, "script": script},
                         inputs=ports, **more)

    def to_dict(self):
        """The DAG as its file says it."""
        if not self.tasks:
            raise DagError(f"the DAG {self.head['dagId']} has no task")
        return _set(**self.head, parameters=self.parameters or None,
                    nodes=[task.node for task in self.tasks.values()],
                    edges=list(self.edges.values()) or None)

    def to_json(self):
        """The text of a DAG file."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def write(self, path):
        """Writes the DAG file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.to_json())

    def main(self):
        """For the end of a script: writes to the file that is named as its argument, else to stdout."""
        if len(sys.argv) > 1:
            self.write(sys.argv[1])
        else:
            sys.stdout.write(self.to_json())


def _set(**members):
    """Without those that are None."""
    return {key: value for key, value in members.items() if value is not None}


def _arguments(function):
    """The inputs that a function's signature asks for."""
    ports = {}
    for argument in inspect.signature(function).parameters.values():
        if argument.kind in (argument.VAR_POSITIONAL, argument.VAR_KEYWORD, argument.POSITIONAL_ONLY):
            raise DagError(f"{function.__name__}: an input has a name; *, ** and / are not possible")
        port = {"type": _TYPES.get(argument.annotation, "ANY")}
        if argument.default is argument.empty:
            port["required"] = True
        else:
            try:
                json.dumps(argument.default)
            except TypeError as error:
                raise DagError(f"{function.__name__}: the default of {argument.name} is no JSON value: "
                               f"{error}") from error
            port["default"] = argument.default
        ports[argument.name] = port
    return ports


def _source(function):
    """The function's text without its decorators."""
    try:
        lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    except (OSError, TypeError) as error:
        raise DagError(f"{function!r}: a task is a function that is written in a file") from error
    for number, line in enumerate(lines):
        if re.match(r"def\s", line):
            return "\n".join(lines[number:]) + "\n"
    raise DagError(f"{function!r}: a task is a plain function that begins with def")
