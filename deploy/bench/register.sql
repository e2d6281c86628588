-- A register of a given size, the same at every run: copies of the demo's files with texts in which each word has a known place.
--   uitkering 2 in 3 · bejegening 1 in 3 · parkeerplaats 1 in 20 · wachtmuziek 1 in 200 · "wijk" with a number 1 in 5,000
-- The first year stays free for the demo's own files.
SELECT setseed(0.42);

CREATE TEMP TABLE base AS
SELECT complaint.*, row_number() OVER (ORDER BY reference) - 1 AS place
FROM complaints_complaint complaint
WHERE destroyed_at IS NULL AND exclusion = '';

CREATE TEMP TABLE made AS
SELECT md5('file ' || number)::uuid AS new_id, number, base.*,
       date '2016-01-01' + (number %% 3900)::int AS day,
       CASE WHEN number %% 5 = 0 THEN NULL ELSE date '2016-01-01' + (number %% 3900)::int + 20 + (number %% 30)::int END AS closed
FROM generate_series(1, %(size)s) number
JOIN base ON base.place = number %% (SELECT count(*) FROM base);

INSERT INTO complaints_complaint (
    id, reference, source_digest, received_on, received_at, derived_kind, summary, story, exclusion, created_at, authority_id,
    channel_id, kind_id, municipality_id, compartment, exclusion_reason, handling_wish, has_sensitive_text, law, other_body,
    retention_class, version, wish, changed_at
)
SELECT new_id, '30' || lpad((number / 100000)::text, 2, '0') || '-' || lpad((number %% 100000)::text, 5, '0'), '',
       day, day + time '10:00', derived_kind, '',
       'Mevrouw belde uit wijk' || number %% 5000 || ' over '
           || CASE WHEN number %% 3 = 0 THEN 'de bejegening aan de balie' ELSE 'haar uitkering' END
           || CASE WHEN number %% 20 = 0 THEN ' en de parkeerplaats' ELSE '' END
           || CASE WHEN number %% 200 = 0 THEN ', en klaagde over de wachtmuziek' ELSE '' END
           || '. Zij wil dat iemand haar uitlegt hoe het zit en wat er nu gebeurt met wat zij eerder vertelde.',
       '', day + time '10:05', authority_id, channel_id, kind_id, municipality_id, '', '', handling_wish, false, law, '',
       '', 1, '', day + time '10:05'
FROM made;

INSERT INTO complaints_round (
    number, opened_on, closed_on, regime, source_term, taken_over, extension_weeks, term_ends_on, due_base, due_on, contact_due_on,
    is_provisional, complaint_id, acknowledged_by, has_statutory_term, ladder_step, mode, return_reason, handled_by_id, outcome_id,
    procedure_id
)
SELECT 1, day, closed, round.regime, '', false, 0, day + 42, day + 42, day + 42, day + 3, false, new_id, '', round.has_statutory_term,
       round.ladder_step, round.mode, '', round.handled_by_id,
       CASE WHEN closed IS NULL THEN NULL ELSE (
           SELECT id FROM organisation_label WHERE dimension = 'outcome' ORDER BY position, id OFFSET made.number %% 3 LIMIT 1
       ) END,
       round.procedure_id
FROM made
JOIN LATERAL (SELECT * FROM complaints_round WHERE complaint_id = made.id ORDER BY number LIMIT 1) round ON true;

INSERT INTO complaints_complaintpoint (is_main, complaint_id, nature_id, unit_id, description, position)
SELECT point.is_main, new_id, point.nature_id, point.unit_id, '', point.position
FROM made
JOIN complaints_complaintpoint point ON point.complaint_id = made.id;

INSERT INTO complaints_party (role, name, phone, email, address, complaint_id, identity, preferred_contact)
SELECT 'COMPLAINANT', 'Persoon ' || number, '06' || lpad((number %% 100000000)::text, 8, '0'), 'persoon' || number || '@post.example', '',
       new_id, '', ''
FROM made;
