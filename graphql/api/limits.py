"""How much one request may ask. Counted on the variables and the document before anything runs.

Depth: levels of fields. Cost: every field counts one and its price, times the size of each list it stands in: `first` or `last`
where they are said, else what such a list commonly holds (25 of the register and the read log).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
)

# The deepest honest question is the introspection of a tool (ten levels of types within types).
DEEPEST = 16
DEAREST = 20_000
LONGEST_DOCUMENT = 20_000
# More is refused by the list itself, with its own code.
MOST_ON_A_PAGE = 100
SIZE_WHEN_UNSAID = 25
# What a field costs beyond its own place: statements and computing that do not show in the document.
PRICES = {
    "yearlyFigures": 2_000,
    "yearlyPublication": 2_000,
    "complaints": 250,
    "complaint": 250,
    "ownRegistrations": 250,
    "ownRegistration": 50,
    "reactionsAsked": 50,
    "possiblySamePerson": 250,
    "readLog": 250,
    "colleagues": 250,
    "authorities": 250,
    "labels": 50,
    "providers": 50,
    "me": 25,
    "deadline": 200,
    "clock": 10,
    # Statements of their own, for all files of a page together; what they say of each file is work for each.
    "suggestedHandler": 10,
    "lacksForKlaagschrift": 5,
    "informBy": 5,
}
# How many rows a list is counted as that is asked without a size: what one file, one figure or one organisation commonly has.
SIZES = {
    # The size stands at the field above them.
    "edges": 1,
    "nodes": 1,
    "errors": 1,
    "colleagues": 25,
    "ownRegistrations": 100,
    "authorities": 5,
    "labels": 50,
    "providers": 200,
    "possiblySamePerson": 5,
    "points": 2,
    "rounds": 2,
    "extensions": 1,
    "postponements": 1,
    "parties": 2,
    "people": 2,
    "involved": 2,
    "contacts": 3,
    "copies": 1,
    "hearings": 3,
    "verdicts": 2,
    "norms": 1,
    "formerNames": 1,
    "hearingWaivers": 1,
    "givenBy": 1,
    "notes": 3,
    "promises": 2,
    "apologies": 1,
    "mediations": 1,
    "talks": 1,
    "handOvers": 1,
    "transfers": 1,
    "chases": 2,
    "passages": 3,
    "behaviourRules": 1,
    "ombudsmanEntries": 1,
    "lessons": 1,
    "measures": 1,
    "documents": 3,
    "marks": 2,
    "letters": 2,
    "looks": 1,
    "mentionedDecisions": 1,
    "linked": 1,
    "reactions": 1,
    "reactionsAsked": 5,
    "parts": 6,
    "asks": 6,
    "lacks": 6,
    "signers": 3,
    "leftOut": 1,
    "messages": 3,
    "timeline": 10,
    "steps": 5,
    "warnings": 2,
    # Words and codes without fields of their own.
    "by": 1,
    "explanation": 1,
    "lacksForKlaagschrift": 1,
    "missing": 1,
    "checklist": 1,
    "meant": 1,
    "permissions": 1,
    "roles": 1,
    "years": 1,
    "received": 1,
    "handled": 1,
    "duplicates": 1,
    "registeredInError": 1,
    # Breakdowns of the yearly figures, computed as a whole.
    **dict.fromkeys(
        (
            "byYear", "byUnitAndNature", "byNature", "byUnit", "byMunicipality", "byMunicipalityAndYear", "byChannel", "byKind", "byMonth",
            "byOutcome", "byOutcomeAndYear", "byProcedure", "byNatureAndOutcome", "byMunicipalityAndOutcome",
            "receivedByYear", "handledByYear", "tables", "counts",
        ),
        10,
    ),
}  # fmt: skip
# Whatever is done: it locks, changes, records, and reads the file again.
PRICE_OF_MUTATION = 250
# More values than any honest question gives; each is read and checked before a field can refuse it.
MOST_VALUES = 1_000
DEEPEST_VALUE = 8
TOO_DEEP = _("The question is %(depth)s levels deep and may be at most %(most)s. Ask less of what belongs to what, or ask it apart.")
TOO_COSTLY = _("The question costs %(cost)s and may cost at most %(most)s. Ask for fewer fields or smaller lists.")
TOO_LONG = _("The question is too long: at most %(most)s characters. Divide it over more requests.")
VARIABLES_TOO_DEEP = _("The variables are nested too deeply: at most %(most)s levels. Send less at once.")
TOO_MANY_VALUES = _("There are too many values in the variables: at most %(most)s. Divide them over more requests.")
_LIST_ARGUMENTS = frozenset({"first", "last"})
LISTS_OF_25 = frozenset({"complaints", "readLog"})


def check_limits(document: DocumentNode, variables: Mapping[str, Any] | None, *, deepest: int = DEEPEST, dearest: int = DEAREST) -> None:
    """Raise GraphQLError (code too_deep or too_costly) when an operation of a validated document asks too much."""
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            counter = _Counter(document, {**_defaults(definition), **(variables or {})})
            price = PRICE_OF_MUTATION if definition.operation is OperationType.MUTATION else 0
            depth, cost = counter.measure(definition.selection_set, price=price)
            if depth > deepest:
                raise GraphQLError(TOO_DEEP % {"depth": depth, "most": deepest}, definition, extensions={"code": "too_deep"})
            if cost > dearest:
                raise GraphQLError(TOO_COSTLY % {"cost": cost, "most": dearest}, definition, extensions={"code": "too_costly"})


def check_length(query: str) -> None:
    """Raise GraphQLError (code too_long)."""
    if len(query) > LONGEST_DOCUMENT:
        raise GraphQLError(TOO_LONG % {"most": LONGEST_DOCUMENT}, extensions={"code": "too_long"})


def check_variables(variables: Mapping[str, Any] | None) -> None:
    """Raise GraphQLError (code too_deep or too_costly) when the variables are nested or many beyond any honest question."""
    level: list[Any] = [variables or {}]
    depth, count = 0, 0
    while level:
        if depth > DEEPEST_VALUE:
            raise GraphQLError(VARIABLES_TOO_DEEP % {"most": DEEPEST_VALUE}, extensions={"code": "too_deep"})
        count += len(level)
        if count > MOST_VALUES:
            raise GraphQLError(TOO_MANY_VALUES % {"most": MOST_VALUES}, extensions={"code": "too_costly"})
        level = [part for value in level for part in _parts_of(value)]
        depth += 1


def _parts_of(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


def _defaults(operation: OperationDefinitionNode) -> dict[str, Any]:
    """What a variable is when it is not given."""
    return {
        definition.variable.name.value: int(definition.default_value.value)
        for definition in operation.variable_definitions
        if isinstance(definition.default_value, IntValueNode)
    }


class _Counter:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._fragments = {
            definition.name.value: definition for definition in document.definitions if isinstance(definition, FragmentDefinitionNode)
        }
        self._variables = variables
        self._measured: dict[str, tuple[int, int]] = {}

    def measure(self, selections: SelectionSetNode | None, *, price: int = 0) -> tuple[int, int]:
        """(depth, cost) of what is selected. price: of a field without one of its own, at this level."""
        depth, cost = 0, 0
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                below_depth, below_cost = self.measure(selection.selection_set)
                own_price = PRICES.get(selection.name.value, price)
                own = (below_depth + 1, 1 + own_price + below_cost * self._size(selection))
            elif isinstance(selection, InlineFragmentNode):
                own = self.measure(selection.selection_set, price=price)
            else:
                own = self._fragment(selection, price=price)  # type: ignore[arg-type]
            depth, cost = max(depth, own[0]), cost + own[1]
        return depth, cost

    def _fragment(self, spread: FragmentSpreadNode, *, price: int) -> tuple[int, int]:
        # A fragment fits one type, so it stands among mutations everywhere or nowhere.
        name = spread.name.value
        if name not in self._measured:
            # Validation refuses cycles; the entry guards all the same.
            self._measured[name] = (0, 0)
            self._measured[name] = self.measure(self._fragments[name].selection_set, price=price) if name in self._fragments else (0, 0)
        return self._measured[name]

    def _size(self, field: FieldNode) -> int:
        said = [self._said(argument.value) for argument in field.arguments if argument.name.value in _LIST_ARGUMENTS]
        name = field.name.value
        if said:
            # Of a list that belongs to something every row is loaded, whatever is asked of it.
            return max(*said, SIZES.get(name, 1))
        return SIZE_WHEN_UNSAID if name in LISTS_OF_25 else SIZES.get(name, 1)

    def _said(self, value: Any) -> int:
        if isinstance(value, IntValueNode):
            return min(max(1, int(value.value)), MOST_ON_A_PAGE)
        given = self._variables.get(value.name.value, SIZE_WHEN_UNSAID) if isinstance(value, VariableNode) else SIZE_WHEN_UNSAID
        return min(max(1, given), MOST_ON_A_PAGE) if isinstance(given, int) else SIZE_WHEN_UNSAID
