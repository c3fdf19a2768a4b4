-- Every present answer of every round, apart from those about subjects that were withdrawn.
select
    evaluations.id, evaluations.title, cycles.label, cycles.starts_on, rating.round, rating.subject_id,
    subjects.name, rating.criterion, rating.answer, rating.level, rating.value, rating.assessor_id, people.name,
    rating.role, rating.segment, coalesce(note.body, ''), coalesce(evidence.body, ''), rating.confidence,
    rating.rated_at
from current_ratings as rating
join evaluations on evaluations.id = rating.evaluation_id
join cycles on cycles.id = rating.cycle_id
join subjects on subjects.id = rating.subject_id
join evaluation_subjects on evaluation_subjects.evaluation_id = rating.evaluation_id
    and evaluation_subjects.subject_id = rating.subject_id
left join people on people.id = rating.assessor_id
left join texts as note on note.id = rating.note_id
left join texts as evidence on evidence.id = rating.evidence_id
where evaluation_subjects.withdrawn_at is null
order by
    evaluations.created_at, evaluations.id, cycles.position, rating.round, subjects.name collate "C",
    rating.criterion collate "C", people.name collate "C", rating.assessor_id
