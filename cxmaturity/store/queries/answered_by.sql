select evaluation_id, cycle_id, count(*)
from (
    select distinct evaluation_id, cycle_id, subject_id, criterion
    from current_ratings
    where assessor_id = $1 and answer <> 'unanswered'
) as answered
group by evaluation_id, cycle_id
