with counted as (
    select subject_id, criterion, answer, value, count(*) as answers
    from rating_events
    where evaluation_id = $1 and cycle_id = $2 and round <= $3 and answer <> 'unanswered'
    group by subject_id, criterion, answer, value
)
select
    subject.place as subject,
    criterion.position - 1 as criterion,
    case counted.answer when 'level' then 0 when 'not_applicable' then 1 else 2 end as kind,
    counted.value,
    counted.answers as count
from counted
join (select unnest($4::text[]) as id, unnest($5::integer[]) as place) as subject
    on subject.id = counted.subject_id
join unnest($6::text[]) with ordinality as criterion(id, position) on criterion.id = counted.criterion
