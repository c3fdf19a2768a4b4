-- The latest revision of each answer in a room, with its note.
select
    latest.workshop_id, latest.round, latest.subject_id, latest.criterion, latest.person_id, latest.answer,
    latest.level, latest.value, latest.note_id, latest.reason, latest.request_id, latest.recorded_at,
    latest.revision, coalesce(texts.body, '')
from (
    select
        workshop_answers.*,
        row_number() over (
            partition by round, subject_id, criterion, person_id order by revision desc
        ) as newest
    from workshop_answers
    where workshop_id = $1
) as latest
left join texts on texts.id = latest.note_id
where latest.newest = 1
order by latest.round, latest.subject_id, latest.criterion, latest.person_id
