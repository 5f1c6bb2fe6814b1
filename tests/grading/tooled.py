"""Wrong answers that a tool makes: mutmut's operators and a few more, on every node of a right answer."""

import difflib
import tomllib
from dataclasses import dataclass

import libcst as cst
from mutmut.mutation.mutators import mutation_operators

from systemdesign.grading.lab import load
from tests.grading.mutation import FOLDER

PASS = cst.SimpleStatementLine([cst.Pass()])


@dataclass(frozen=True)
class Tooled:
    """One change to the answer of a part: `old` lines of the function `where` have become `new` ones."""

    stem: str
    part: int
    where: str
    old: str
    new: str
    answer: str

    @property
    def name(self):
        return self.part, self.where, self.old, self.new

    def __str__(self):
        return f"{self.stem}/{self.part} {self.where}: {self.old} -> {self.new}".replace("\n", " | ")[:200]


@dataclass(frozen=True)
class Site:
    """A place where the tool can change an answer, and how: cheap to list, as the change is made when it is asked for.

    `index` counts the changes of the part, in the order of the answer's lines.
    """

    stem: str
    part: int
    index: int
    where: str

    def __str__(self):
        return f"{self.stem}/{self.part} {self.where} {self.index}"

    def made(self):
        """The mutant."""
        answer = load(self.stem).parts[self.part].answer
        return mutant(self.stem, self.part, answer, *sites(answer), self.index)


def tooled(stem):
    """Every such place of a lab."""
    for number, part in load(stem).parts.items():
        _, found = sites(part.answer)
        yield from (Site(stem, number, index, where) for index, (where, _, _) in enumerate(found))


def sites(answer):
    """The answer's tree, and (function, node, replacement) for each change to it."""
    tree, visitor = cst.parse_module(answer), Changes()
    tree.visit(visitor)
    return tree, visitor.found


def mutant(stem, number, answer, tree, found, index):
    where, node, replacement = found[index]
    text = tree.deep_replace(node, replacement).code
    return Tooled(stem, number, where, *difference(answer, text), text)


def mutated(stem, number, answer):
    """Every mutant of an answer."""
    tree, found = sites(answer)
    return (mutant(stem, number, answer, tree, found, index) for index in range(len(found)))


def difference(before, after):
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "-+"]
    return tuple("\n".join(line[1:].strip() for line in lines if line[0] == sign) for sign in "-+")


class Changes(cst.CSTVisitor):
    """Collects (function, node, replacement) for each operator that fits a node; interfaces and words stay."""

    def __init__(self):
        self.path, self.found = [], []

    def on_visit(self, node):
        if isinstance(node, (cst.ClassDef, cst.FunctionDef)):
            self.path.append(node.name.value)
        for kind, operator in [*mutation_operators, *OURS]:
            if isinstance(node, kind):
                self.found += [(".".join(self.path), node, new) for new in operator(node)]
        return not isinstance(node, (cst.Import, cst.ImportFrom))

    def on_leave(self, node):
        if isinstance(node, (cst.ClassDef, cst.FunctionDef)):
            self.path.pop()


def deleted(line):
    documents = isinstance(line.body[0], cst.Expr) and isinstance(line.body[0].value, cst.SimpleString)
    if not documents and not isinstance(line.body[0], (cst.Import, cst.ImportFrom, cst.Pass)):
        yield PASS


def forced(condition):
    """An `if`, of a statement or of a comprehension, whose answer is known beforehand."""
    for answer in ("True", "False"):
        yield condition.with_changes(test=cst.Name(answer))


def halved(operation):
    """`a and b` as one of the two."""
    yield from (operation.left, operation.right)


def bared(block):
    """What stands in a `with` or a `try`, without it."""
    yield cst.If(test=cst.Name("True"), body=block.body)


def lessened(number):
    if number.evaluated_value >= 1:
        yield number.with_changes(value=repr(number.evaluated_value - 1))


OURS = [
    (cst.SimpleStatementLine, deleted),
    ((cst.If, cst.CompIf), forced),
    (cst.BooleanOperation, halved),
    ((cst.With, cst.Try), bared),
    ((cst.Integer, cst.Float), lessened),
]


def equivalent(stem):
    """{name: why no sentence of the lab's text is broken} of the mutants that `equivalent.toml` lists for a lab."""
    path = FOLDER / stem / "equivalent.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"] if path.exists() else []
    return {(row["part"], row["where"], row["old"].strip(), row["new"].strip()): row["why"] for row in rows}
