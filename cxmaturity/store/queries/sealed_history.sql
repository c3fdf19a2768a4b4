-- Every revision of one person's answers to one cell of a room, in all rounds, oldest first.
select
    workshop_id, round, subject_id, criterion, person_id, answer, level, value, note, reason, request_id,
    recorded_at, revision
from workshop_answers
where workshop_id = $1 and subject_id = $2 and criterion = $3 and person_id = $4
order by round, revision
