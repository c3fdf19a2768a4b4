select distinct coalesce(subjects.merged_into, subjects.id), rating.criterion
from current_ratings as rating
join subjects on subjects.id = rating.subject_id
where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.assessor_id = $3
  and rating.answer <> 'unanswered'
