-- Every answer that a cycle holds or opened with, one row per subject, criterion and assessor. What was given stands
-- first (the latest round, empty answers aside), what was carried beside it; of two that were carried about a subject
-- and one merged into it, the one looked at last. $3 and $4 are the ids under which
-- answers lie and the name of the subject that each stands for; $5 is one assessor, or empty for all.
with subject as (select unnest($3::text[]) as id, unnest($4::text[]) as name),
placed as (
    select
        subject.name, rating.*,
        row_number() over (
            partition by subject.name, rating.criterion, rating.assessor_id
            order by rating.round desc, rating.recorded_at desc, rating.subject_id
        ) as newest
    from current_ratings as rating
    join subject on subject.id = rating.subject_id
    where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.answer <> 'unanswered'
      and ($5::text = '' or rating.assessor_id = $5::text)
),
given as (select * from placed where newest = 1),
opened as (
    select
        subject.name, carried.*,
        row_number() over (
            partition by subject.name, carried.criterion, carried.assessor_id
            order by carried.looked_at desc nulls last, carried.subject_id
        ) as newest
    from carried_answers as carried
    join subject on subject.id = carried.subject_id
    where carried.evaluation_id = $1 and carried.cycle_id = $2 and ($5::text = '' or carried.assessor_id = $5::text)
),
waiting as (select * from opened where newest = 1)
select
    coalesce(given.name, waiting.name) as subject,
    coalesce(given.criterion, waiting.criterion) as criterion,
    coalesce(given.assessor_id, waiting.assessor_id) as assessor,
    given.answer, given.level, given.value, given.origin, given.recorded_at,
    waiting.answer, waiting.level, waiting.value, waiting.unchecked, waiting.looked_at,
    coalesce(note.body, ''),
    case when evidence.erased_at is null then coalesce(evidence.body, '') else '(erased)' end,  -- it still supports its level
    coalesce(reason.body, ''), change.since,
    given.evidence_id, waiting.evidence_id,
    case when brought.erased_at is null then coalesce(brought.body, '') else '(erased)' end, waiting.cited_on
from given
full outer join waiting
    on waiting.name = given.name and waiting.criterion = given.criterion and waiting.assessor_id = given.assessor_id
left join answer_changes as change
    on change.evaluation_id = given.evaluation_id and change.cycle_id = given.cycle_id
    and change.round = given.round and change.subject_id = given.subject_id
    and change.criterion = given.criterion and change.assessor_id = given.assessor_id
    and change.revision = given.revision
left join texts as note on note.id = given.note_id
left join texts as evidence on evidence.id = given.evidence_id
left join texts as reason on reason.id = change.reason_id
left join texts as brought on brought.id = waiting.evidence_id
order by 1, 2, 3
