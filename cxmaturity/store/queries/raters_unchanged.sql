select subject.position - 1 as subject, counted.raters
from (
    select subject_id, count(distinct assessor_id) as raters
    from rating_events
    where evaluation_id = $1 and cycle_id = $2 and round <= $3 and answer <> 'unanswered'
      and criterion in (select unnest($5::text[]))
    group by subject_id
) as counted
join unnest($4::text[]) with ordinality as subject(id, position) on subject.id = counted.subject_id
