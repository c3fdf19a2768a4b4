select subjects.id, subjects.name, subjects.kind, subjects.status
from subjects
where subjects.id in (
    select coalesce(enrolled.merged_into, enrolled.id)
    from evaluation_subjects
    join subjects as enrolled on enrolled.id = evaluation_subjects.subject_id
    where evaluation_subjects.evaluation_id = $1 and evaluation_subjects.withdrawn_at is null
)
order by subjects.name collate "C", subjects.id
