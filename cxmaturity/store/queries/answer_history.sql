select
    evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, revision, answer, level, value,
    confidence, role, segment, origin, note_id, evidence_id, actor_id, request_id, rated_at, recorded_at
from rating_events
where evaluation_id = $1 and cycle_id = $2 and round = $3
  and subject_id = $4 and criterion = $5 and assessor_id = $6
order by revision
