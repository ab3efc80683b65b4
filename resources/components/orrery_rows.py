# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables in files for components: CSV, TSV, JSON lines and JSON arrays, packed (.gz) or not.

Rows stream: a table is read and written row by row, so its size does not matter. A row is a list in
the order of the columns. Values of a CSV file are texts, "" where there is none; typed() gives the
number a text stands for.
"""

import csv
import difflib
import gzip
import json
import os
import re
import sys

csv.field_size_limit(1 << 24)
NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|[+-]?\.\d+")
args = json.loads(os.environ.get("ORRERY_ARGUMENTS") or "{}")
with open(os.environ["ORRERY_INPUTS"], encoding="utf-8") as _file:
    inputs = json.load(_file)


class Problem(Exception):
    """What a user can put right: told in one sentence, without a traceback."""


def run(main):
    """Runs the component and leaves what it returns as its outputs."""
    try:
        outputs = main() or {}
    except Problem as problem:
        sys.exit(str(problem))
    except (OSError, UnicodeError, csv.Error) as problem:
        sys.exit(f"{type(problem).__name__}: {problem}")
    with open(os.environ["ORRERY_OUTPUTS"], "w", encoding="utf-8") as file:
        json.dump(outputs, file, ensure_ascii=False)
    print("\n".join(f"{name}: {shown(value)}" for name, value in outputs.items()))


def shown(value):
    """A value for the log; a long one is cut."""
    whole = text(value)
    return whole if len(whole) <= 200 else whole[:200] + " ..."


def typed(value):
    """The number that a text stands for, None for an empty text; everything else as it is."""
    if not isinstance(value, str):
        return value
    if value == "":
        return None
    if NUMBER.fullmatch(value):
        return int(value) if value.lstrip("+-").isdigit() else float(value)
    return value


def number(value, column, row):
    """A number, or the problem that it is none. None where there is no value."""
    value = typed(value)
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise Problem(f'row {row}: column "{column}" holds {value!r}, which is no number')


def text(value):
    """How a value stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return format(value, ".15g") if isinstance(value, float) else str(value)


def found(path):
    """A file beside the DAG, or of this run."""
    beside = os.environ.get("ORRERY_DAG_DIR", "")  # a file that came after the task began has no link yet
    for place in (path, os.path.join(os.environ["ORRERY_RUN_DIR"], path), os.path.join(beside, path)):
        if os.path.exists(place):
            return os.path.realpath(place)  # a file beside the DAG is a link in the work directory
    raise Problem(f'there is no file "{path}", neither beside the DAG nor among the results of this run')


def target(suffix):
    """Where the result goes: the argument `to`, else a file of the run that is named like the task."""
    task = re.sub(r"[^A-Za-z0-9._-]+", "-", os.environ["ORRERY_TASK"]).strip("-")
    path = os.path.join(os.environ["ORRERY_RUN_DIR"], args.get("to") or task + suffix)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def opened(path, mode="r", encoding="utf-8"):
    """Text of a file, unpacked or packed by its name."""
    if path.endswith((".gz", ".gz.part")):
        return gzip.open(path, mode + "t", encoding=encoding, newline="")
    return open(path, mode, encoding=encoding, newline="")


