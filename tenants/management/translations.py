"""The texts of the product and its Dutch catalogue: what is used, what is translated, what differs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

CODE = ("config", "tenants", "complaints", "providers", "oversight", "graphql/api")
TEMPLATE_ENDINGS = (".html", ".txt")

FIRST_WRITTEN = datetime(2026, 11, 21, tzinfo=UTC)

# How many texts a function takes, and whether the first is a context.
_FUNCTIONS = {"gettext": (1, False), "ngettext": (2, False), "pgettext": (1, True), "npgettext": (2, True)}
_LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_CALL_IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")
_PLACE = re.compile(r"%\((\w+)\)[sd]")

Key = tuple[str | None, str]


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text somewhere in the product. plural: empty for a text that is the same for every number.

    is_used_both_ways: elsewhere the same text has no plural. A catalogue holds it once, with its plural, and not every
    Python finds it alone then: Debian 12's does not.
    """

    context: str | None
    singular: str
    plural: str = ""
    is_used_both_ways: bool = False

    @property
    def key(self) -> Key:
        return self.context, self.singular


@dataclass(kw_only=True)
class Differences:
    """What stands between the product's texts and the catalogue. Each: the text, cut short."""

    missing: list[Key] = field(default_factory=list)
    empty: list[Key] = field(default_factory=list)
    fuzzy: list[Key] = field(default_factory=list)
    obsolete: list[Key] = field(default_factory=list)
    other_places: list[Key] = field(default_factory=list)
    both_ways: list[Key] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.missing, self.empty, self.fuzzy, self.obsolete, self.other_places, self.both_ways))


def catalogue_path() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "nl" / "LC_MESSAGES" / "django.po"


def used_texts() -> dict[Key, Text]:
    """Every text in code and templates. Where it is used with and without a plural, the plural stays."""
    found: dict[Key, Text] = {}
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix == ".py":
                texts = _texts_of_code(path.read_text(encoding="utf-8"))
            elif path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts:
                texts = _texts_of_template(path.read_text(encoding="utf-8"))
            else:
                continue
            for text in texts:
                found[text.key] = _together(found.get(text.key), text)
    return found


def _together(before: Text | None, text: Text) -> Text:
    if before is None or bool(before.plural) == bool(text.plural):
        return before or text
    return replace(before if before.plural else text, is_used_both_ways=True)


def read_catalogue() -> Catalog:
    """The catalogue; an empty one when there is none."""
    path = catalogue_path()
    if not path.exists():
        return Catalog(locale="nl", project="Polsslag", version="", fuzzy=False)
    with path.open("rb") as lines:
        return read_po(lines, locale="nl")


def differences(*, used: dict[Key, Text], catalogue: Catalog) -> Differences:
    """Compare the product with the catalogue."""
    known = {(message.context, _singular(message)): message for message in catalogue if message.id}
    found = Differences()
    for key, text in used.items():
        if text.is_used_both_ways:
            found.both_ways.append(key)
        message = known.get(key)
        if message is None or bool(text.plural) != isinstance(message.id, tuple):
            found.missing.append(key)
        elif message.fuzzy:
            found.fuzzy.append(key)
        elif not all(_strings(message)):
            found.empty.append(key)
        elif not _has_same_places(text, message):
            found.other_places.append(key)
    found.obsolete += [key for key in known if key not in used]
    found.obsolete += [(message.context, _singular(message)) for message in catalogue.obsolete.values()]
    return found


def with_texts(*, used: dict[Key, Text], catalogue: Catalog) -> Catalog:
    """The catalogue with exactly the texts in use: what is new without translation, what is obsolete gone."""
    known = {(message.context, _singular(message)): message for message in catalogue if message.id}
    renewed = Catalog(
        locale="nl",
        project="Polsslag",
        version="1",
        fuzzy=False,
        header_comment="# Dutch texts of Polsslag.",
        msgid_bugs_address="polsslag",
        last_translator="Polsslag",
        language_team="Dutch",
        # Fixed: a date that changes with every write would be all that changed.
        creation_date=FIRST_WRITTEN,
        revision_date=FIRST_WRITTEN,
    )
    for key, text in sorted(used.items(), key=lambda item: (item[0][1].casefold(), item[0][0] or "")):
        before = known.get(key)
        identifier = (text.singular, text.plural) if text.plural else text.singular
        translation = before.string if before is not None and isinstance(before.id, tuple) == bool(text.plural) else None
        renewed.add(identifier, translation, context=text.context)
    return renewed


def save_catalogue(catalogue: Catalog) -> None:
    path = catalogue_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as lines:
        write_po(lines, catalogue, width=120, omit_header=False, no_location=True, ignore_obsolete=True)


def compile_catalogue(catalogue: Catalog) -> Path:
    """Write what Django reads, beside the catalogue."""
    path = catalogue_path().with_suffix(".mo")
    with path.open("wb") as content:
        write_mo(content, catalogue)
    return path


def _texts_of_code(source: str) -> Iterator[Text]:
    tree = ast.parse(source)
    functions = _translation_functions(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            literals = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
            yield from _text(functions[node.func.id], literals)


def _translation_functions(tree: ast.Module) -> dict[str, str]:
    """The names that stand for a translation function in this file, aliases included."""
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name.removesuffix("_lazy") in _FUNCTIONS
    }
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in names:
            names |= {target.id: names[node.value.id] for target in node.targets if isinstance(target, ast.Name)}
    return names


def _texts_of_template(source: str) -> Iterator[Text]:
    for function, arguments in _CALL_IN_TEMPLATE.findall(templatize(source)):
        yield from _text("gettext" if function == "_" else function, [ast.literal_eval(text) for text in re.findall(_LITERAL, arguments)])


def _text(function: str, literals: list[str]) -> Iterator[Text]:
    count, has_context = _FUNCTIONS[function]
    if len(literals) < count + has_context:
        return
    texts = literals[has_context : has_context + count]
    yield Text(context=literals[0] if has_context else None, singular=texts[0], plural=texts[1] if count == 2 else "")


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _strings(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [str(message.string or "")]


def _has_same_places(text: Text, message: Message) -> bool:
    """Whether each translation fills the same places: the singular may leave out the number."""
    places = set(_PLACE.findall(text.singular)) | set(_PLACE.findall(text.plural))
    strings = _strings(message)
    if set(_PLACE.findall(strings[-1])) != places:
        return False
    return all(set(_PLACE.findall(string)) <= places for string in strings)
