"""What the peers are asked, and the statement with which the bare handler answers it."""

from __future__ import annotations

from dataclasses import dataclass

_ROW = """
    reference version state receivedOn isOpen dueOn authority
    kind { text coreCode } channel { text coreCode } municipality { text coreCode }
    mainPoint { isMain nature { text coreCode } unit { text coreCode } }
    rounds { nodes { number openedOn closedOn dueOn hasHandler outcome { text coreCode } } }
"""
DOCUMENT = f"""query ($text: String) {{
  complaints(first: 25, filter: {{text: $text}}) {{
    edges {{ cursor node {{ {_ROW} }} }}
    pageInfo {{ hasNextPage endCursor }}
    looksAlike
  }}
}}"""

_WITH_THE_WORDS = """
    SELECT entry.complaint_id FROM {schema}.complaints_searchentry entry
    WHERE entry.vector @@ websearch_to_tsquery('dutch', unaccent(lower(%(text)s)))
       OR entry.vector @@ websearch_to_tsquery('simple', unaccent(lower(%(text)s)))
       OR entry.words LIKE '%%' || unaccent(lower(%(text)s)) || '%%'
"""
_BY_WORD = f"AND complaint.id IN ({_WITH_THE_WORDS})"
_ALIKE = f"""
    AND complaint.id IN (
        SELECT entry.complaint_id FROM {{schema}}.complaints_searchentry entry
        WHERE entry.words %%> unaccent(lower(%(text)s)) AND NOT EXISTS ({_WITH_THE_WORDS}) LIMIT 200
    )
"""
_LABEL = "(SELECT json_build_object('text', l.text, 'coreCode', l.core_code) FROM {schema}.organisation_label l WHERE l.id = %s)"


def _label(column: str) -> str:
    return _LABEL.replace("%s", column)


_CHOOSING = """
SELECT complaint.id, complaint.reference, complaint.received_on FROM {schema}.complaints_complaint complaint
WHERE complaint.compartment = '' AND complaint.destroyed_at IS NULL {condition}
ORDER BY complaint.received_on DESC, complaint.reference DESC LIMIT 26
"""
_STATEMENT = f"""
WITH found AS MATERIALIZED (
    SELECT complaint.*, row_number() OVER (ORDER BY received_on DESC, reference DESC) AS place
    FROM (
        SELECT complaint.* FROM {{schema}}.complaints_complaint complaint
        WHERE complaint.compartment = '' AND complaint.destroyed_at IS NULL {{condition}}
        ORDER BY complaint.received_on DESC, complaint.reference DESC LIMIT 26
    ) complaint
), told AS (
    SELECT found.place, found.reference, rtrim(translate(encode(convert_to(
        '["newest",0,{{is_alike}},"' || found.received_on || '","' || found.reference || '"]', 'UTF8'
    ), 'base64'), '+/' || chr(10), '-_'), '=') AS cursor, json_build_object(
        'reference', found.reference, 'version', found.version,
        'state', CASE WHEN found.exclusion <> '' THEN 'left_out' WHEN last.closed_on IS NOT NULL THEN 'closed'
                      WHEN last.handler_id IS NOT NULL THEN 'in_handling' ELSE 'registered' END,
        'receivedOn', found.received_on, 'isOpen', last.closed_on IS NULL AND found.exclusion = '', 'dueOn', last.due_on,
        'authority', (SELECT name FROM {{schema}}.organisation_authority authority WHERE authority.id = found.authority_id),
        'kind', {_label("found.kind_id")}, 'channel', {_label("found.channel_id")}, 'municipality', {_label("found.municipality_id")},
        'mainPoint', (
            SELECT json_build_object('isMain', true, 'nature', {_label("point.nature_id")}, 'unit', {_label("point.unit_id")})
            FROM {{schema}}.complaints_complaintpoint point WHERE point.complaint_id = found.id AND point.is_main
        ),
        'rounds', json_build_object('nodes', (
            SELECT json_agg(json_build_object(
                'number', round.number, 'openedOn', round.opened_on, 'closedOn', round.closed_on, 'dueOn', round.due_on,
                'hasHandler', round.handler_id IS NOT NULL, 'outcome', {_label("round.outcome_id")}
            ) ORDER BY round.number) FROM {{schema}}.complaints_round round WHERE round.complaint_id = found.id
        ))
    ) AS node
    FROM found
    JOIN LATERAL (
        SELECT * FROM {{schema}}.complaints_round round WHERE round.complaint_id = found.id ORDER BY number DESC LIMIT 1
    ) last ON true
)
SELECT json_build_object('data', json_build_object('complaints', json_build_object(
    'edges', coalesce((
        SELECT json_agg(json_build_object('cursor', cursor, 'node', node) ORDER BY place) FROM told WHERE place <= 25
    ), '[]'::json),
    'pageInfo', json_build_object(
        'hasNextPage', EXISTS (SELECT FROM told WHERE place = 26),
        'endCursor', (SELECT cursor FROM told WHERE place = 25 AND EXISTS (SELECT FROM told WHERE place = 26))
    ),
    'looksAlike', {{is_alike}} = 1 AND EXISTS (SELECT FROM told)
)))::text
"""


@dataclass(frozen=True, kw_only=True)
class Question:
    """target: number and limit (times the bare handler) it is measured for.

    is_alike: nothing has the words, so that what looks like them has to be looked for too.
    """

    name: str
    target: int
    limit: float
    text: str | None = None
    is_alike: bool = False

    def choosing(self, schema: str) -> str:
        """What any answer begins with: the numbers of the page, newest first, and whether there are more."""
        return _CHOOSING.replace("{condition}", self._condition).replace("{schema}", f'"{schema}"')

    def statement(self, schema: str) -> str:
        """For the bare handler, schema-qualified so that it can be prepared once."""
        filled = _STATEMENT.replace("{condition}", self._condition).replace("{is_alike}", str(int(self.is_alike)))
        return filled.replace("{schema}", f'"{schema}"')

    @property
    def _condition(self) -> str:
        return _ALIKE if self.is_alike else _BY_WORD if self.text else ""


QUESTIONS = (
    Question(name="the list, no words", target=2, limit=3.5),
    Question(name="a word in 2 of 3 files", target=11, limit=2.0, text="uitkering"),
    Question(name="a word in 1 of 3", target=11, limit=2.0, text="bejegening"),
    Question(name="a word in 1 of 20", target=11, limit=2.0, text="parkeerplaats"),
    Question(name="two words", target=11, limit=2.0, text="uitkering parkeerplaats"),
    Question(name="a word in 1 of 200", target=11, limit=2.0, text="wachtmuziek"),
    Question(name="a word in 1 of 5,000", target=11, limit=2.0, text="wijk77"),
    Question(name="a part of a word", target=11, limit=2.0, text="arkeerpl"),
    Question(name="our number", target=11, limit=2.0, text="3000-04242"),
    Question(name="a name", target=11, limit=2.0, text="persoon 4242"),
    Question(name="a phone number", target=11, limit=2.0, text="0600004242"),
    Question(name="a typing error", target=11, limit=2.0, text="wachtmuzeik", is_alike=True),
    Question(name="what nothing looks like", target=11, limit=2.0, text="qwxzvjk", is_alike=True),
)