class Table:
    """Rows of a file. Read once; `columns` are known before."""

    def __init__(self, path, delimiter=None, encoding="utf-8-sig", header=True):
        self.path = found(path)
        name = self.path[:-3] if self.path.endswith(".gz") else self.path
        self.file = opened(self.path, encoding=encoding)
        self.row = 0
        if name.endswith((".jsonl", ".ndjson")):
            self._objects(json_lines(self.file, self.path))
        elif name.endswith(".json"):
            self._objects(json_array(self.file, self.path))
        else:
            self._csv(delimiter or ("\t" if name.endswith(".tsv") else ","), header)

    def _csv(self, delimiter, header):
        reader = csv.reader(self.file, delimiter=delimiter)
        first = next(reader, None)
        if first is None:
            raise Problem(f'"{self.path}" is empty: it has not even a line of column names')
        self.columns = [name.strip() for name in first] if header else [f"column{i + 1}" for i in range(len(first))]
        twice = [name for name in self.columns if self.columns.count(name) > 1]
        if twice:
            raise Problem(f'"{self.path}": the column "{twice[0]}" stands twice')
        self._rows = self._checked(reader if header else _chain(first, reader))

    def _checked(self, reader):
        width = len(self.columns)
        for row in reader:
            if len(row) == width:
                yield row
            elif row:  # an empty line is no row
                raise Problem(f'"{self.path}", line {reader.line_num}: {len(row)} values for {width} columns')

    def _objects(self, objects):
        seen, first = {}, []
        for one in objects:  # the columns are those of the first thousand objects
            seen.update(dict.fromkeys(one))
            first.append(one)
            if len(first) == 1000:
                break
        self.columns = list(seen)
        self._rows = self._listed(_chain_all(first, objects), seen)

    def _listed(self, objects, known):
        for place, one in enumerate(objects, 1):
            for name in one:
                if name not in known:
                    raise Problem(f'"{self.path}": object {place} has "{name}", which none of the first 1000 has')
            yield [one.get(name) for name in self.columns]

    def __iter__(self):
        for row in self._rows:
            self.row += 1
            yield row
        self.file.close()

    def index(self, column):
        """The place of a column, or a problem that names the one that was perhaps meant."""
        if column in self.columns:
            return self.columns.index(column)
        near = difflib.get_close_matches(column, self.columns, 1)
        hint = f', did you mean "{near[0]}"?' if near else f"; there are {', '.join(self.columns)}"
        raise Problem(f'there is no column "{column}"{hint}')

    def indices(self, columns):
        return [self.index(column) for column in columns]


def _chain(first, rest):
    yield first
    yield from rest


def _chain_all(first, rest):
    yield from first
    yield from rest


def json_lines(file, path):
    """The objects of JSON lines."""
    for place, line in enumerate(file, 1):
        if line.strip():
            yield _object(line, path, f"line {place}")


def _object(line, path, where):
    try:
        value = json.loads(line)
    except ValueError as problem:
        raise Problem(f'"{path}", {where}: not JSON: {problem}') from None
    if not isinstance(value, dict):
        raise Problem(f'"{path}", {where}: an object is needed, not {type(value).__name__}')
    return value


def json_array(file, path, size=1 << 16):
    """The objects of one JSON array, read piece by piece."""
    decoder, text_, place, started, ended = json.JSONDecoder(), "", 0, False, False
    while True:
        more = file.read(size)
        text_ = (text_ + more).lstrip()
        if not started and text_:
            if text_[0] != "[":
                raise Problem(f'"{path}" does not hold a JSON array of objects')
            text_, started = text_[1:], True
        while started and not ended:
            text_ = text_.lstrip(", \t\r\n")
            if text_.startswith("]"):
                ended = True
                break
            try:
                value, end = decoder.raw_decode(text_)
            except ValueError as problem:
                if more:
                    break  # an object that goes on in the next piece
                raise Problem(f'"{path}", object {place + 1}: not JSON: {problem}') from None
            place += 1
            if not isinstance(value, dict):
                raise Problem(f'"{path}", element {place}: an object is needed')
            yield value
            text_ = text_[end:]
        if not more:
            if not ended:
                raise Problem(f'"{path}" ends in the middle of its array')
            return


class Writer:
    """A table that is written; it appears under its name when it is whole."""

    def __init__(self, columns, suffix=None, path=None, delimiter=","):
        kind = args.get("format") or "csv"
        self.path = path or target(suffix or "." + kind)
        plain = self.path[:-3] if self.path.endswith(".gz") else self.path
        self.columns, self.rows = list(columns), 0
        self.lines = plain.endswith((".jsonl", ".ndjson"))
        self.part = self.path + ".part"
        self.file = gzip.open(self.part, "wt", encoding="utf-8", newline="") if self.path.endswith(".gz") \
            else open(self.part, "w", encoding="utf-8", newline="")
        if not self.lines:
            delimiter = "\t" if plain.endswith(".tsv") else delimiter
            self.csv = csv.writer(self.file, delimiter=delimiter, lineterminator="\n")
            self.csv.writerow(self.columns)

    def row(self, values):
        self.rows += 1
        if self.lines:
            json.dump(dict(zip(self.columns, map(typed, values))), self.file, ensure_ascii=False)
            self.file.write("\n")
        else:
            self.csv.writerow([value if isinstance(value, str) else text(value) for value in values])

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.file.close()
        if kind is None:
            os.replace(self.part, self.path)
        else:
            os.unlink(self.part)

    def outputs(self, **more):
        return {"path": self.path, "rows": self.rows, **more}
