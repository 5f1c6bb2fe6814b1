"""What a module says of itself: its public classes and functions, with their docstrings, as Sphinx's directives."""

import ast
from itertools import pairwise

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Module:
    """One module, read and not run. `things` are its public classes and functions by name, in order.

    So are its constants, where a text below them says what they are.
    """

    def __init__(self, path):
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.about = docstring(self.tree)
        self.things = {name: thing for name, thing in defined(self.tree) if name[0] != "_"}

    @property
    def exported(self):
        """The names in `__all__`; none where there is no such list."""
        lists = [node.value for node in self.tree.body if isinstance(node, ast.Assign) and named(node) == "__all__"]
        return ast.literal_eval(lists[0]) if lists else []

    @property
    def origins(self):
        """{name: module} of what it takes from other modules."""
        nodes = [node for node in self.tree.body if isinstance(node, ast.ImportFrom)]
        return {alias.name: node.module for node in nodes for alias in node.names}

    @property
    def told_of(self):
        """The names of methods that one of the classes has a text for."""
        classes = [thing for thing in self.things.values() if isinstance(thing, ast.ClassDef)]
        return {name for thing in classes for name, node in methods(thing).items() if docstring(node)}

    def described(self, name):
        """The directive of one thing."""
        thing = self.things[name]
        if isinstance(thing, ast.ClassDef):
            return self.described_class(thing)
        if isinstance(thing, FUNCTIONS):
            return function("function", thing)
        return directive("data", name, thing)

    def described_class(self, thing):
        """A class with its public methods; a method without a text is told of where another class has one."""
        family = self.family(thing)
        shown = [node for name, node in methods(thing).items() if docstring(node) or name not in self.told_of]
        about = [docstring(thing), docstring(own(thing, "__init__")), kin(thing)]
        body = [*filter(None, about), *(method(node) for node in shown)]
        kind = "exception" if any(base.endswith(("Error", "Exception")) for base in bases(thing)) else "class"
        return directive(kind, thing.name + made_with(family), "\n\n".join(body))

    def family(self, thing):
        """The class, its bases in this module, and theirs."""
        found = [self.things.get(base) for base in bases(thing)]
        return [thing, *(one for base in found if isinstance(base, ast.ClassDef) for one in self.family(base))]


def docstring(node):
    return (node and ast.get_docstring(node)) or ""


def named(node):
    """The name, or the names, to which an assignment binds."""
    return ", ".join(map(ast.unparse, node.targets))


def defined(tree):
    """(name, node) of classes and functions, and (name, text) of each assignment that a text follows."""
    for node, below in pairwise([*tree.body, None]):
        if isinstance(node, (ast.ClassDef, *FUNCTIONS)):
            yield node.name, node
        elif isinstance(node, ast.Assign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            yield named(node), below.value.value


def own(thing, name):
    """A class's own method of this name, or None."""
    return next((node for node in thing.body if isinstance(node, FUNCTIONS) and node.name == name), None)


def methods(thing):
    """{name: node} of a class's own public methods; a call counts where it has a docstring."""
    nodes = [node for node in thing.body if isinstance(node, FUNCTIONS)]
    return {node.name: node for node in nodes if node.name[0] != "_" or (node.name == "__call__" and docstring(node))}


def bases(thing):
    return [ast.unparse(base) for base in thing.bases if ast.unparse(base) != "NamedTuple"]


def kin(thing):
    """Which classes this one is a kind of, in a sentence."""
    return f"A kind of {' and '.join(f'`{base}`' for base in bases(thing))}." if bases(thing) else ""


def made_with(family):
    """The signature of a class's constructor: written, or made from its fields."""
    written = next((own(one, "__init__") for one in family if own(one, "__init__")), None)
    if written:
        return signature(written.args, skip=1)
    fields = [node for one in reversed(family) for node in one.body if isinstance(node, ast.AnnAssign)]
    return f"({', '.join(map(field, fields))})" if fields else ""


def field(node):
    """A field as a parameter; a default that is made anew each time is only hinted at."""
    default = ast.unparse(node.value) if node.value else ""
    return node.target.id + (f"={'...' if default.startswith('field(') else default}" if default else "")


def signature(args, skip=0):
    """The parameters and their defaults, without the first `skip`."""
    bare = ast.parse(ast.unparse(args).join(["def f(", "): 0"])).body[0].args
    for arg in ast.walk(bare):
        if isinstance(arg, ast.arg):
            arg.annotation = None
    del (bare.posonlyargs or bare.args)[:skip]
    return f"({ast.unparse(bare)})"


def method(node):
    """The directive of a method or a property."""
    words = {ast.unparse(one).rpartition(".")[2] for one in node.decorator_list}
    if words & {"property", "cached_property"}:
        return directive("property", node.name, docstring(node))
    return function("method", node, skip=0 if "staticmethod" in words else 1)


def function(kind, node, skip=0):
    """The directive of a function, or of a method without its first parameter."""
    waits = ":async:\n\n" if isinstance(node, ast.AsyncFunctionDef) else ""
    return directive(kind, node.name + signature(node.args, skip), waits + docstring(node))


def directive(kind, head, body):
    """A directive of Sphinx's Python domain, fenced with more colons than anything inside has."""
    fence = "::::" if kind in ("class", "exception") else ":::"
    return f"{fence}{{py:{kind}}} {head}\n{body}\n{fence}"
