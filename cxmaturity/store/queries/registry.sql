select
    subjects.id, subjects.name, subjects.kind, subjects.status, subjects.parent_id, subjects.merged_into,
    subjects.created_at, coalesce(used.evaluations, 0)
from subjects
left join (
    select subject_id, count(*) as evaluations from evaluation_subjects group by subject_id
) as used on used.subject_id = subjects.id
order by subjects.kind, subjects.name collate "C", subjects.id
