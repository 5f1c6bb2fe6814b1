"""The numbered rules of each lab's text, and which checks and mutants are for which of them."""

import ast
import re
from collections import defaultdict
from functools import cache

from systemdesign.grading.lab import labs, load
from tests.grading.mutation import mutants

IDLE = {"all", "and", "are", "but", "each", "for", "from", "has", "its", "not", "one"}
IDLE |= {"than", "that", "the", "two", "when", "with", "you", "your"}
"""Words that say nothing about a rule."""


def texts():
    """{(lab, part, rule): its sentence} of every lab that is graded."""
    return {
        (stem, part, rule): text
        for stem in labs()
        if not load(stem).shown
        for part in load(stem).parts
        for rule, text in load(stem).rules(part).items()
    }


def checks(stem, part):
    """[(check, its rules)] of a part, in the order in which they judge."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in load(stem).checks(part)]
    return [(node.name, marked(node)) for tree in trees for node in tree.body if is_check(node)]


def is_check(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def marked(function):
    marks = [mark for mark in function.decorator_list if ast.unparse(mark).startswith("pytest.mark.rule(")]
    return [argument.value for mark in marks for argument in mark.args]


@cache
def judges():
    """{(lab, part, rule): the checks that are for it}."""
    found = defaultdict(list)
    for stem, part in {key[:2] for key in texts()}:
        for name, rules in checks(stem, part):
            for rule in rules:
                found[stem, part, rule].append(name)
    return found


@cache
def breakers():
    """{(lab, part, rule): the mutants that break it}."""
    found = defaultdict(list)
    for mutant in mutants():
        found[mutant.stem, mutant.part, mutant.rule].append(mutant.name)
    return found


def words(text):
    """What a text is about: its words without endings, and without those that say nothing."""
    return {word[:5] for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in IDLE}


def speaks(hint, rules):
    """Whether a hint has at least two words in common with one of these rules' sentences."""
    return any(len(words(hint) & words(rule)) >= 2 for rule in rules)
