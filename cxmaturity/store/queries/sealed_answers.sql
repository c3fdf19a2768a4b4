-- The latest revision of each answer in a room.
select
    workshop_id, round, subject_id, criterion, person_id, answer, level, value, note, reason, request_id,
    recorded_at, revision
from (
    select
        workshop_answers.*,
        row_number() over (
            partition by round, subject_id, criterion, person_id order by revision desc
        ) as newest
    from workshop_answers
    where workshop_id = $1
) as latest
where newest = 1
order by round, subject_id, criterion, person_id
