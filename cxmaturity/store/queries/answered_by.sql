select evaluation_id, cycle_id, count(*)
from (
    select distinct rating.evaluation_id, rating.cycle_id, coalesce(subjects.merged_into, subjects.id), rating.criterion
    from current_ratings as rating
    join subjects on subjects.id = rating.subject_id
    where rating.assessor_id = $1 and rating.answer <> 'unanswered'
) as answered
group by evaluation_id, cycle_id
