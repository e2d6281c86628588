"""The language of templates of letters (pure): plain text, a fact by its word, and a part that stands there only with a fact.

`{{ uiterste_dag }}` and `{% if commissie %}…{% else %}…{% endif %}`, nothing else: no call, no loop, no filter, no attribute. So a
template of an administrator can read nothing but the facts of the letter, and ends. Jinja2 parses it and runs it in its sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_TEMPLATE = 10_000
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)
# What stands where a fact is not known yet.
GAP = re.compile(r"\[[a-z][a-z ]*\]")


@dataclass(frozen=True, slots=True)
class TemplateFault(Exception):
    """Why a template cannot be used. code: too_long, unreadable, not_allowed or unknown_word. line: of the template, from 1."""

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


def fill(template: str, *, words: Mapping[str, str]) -> str:
    """The text of a template with these facts; a gap where one is not known. Raises TemplateFault."""
    _parsed(template, words=None)
    text = _ENVIRONMENT.from_string(template).render(**words)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


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
