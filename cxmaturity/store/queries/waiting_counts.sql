-- How many carried answers each assessor of a cycle has, and how many of them are answered by an event.
-- Of a subject and one merged into it they are one.
with opened as (
    select distinct coalesce(subjects.merged_into, subjects.id) as survivor_id, carried.criterion, carried.assessor_id
    from carried_answers as carried
    join subjects on subjects.id = carried.subject_id
    where carried.evaluation_id = $1 and carried.cycle_id = $2
),
given as (
    select distinct coalesce(subjects.merged_into, subjects.id) as survivor_id, rating.criterion, rating.assessor_id
    from current_ratings as rating
    join subjects on subjects.id = rating.subject_id
    where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.answer <> 'unanswered'
)
select opened.assessor_id, count(*), count(given.criterion)
from opened
left join given
    on given.survivor_id = opened.survivor_id and given.criterion = opened.criterion
    and given.assessor_id = opened.assessor_id
group by opened.assessor_id
