insert into rating_events (
    evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, revision, answer, level, value,
    confidence, role, segment, origin, note_id, evidence_id, actor_id, request_id, rated_at, recorded_at
)
select
    evaluation_id, $2::text, round, subject_id, criterion, assessor_id, 1, answer, level, value,
    confidence, role, segment, 'revision', note_id, evidence_id, actor_id, $2::text, rated_at, $4::timestamp
from current_ratings
where cycle_id = $1 and answer <> 'unanswered' and criterion in (select unnest($3::text[]))
