# SPDX-License-Identifier: GPL-3.0-or-later
"""What the steps of the sales pipeline share: columns, rules, paths, the task's inputs and outputs."""

import contextlib
import datetime
import json
import os
import sys
import zlib

# Columns of a raw row, in file order. README.md is the data dictionary.
RAW_COLUMNS = ("order_id", "ordered_at", "region", "store_id", "customer_id", "sku", "quantity",
               "unit_price", "discount_pct", "type", "original_order_id")
# Columns of a clean row. Money is in whole fen (1/100 yuan), so that every total is exact.
CLEAN_COLUMNS = ("date", "region", "category", "sku", "customer_id", "type", "quantity",
                 "gross_fen", "discount_fen")
# Why a row is rejected; the first rule that applies, in this order, gives the reason.
REASONS = ("MISSING_FIELD", "MALFORMED_DATE", "UNKNOWN_STORE", "UNKNOWN_PRODUCT", "BAD_QUANTITY",
           "BAD_PRICE", "DUPLICATE_ORDER")
# What is summed for every group (day, week, month, region, category), in column order.
MEASURES = ("orders", "units", "gross_fen", "discount_fen", "refunds", "refunded_units",
            "refund_fen")


class Refused(Exception):
    """Bad input: the message says where and what to do. Ends the task with exit code 2."""


def main_guard(step):
    """Runs a step; bad input ends with one clear line instead of a stack of calls."""
    try:
        step()
    except Refused as problem:
        print(f"{os.path.basename(sys.argv[0])}: {problem}", file=sys.stderr)
        sys.exit(2)


# ---- the task's surroundings -------------------------------------------------------------------

def run_dir(*parts):
    """A path below the directory that all tasks of this run share."""
    base = os.environ.get("ORRERY_RUN_DIR")
    if not base:
        raise Refused("ORRERY_RUN_DIR is not set; start this with `orrery run dag.yaml`")
    return os.path.join(base, *parts)


def map_slot():
    """(index, count) of this mapped task; (0, 1) for a task that is not mapped."""
    return int(os.environ.get("ORRERY_MAP_INDEX", 0)), int(os.environ.get("ORRERY_MAP_COUNT", 1))


def inputs():
    """The input ports of this task and their values."""
    path = os.environ.get("ORRERY_INPUTS")
    if not path:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def write_outputs(values):
    """Hands the values of the output ports to the engine."""
    path = os.environ.get("ORRERY_OUTPUTS")
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(values, file)


@contextlib.contextmanager
def written_whole(path, mode="w"):
    """A file that appears under its name only when complete, so that a repeated task is safe."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    partial = f"{path}.{os.getpid()}.partial"
    text = {} if "b" in mode else {"encoding": "utf-8", "newline": "\n"}
    try:
        with open(partial, mode, **text) as file:
            yield file
        os.replace(partial, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.remove(partial)
        raise


def write_json(path, value):
    with written_whole(path) as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.write("\n")


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_table(path):
    """Rows of a small CSV file with a header, each as a dictionary of strings."""
    with open(path, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split(",")
        return [dict(zip(names, line.rstrip("\n").split(","))) for line in file]


def write_table(path, columns, rows):
    with written_whole(path) as file:
        file.write(",".join(columns) + "\n")
        file.writelines(",".join(map(str, row)) + "\n" for row in rows)


# ---- values ------------------------------------------------------------------------------------

def date_range(text, name):
    """(first, last) day, both included, of "2025-01-01/2025-12-31" (ISO 8601 interval).

    Two dots instead of the slash, ["first", "last"] and {"start": ..., "end": ...} are understood.
    """
    value = text.strip()
    if value[:1] in "[{":
        try:
            parsed = json.loads(value)
        except ValueError as error:
            raise Refused(f"{name}: {value!r} is not JSON ({error})") from None
        ends = parsed if isinstance(parsed, list) else [parsed.get("start"), parsed.get("end")]
    else:
        ends = value.strip('"').replace("..", "/").split("/")
    try:
        first, last = (datetime.date.fromisoformat(end) for end in ends)
    except (TypeError, ValueError):
        raise Refused(f"{name}: {text!r} is not a range of days; "
                      "write it as 2025-01-01/2025-12-31") from None
    if first > last:
        raise Refused(f"{name}: it ends ({last}) before it begins ({first}); swap the two days")
    return first, last


def region_codes(text, known):
    """The wanted ones of the known region codes, from ["GD", "SH"] or GD,SH; ALL stands for all."""
    value = text.strip()
    try:
        words = json.loads(value) if value.startswith("[") else value.split(",")
    except ValueError as error:
        raise Refused(f"regions: {value!r} is not a JSON array ({error})") from None
    codes = {str(word).strip() for word in words}
    for code in sorted(codes - {"ALL"} - known):
        raise Refused(f"regions: {code!r} is unknown; choose ALL or some of " + " ".join(sorted(known)))
    return set(known) if "ALL" in codes else codes


def days_between(first, last):
    return [first + datetime.timedelta(days) for days in range((last - first).days + 1)]


def is_real_date(text):
    """Whether b"2025-02-28" or its str twin names a day of the calendar."""
    word = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    if len(word) != 10:
        return False
    try:
        datetime.date.fromisoformat(word)
    except ValueError:
        return False
    return True


def stable_hash(key):
    """The same number for the same bytes on every machine and in every process (Adler-32)."""
    return zlib.adler32(key)


def shares(total, weights):
    """Splits a whole number by weights; the parts sum to it exactly (largest remainders)."""
    scale = total / sum(weights)
    parts = [int(weight * scale) for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (parts[i] - weights[i] * scale, i))
    for i in range(total - sum(parts)):
        parts[by_rest[i % len(by_rest)]] += 1
    return parts
