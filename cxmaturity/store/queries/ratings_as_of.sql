-- An empty answer stands only where the assessor gave no other for that criterion of that subject. A subject that
-- was merged counts as the survivor; of answers about both in one round the later one counts. $4, $5 and $6 are the ids
-- under which answers lie, and id and name of the subject that each stands for.
with enrolled as (
    select unnest($4::text[]) as id, unnest($5::text[]) as survivor_id, unnest($6::text[]) as name
),
placed as (
    select
        current_ratings.*, enrolled.survivor_id, enrolled.name,
        row_number() over (
            partition by enrolled.survivor_id, criterion, assessor_id, round
            order by recorded_at desc, subject_id
        ) as newest_in_round
    from current_ratings
    join enrolled on enrolled.id = current_ratings.subject_id
    where evaluation_id = $1 and cycle_id = $2 and round <= $3
),
latest as (
    select
        placed.*,
        row_number() over (
            partition by survivor_id, criterion, assessor_id
            order by case answer when 'unanswered' then 1 else 0 end, round desc
        ) as newest
    from placed
    where newest_in_round = 1
)
select
    latest.name, latest.criterion, latest.answer, latest.value, latest.level, latest.assessor_id,
    evaluations.title, cycles.label, latest.round, cycles.starts_on, latest.role, latest.segment,
    coalesce(note.body, ''), coalesce(evidence.body, ''), latest.confidence, latest.rated_at
from latest
join evaluations on evaluations.id = latest.evaluation_id
join cycles on cycles.id = latest.cycle_id
left join texts as note on note.id = latest.note_id
left join texts as evidence on evidence.id = latest.evidence_id
where latest.newest = 1
order by latest.name collate "C", latest.criterion collate "C", latest.assessor_id
