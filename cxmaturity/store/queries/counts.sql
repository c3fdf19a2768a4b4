with latest as (
    select
        subject_id, criterion, assessor_id, answer, value,
        row_number() over (partition by subject_id, criterion, assessor_id order by round desc) as newest
    from current_ratings
    where evaluation_id = $1 and cycle_id = $2 and round <= $3 and answer <> 'unanswered'
),
counted as (
    select subject_id, criterion, answer, value, count(*) as answers
    from latest
    where newest = 1
    group by subject_id, criterion, answer, value
)
select
    subject.position - 1 as subject,
    criterion.position - 1 as criterion,
    case counted.answer when 'level' then 0 when 'not_applicable' then 1 else 2 end as kind,
    counted.value,
    counted.answers as count
from counted
join unnest($4::text[]) with ordinality as subject(id, position) on subject.id = counted.subject_id
join unnest($5::text[]) with ordinality as criterion(id, position) on criterion.id = counted.criterion
