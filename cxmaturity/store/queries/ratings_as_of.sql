-- An empty answer stands only where the assessor gave no other for that criterion of that subject.
with latest as (
    select
        current_ratings.*,
        row_number() over (
            partition by subject_id, criterion, assessor_id
            order by case answer when 'unanswered' then 1 else 0 end, round desc
        ) as newest
    from current_ratings
    where evaluation_id = $1 and cycle_id = $2 and round <= $3
)
select
    subjects.name, latest.criterion, latest.answer, latest.value, latest.level, latest.assessor_id,
    evaluations.title, cycles.label, latest.round, cycles.starts_on, latest.role, latest.segment,
    coalesce(note.body, ''), coalesce(evidence.body, ''), latest.confidence, latest.rated_at
from latest
join subjects on subjects.id = latest.subject_id
join evaluations on evaluations.id = latest.evaluation_id
join cycles on cycles.id = latest.cycle_id
join evaluation_subjects on evaluation_subjects.evaluation_id = latest.evaluation_id
    and evaluation_subjects.subject_id = latest.subject_id
left join texts as note on note.id = latest.note_id
left join texts as evidence on evidence.id = latest.evidence_id
where latest.newest = 1 and evaluation_subjects.withdrawn_at is null
order by subjects.name collate "C", latest.criterion collate "C", latest.assessor_id
