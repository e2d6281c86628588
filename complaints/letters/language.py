"""The language of templates of letters (pure): plain text, a fact by its word, and a part that stands there only with a fact.

`{{ uiterste_dag }}` and `{% if commissie %}…{% else %}…{% endif %}`, nothing else: no call, no loop, no filter, no attribute. So a
template of an administrator can read nothing but the facts of the letter, and ends. Jinja2 parses it and runs it in its sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_TEMPLATE = 10_000
# Each of them twice as many cases in which a letter has to say what the law asks.
MOST_CONDITIONS = 8
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)


@dataclass(frozen=True, slots=True)
class TemplateFault(Exception):
    """Why a template cannot be used. code: too_long, unreadable, not_allowed, unknown_word or too_many_conditions. line: of the template,
    from 1."""

    code: str
    line: int
    word: str = ""


class _Gap(Undefined):
    """A fact that is not known: seen as such in the text, and absent for an `if`."""

    def __str__(self) -> str:
        return gap_of(self._undefined_name or "")


_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=_Gap, autoescape=False, keep_trailing_newline=False)
_ENVIRONMENT.globals.clear()


def gap_of(word: str) -> str:
    """What stands in a text where the fact of this word is not known."""
    return f"[{word.replace('_', ' ')}]"


def check_template(template: str, *, words: Collection[str]) -> None:
    """Raises TemplateFault for what this language does not have, or a word that no fact has."""
    _parsed(template, words=words)


def words_in(template: str) -> set[str]:
    """The words of facts that a template names. Raises TemplateFault."""
    return {node.name for node in _parsed(template, words=None).find_all(nodes.Name)}


def conditions_in(template: str) -> set[str]:
    """The words of facts on which it depends what else of a template is said. Raises TemplateFault."""
    tree = _parsed(template, words=None)
    asked: list[nodes.Node] = [one.test for one in tree.find_all(nodes.If)]
    asked += tree.find_all((nodes.And, nodes.Or, nodes.Not))
    found = {name.name for node in asked for name in (node, *node.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
    if len(found) > MOST_CONDITIONS:
        raise TemplateFault("too_many_conditions", 1)
    return found


def fill(template: str, *, words: Mapping[str, str]) -> str:
    """The text of a template with these facts; a gap where one is not known. Raises TemplateFault."""
    return fill_each(template, [words])[0]


def fill_each(template: str, each: Iterable[Mapping[str, str]]) -> list[str]:
    """The text of a template with each of these facts. Raises TemplateFault."""
    _parsed(template, words=None)
    compiled = _ENVIRONMENT.from_string(template)
    texts = (compiled.render(**words) for words in each)
    return [re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() for text in texts]


def _parsed(template: str, *, words: Collection[str] | None) -> nodes.Template:
    if len(template) > LONGEST_TEMPLATE:
        raise TemplateFault("too_long", 1)
    try:
        tree = _ENVIRONMENT.parse(template)
    except TemplateSyntaxError as error:
        raise TemplateFault("unreadable", error.lineno) from None
    for node in tree.find_all(nodes.Node):
        _check_node(node, words)
    return tree


def _check_node(node: Any, words: Collection[str] | None) -> None:
    if not isinstance(node, _ALLOWED):
        raise TemplateFault("not_allowed", node.lineno)
    if isinstance(node, nodes.Name) and words is not None and node.name not in words:
        raise TemplateFault("unknown_word", node.lineno, node.name)
