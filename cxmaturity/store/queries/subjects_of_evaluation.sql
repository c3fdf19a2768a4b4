select subjects.id, subjects.name, subjects.kind, subjects.status
from subjects
join (
    select coalesce(enrolled.merged_into, enrolled.id) as id, min(evaluation_subjects.added_at) as added_at
    from evaluation_subjects
    join subjects as enrolled on enrolled.id = evaluation_subjects.subject_id
    where evaluation_subjects.evaluation_id = $1 and evaluation_subjects.withdrawn_at is null
    group by coalesce(enrolled.merged_into, enrolled.id)
) as taking_part on taking_part.id = subjects.id
order by subjects.status = 'comparator', taking_part.added_at, subjects.name collate "C", subjects.id
