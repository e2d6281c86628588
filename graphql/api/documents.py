"""Parsed and validated documents, kept: parsing and validating cost more than half of a small query."""

from __future__ import annotations

from functools import lru_cache

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, validate

from api.limits import LONGEST_DOCUMENT

MOST_KEPT = 512


@lru_cache(maxsize=MOST_KEPT)
def checked_document(schema: GraphQLSchema, query: str) -> DocumentNode | tuple[GraphQLError, ...]:
    """The document, or what is wrong with it. Kept per schema and text; variables are no part of it."""
    if len(query) > LONGEST_DOCUMENT:
        return (GraphQLError(f"Too long: at most {LONGEST_DOCUMENT} characters.", extensions={"code": "too_long"}),)
    try:
        document = parse(query, max_tokens=4_000)
    except GraphQLError as error:
        return (error,)
    return tuple(validate(schema, document, max_errors=20)) or document
