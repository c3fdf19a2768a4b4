insert into rating_events (
    evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, revision, answer, level, value,
    confidence, role, segment, origin, note_id, evidence_id, actor_id, request_id, rated_at, recorded_at
)
select
    unnest($1::text[]), unnest($2::text[]), unnest($3::integer[]), unnest($4::text[]), unnest($5::text[]),
    unnest($6::text[]), unnest($7::integer[]), unnest($8::text[]), unnest($9::text[]),
    unnest($10::double precision[]), unnest($11::double precision[]), unnest($12::text[]), unnest($13::text[]),
    unnest($14::text[]), unnest($15::text[]), unnest($16::text[]), unnest($17::text[]), unnest($18::text[]),
    unnest($19::timestamp[]), unnest($20::timestamp[])
