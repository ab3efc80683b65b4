# SPDX-License-Identifier: GPL-3.0-or-later
"""Linear and logistic models on tables: scaling, solving, scoring, and their JSON files."""

import json
import math

from orrery_rows import Problem, Table, found, number, target, text


class Rows:
    """(features, target) of every row that lacks nothing; can be gone through again and again."""

    def __init__(self, path, features, target_column, positive=None):
        self.path, self.features, self.target, self.positive = path, features, target_column, positive
        self.left_out = 0

    def __iter__(self):
        table = Table(self.path)
        places, place = table.indices(self.features), table.index(self.target)
        self.left_out = 0
        for row in table:
            features = [number(row[i], table.columns[i], table.row) for i in places]
            goal = row[place]
            if self.positive is not None:
                goal = None if text(goal) == "" else float(text(goal) == self.positive)
            else:
                goal = number(goal, self.target, table.row)
            if goal is None or None in features:
                self.left_out += 1
            else:
                yield features, goal


class Scale:
    """Moves each feature to mean 0 and deviation 1."""

    def __init__(self, mean, deviation):
        self.mean, self.deviation = mean, deviation

    def __call__(self, features):
        return [(a - m) / d for a, m, d in zip(features, self.mean, self.deviation)]


def scaled(data):
    """The scale of the features, in one pass (Welford 1962, doi:10.1080/00401706.1962.10490022)."""
    count, mean, squares = 0, [0.0] * len(data.features), [0.0] * len(data.features)
    for features, _ in data:
        count += 1
        for i, value in enumerate(features):
            change = value - mean[i]
            mean[i] += change / count
            squares[i] += change * (value - mean[i])
    if count < 2:
        raise Problem(f"{count} rows have all of {', '.join(data.features)} and {data.target}: too few to learn from")
    return Scale(mean, [math.sqrt(one / count) or 1.0 for one in squares])


def solve(matrix, vector):
    """Gaussian elimination with partial pivoting; the arguments are used up."""
    size = len(vector)
    for i in range(size):
        best = max(range(i, size), key=lambda row: abs(matrix[row][i]))
        if abs(matrix[best][i]) < 1e-10:
            raise Problem("the features depend on each other (one is a sum of others, or constant); drop one or give ridge")
        matrix[i], matrix[best], vector[i], vector[best] = matrix[best], matrix[i], vector[best], vector[i]
        for row in range(i + 1, size):
            factor = matrix[row][i] / matrix[i][i]
            if factor:
                for column in range(i, size):
                    matrix[row][column] -= factor * matrix[i][column]
                vector[row] -= factor * vector[i]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (vector[i] - sum(matrix[i][j] * out[j] for j in range(i + 1, size))) / matrix[i][i]
    return out


def chance(z):
    """The logistic function, without overflow."""
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def predicted(model, features):
    x = Scale(model["mean"], model["deviation"])(features)
    z = model["weights"][0] + sum(w * a for w, a in zip(model["weights"][1:], x))
    return chance(z) if model["kind"] == "logistic" else z


def score(model, data):
    """(metrics, rows) of a model on rows."""
    return _classes(model, data) if model["kind"] == "logistic" else _numbers(model, data)


def _numbers(model, data):
    count, squares, absolute, mean, spread = 0, 0.0, 0.0, 0.0, 0.0
    for features, goal in data:
        count += 1
        error = goal - predicted(model, features)
        squares += error * error
        absolute += abs(error)
        change = goal - mean
        mean += change / count
        spread += change * (goal - mean)
    if not count:
        raise Problem("no row has all features and the target")
    return {"r2": round(1 - squares / spread, 6) if spread else 0.0, "rmse": round(math.sqrt(squares / count), 6),
            "mae": round(absolute / count, 6)}, count


def _classes(model, data):
    right, loss, count = {(0, 0): 0, (0, 1): 0, (1, 0): 0, (1, 1): 0}, 0.0, 0
    for features, goal in data:
        count += 1
        p = min(max(predicted(model, features), 1e-15), 1 - 1e-15)
        loss -= math.log(p if goal else 1 - p)
        right[int(goal), int(p >= 0.5)] += 1
    if not count:
        raise Problem("no row has all features and the target")
    precision = right[1, 1] / (right[1, 1] + right[0, 1]) if right[1, 1] + right[0, 1] else 0.0
    recall = right[1, 1] / (right[1, 1] + right[1, 0]) if right[1, 1] + right[1, 0] else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"accuracy": round((right[0, 0] + right[1, 1]) / count, 6), "precision": round(precision, 6),
            "recall": round(recall, 6), "f1": round(f1, 6), "logLoss": round(loss / count, 6)}, count


def saved(model, metrics):
    """Writes the model; its coefficients stand there in the units of the features too."""
    slopes = [w / d for w, d in zip(model["weights"][1:], model["deviation"])]
    model["coefficients"] = dict(zip(model["features"], slopes))
    model["intercept"] = model["weights"][0] - sum(s * m for s, m in zip(slopes, model["mean"]))
    model["metrics"] = metrics
    path = target(".model.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(model, file, indent=2)
    return path


def load(path):
    with open(found(path), encoding="utf-8") as file:
        model = json.load(file)
    if not isinstance(model, dict) or model.get("kind") not in ("linear", "logistic"):
        raise Problem(f'"{path}" is not a model of train-linear or train-logistic')
    return model
