"""A module's source as mypyc compiles it best; the same meaning, every statement on its own line still.

* Module constants become `Final`: a static variable of C instead of a dictionary access at each use.
* Dataclasses get the `__init__` that `dataclass` would make: compiled it takes a quarter of the time. It has to assign, so
  that a frozen class is only hashable; that nobody assigns to one is what mypy checks in the source.
* Their annotations, which compiled classes keep without what stands in brackets, are said once more: the worker reads records
  by them.
* Data files are looked for beside the sources, wherever the compiled module lies.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

_FUTURE = "from __future__ import annotations"
_EMPTY = {"list": "[]", "dict": "{}", "set": "set()"}


def rewrite(source: str) -> str:
    """The rewritten source of one module of `extract`."""
    tree, lines = ast.parse(source), source.split("\n")
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for each in classes:
        _construct(each, lines)
    for name, node in _constants(tree):
        at = node.lineno - 1
        if isinstance(node, ast.AnnAssign):
            kind = ast.unparse(node.annotation)
            lines[at] = lines[at].replace(f"{name}: {kind} =", f"{name}: _Final[{kind}] =")
        else:
            lines[at] = lines[at].replace(f"{name} =", f"{name}: _Final =", 1)
    text = "\n".join(lines).replace(
        _FUTURE, f"{_FUTURE}; import extract as _extract; from typing import Final as _Final", 1
    )
    text = text.replace("Path(__file__)", "Path(str(_extract.__file__))")
    return text + "".join(map(_annotated, filter(_dataclass, classes)))


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.Assign | ast.AnnAssign]]:
    """Names that the module assigns once, and that no function rebinds; type variables and aliases stay."""
    assigned = Counter(_name(node) for node in tree.body)
    rebound = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    for node in tree.body:
        name = _name(node)
        if isinstance(node, ast.Assign | ast.AnnAssign) and assigned[name] == 1 and name not in rebound and name:
            value = node.value
            typing = isinstance(value, ast.Subscript | ast.BinOp) or getattr(
                getattr(value, "func", None), "id", ""
            ) in (
                "TypeVar",
                "NewType",
            )
            if value is not None and not typing:
                yield name, node


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign | ast.AugAssign):
        target: ast.expr | None = node.target
    else:
        target = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    return target.id if isinstance(target, ast.Name) else ""


def _dataclass(node: ast.ClassDef) -> ast.Call | None:
    """The decorator that makes it one."""
    calls = (each for each in node.decorator_list if isinstance(each, ast.Call))
    return next((each for each in calls if ast.unparse(each.func) == "dataclass"), None)


def _fields(node: ast.ClassDef) -> list[ast.AnnAssign]:
    return [field for field in node.body if isinstance(field, ast.AnnAssign)]


def _annotated(node: ast.ClassDef) -> str:
    told = {ast.unparse(field.target): ast.unparse(field.annotation) for field in _fields(node)}
    return f'\nsetattr({node.name}, "__annotations__", {told!r})\n'


def _construct(node: ast.ClassDef, lines: list[str]) -> None:
    """Write the `__init__` of a dataclass into the empty line after its fields."""
    made, fields = _dataclass(node), _fields(node)
    if made is None:
        return
    methods = {method.name for method in node.body if isinstance(method, ast.FunctionDef)}
    if any("init=False" in ast.unparse(field) for field in fields):
        return  # set by other means; a rare class
    taken, assigned = zip(*(_field(field) for field in fields), strict=True)
    given = [word.arg for word in made.keywords]
    head = ", ".join(("self", *(["*"] if "kw_only" in given else []), *taken))
    after = ["self.__post_init__()"] if "__post_init__" in methods else []
    end = fields[-1].end_lineno or 0
    if "__init__" in methods or lines[end : end + 1] != [""]:
        raise ValueError(f"{node.name}: no place for its __init__")
    lines[end] = f"    def __init__({head}) -> None: {'; '.join((*assigned, *after))}"
    line = lines[made.lineno - 1].replace("frozen=True", "unsafe_hash=True")
    lines[made.lineno - 1] = line.replace("@dataclass(", "@dataclass(init=False, ")


def _field(field: ast.AnnAssign) -> tuple[str, str]:
    """Parameter and assignment of a field."""
    name, kind = ast.unparse(field.target), ast.unparse(field.annotation)
    if not (isinstance(field.value, ast.Call) and ast.unparse(field.value.func) in ("field", "dataclasses.field")):
        default = f" = {ast.unparse(field.value)}" if field.value is not None else ""
        return f"{name}: {kind}{default}", f"self.{name} = {name}"
    (factory,) = (word.value for word in field.value.keywords if word.arg == "default_factory")
    made = _EMPTY.get(ast.unparse(factory), f"{ast.unparse(factory)}()")
    return f"{name}: {kind} | None = None", f"self.{name} = {made} if {name} is None else {name}"
