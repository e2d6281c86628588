from django.db import migrations

FROM_HISTORY = """
UPDATE complaints_hearing hearing
SET by_committee = true
FROM complaints_round round
WHERE round.id = hearing.round_id AND round.regime = 'commission' AND EXISTS (
    SELECT FROM complaints_complaintevent put_before
    JOIN complaints_complaintevent recorded ON recorded.complaint_id = put_before.complaint_id AND recorded.id > put_before.id
    WHERE put_before.complaint_id = round.complaint_id
        AND put_before.code = 'put_before_committee'
        AND (put_before.data ->> 'round')::int = round.number
        AND recorded.code = 'hearing_recorded'
        AND recorded.data ->> 'hearing' = hearing.id::text
)
"""


class Migration(migrations.Migration):
    """Members alone record talks once a complaint lies before their committee."""

    dependencies = [("complaints", "0053_talks_of_the_committee")]

    operations = [migrations.RunSQL(FROM_HISTORY, migrations.RunSQL.noop)]
