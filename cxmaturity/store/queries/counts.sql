-- $4 and $5 are the ids under which ratings lie, and the number of the subject that each stands for: one that was
-- merged stands for the survivor. Where an assessor answered about both in one round, the later answer counts.
with placed as (
    select
        subject.place, rating.criterion, rating.assessor_id, rating.round, rating.answer, rating.value,
        row_number() over (
            partition by subject.place, rating.criterion, rating.assessor_id, rating.round
            order by rating.recorded_at desc, rating.subject_id
        ) as newest
    from current_ratings as rating
    join (select unnest($4::text[]) as id, unnest($5::integer[]) as place) as subject
        on subject.id = rating.subject_id
    where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.round <= $3
),
latest as (
    select
        place, criterion, assessor_id, answer, value,
        row_number() over (partition by place, criterion, assessor_id order by round desc) as newest
    from placed
    where newest = 1 and answer <> 'unanswered'
),
counted as (
    select place, criterion, answer, value, count(*) as answers
    from latest
    where newest = 1
    group by place, criterion, answer, value
)
select
    counted.place as subject,
    criterion.position - 1 as criterion,
    case counted.answer when 'level' then 0 when 'not_applicable' then 1 else 2 end as kind,
    counted.value,
    counted.answers as count
from counted
join unnest($6::text[]) with ordinality as criterion(id, position) on criterion.id = counted.criterion
