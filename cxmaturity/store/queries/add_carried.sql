insert into carried_answers (
    evaluation_id, cycle_id, subject_id, criterion, assessor_id, answer, level, value, unchecked, looked_at,
    evidence_id, cited_on
)
select
    $1::text, $2::text, unnest($3::text[]), unnest($4::text[]), unnest($5::text[]), unnest($6::text[]),
    unnest($7::text[]), unnest($8::double precision[]), unnest($9::integer[]), unnest($10::date[]),
    unnest($11::text[]), unnest($12::date[])
