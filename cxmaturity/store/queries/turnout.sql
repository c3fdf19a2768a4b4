-- Those whose answers counted in the cycle before ($3) and who take part in this one ($2), by subject: how many, and
-- how many of them have nothing left to confirm. $4 and $5 are the ids under which answers lie and the name of the
-- subject that each stands for.
with subject as (select unnest($4::text[]) as id, unnest($5::text[]) as name),
counted as (
    select distinct subject.name, rating.assessor_id
    from current_ratings as rating
    join subject on subject.id = rating.subject_id
    where rating.evaluation_id = $1 and rating.cycle_id = $3 and rating.answer <> 'unanswered'
),
given as (
    select distinct subject.name, rating.criterion, rating.assessor_id
    from current_ratings as rating
    join subject on subject.id = rating.subject_id
    where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.answer <> 'unanswered'
),
opened as (
    select distinct subject.name, carried.criterion, carried.assessor_id
    from carried_answers as carried
    join subject on subject.id = carried.subject_id
    where carried.evaluation_id = $1 and carried.cycle_id = $2
),
part as (
    select
        coalesce(opened.name, given.name) as name,
        coalesce(opened.assessor_id, given.assessor_id) as assessor_id,
        max(case when given.criterion is null then 1 else 0 end) as waits
    from given
    full outer join opened
        on opened.name = given.name and opened.criterion = given.criterion
        and opened.assessor_id = given.assessor_id
    group by 1, 2
)
select part.name, cast(count(*) - sum(part.waits) as integer), cast(count(*) as integer)
from part
join counted on counted.name = part.name and counted.assessor_id = part.assessor_id
group by part.name
order by part.name collate "C"
