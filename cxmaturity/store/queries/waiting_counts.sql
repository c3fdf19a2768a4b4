-- How many carried answers each assessor of a cycle has, and how many of them are answered by an event.
select carried.assessor_id, count(*), count(given.criterion)
from carried_answers as carried
left join (
    select distinct subject_id, criterion, assessor_id from current_ratings
    where evaluation_id = $1 and cycle_id = $2 and answer <> 'unanswered'
) as given
    on given.subject_id = carried.subject_id and given.criterion = carried.criterion
    and given.assessor_id = carried.assessor_id
where carried.evaluation_id = $1 and carried.cycle_id = $2
group by carried.assessor_id
