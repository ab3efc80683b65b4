# SPDX-License-Identifier: GPL-3.0-or-later
"""Expressions over the columns of a row: `amount * 1.19 if country == "DE" else amount`.

They have Python's operators, the functions below and nothing else: the text is read into a syntax tree,
every kind of node that is not listed here is refused, and only then it is evaluated. A column whose name
is no identifier is written col("unit price").
"""

import ast
import datetime
import math
import re

from orrery_rows import Problem, text, typed


def _date(value):
    return datetime.date.fromisoformat(str(value)[:10])


FUNCTIONS = {
    "abs": abs, "round": round, "min": min, "max": max, "len": lambda a: len(text(a)),
    "int": int, "float": float, "str": text, "sqrt": math.sqrt, "log": math.log, "exp": math.exp,
    "floor": math.floor, "ceil": math.ceil,
    "lower": lambda a: text(a).lower(), "upper": lambda a: text(a).upper(), "strip": lambda a: text(a).strip(),
    "contains": lambda a, b: text(b) in text(a), "startswith": lambda a, b: text(a).startswith(text(b)),
    "endswith": lambda a, b: text(a).endswith(text(b)), "replace": lambda a, b, c: text(a).replace(text(b), text(c)),
    "concat": lambda *all_: "".join(map(text, all_)), "matches": lambda a, b: re.search(b, text(a)) is not None,
    "missing": lambda a: a is None, "coalesce": lambda *all_: next((a for a in all_ if a is not None), None),
    "year": lambda a: _date(a).year, "month": lambda a: _date(a).month, "day": lambda a: _date(a).day,
    "weekday": lambda a: _date(a).isoweekday(), "days": lambda a, b: (_date(b) - _date(a)).days,
}
ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd, ast.BinOp, ast.Add, ast.Sub,
    ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In,
    ast.NotIn, ast.Is, ast.IsNot, ast.IfExp, ast.Call, ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple)


class _Columns(ast.NodeTransformer):
    """Puts `the value of column i` in place of names; refuses what an expression cannot hold."""

    def __init__(self, table, source, values):
        self.table, self.source, self.values, self.used = table, source, values, set()

    def visit(self, node):
        if not isinstance(node, ALLOWED):
            raise Problem(f'"{self.source}": {type(node).__name__} cannot stand in an expression')
        return super().visit(node)

    def column(self, name):
        if name in self.values:
            return ast.Subscript(value=ast.Name(id="_values", ctx=ast.Load()), slice=ast.Constant(value=name),
                                 ctx=ast.Load())
        place = self.table.index(name)
        self.used.add(place)
        return ast.Call(func=ast.Name(id="_typed", ctx=ast.Load()), keywords=[], args=[ast.Subscript(
            value=ast.Name(id="_row", ctx=ast.Load()), slice=ast.Constant(value=place), ctx=ast.Load())])

    def visit_Name(self, node):
        return self.column(node.id)

    def visit_Call(self, node):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "col":
            if len(node.args) != 1 or not isinstance(getattr(node.args[0], "value", None), str):
                raise Problem(f'"{self.source}": write col("NAME")')
            return self.column(node.args[0].value)
        if name not in FUNCTIONS or node.keywords:
            raise Problem(f'"{self.source}": there is no function "{name}"; there are {", ".join(sorted(FUNCTIONS))}')
        return ast.Call(func=node.func, args=[self.visit(one) for one in node.args], keywords=[])


def compiled(source, table, values):
    """A function of a row. It gives None where a value that it needs is missing.

    @param values: names that the expression may use beside the columns; they go before these
    """
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except SyntaxError as problem:
        raise Problem(f'"{source}": {problem.msg}, at character {problem.offset}') from None
    columns = _Columns(table, source, values)
    tree = columns.visit(tree)
    names = {"__builtins__": {}, "_typed": typed, "_values": values, **FUNCTIONS}
    # The tree holds nothing but what is listed above.
    code = eval(compile(_lambda(tree.body), "expression", "eval"), names)

    def value(row):
        try:
            return code(row)
        except (TypeError, ValueError, ZeroDivisionError, OverflowError) as problem:
            if any(typed(row[place]) is None for place in columns.used):
                return None
            raise Problem(f'row {table.row}: "{source}": {problem}') from None

    return value


def _lambda(body):
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(arg="_row")], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.fix_missing_locations(ast.Expression(body=ast.Lambda(args=arguments, body=body)))
