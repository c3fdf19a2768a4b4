select subject.place as subject, count(distinct rating.assessor_id) as raters
from current_ratings as rating
join (select unnest($4::text[]) as id, unnest($5::integer[]) as place) as subject
    on subject.id = rating.subject_id
where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.round <= $3 and rating.answer <> 'unanswered'
  and rating.criterion in (select unnest($6::text[]))
group by subject.place
