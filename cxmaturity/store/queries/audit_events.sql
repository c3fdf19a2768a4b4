select id, occurred_at, person_id, grant_id, verb, kind, object_id, evaluation_id, facts
from audit_events
where ($1::text = '' or person_id = $1::text)
  and ($2::text = '' or verb = $2::text)
  and ($3::text = '' or evaluation_id = $3::text)
  and ($4::timestamp is null or occurred_at >= $4::timestamp)
  and ($5::timestamp is null or occurred_at < $5::timestamp)
order by occurred_at desc, id desc
limit $6
