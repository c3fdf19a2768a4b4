select current_ratings.assessor_id, evaluations.title, evaluations.is_demo
from current_ratings
join evaluations on evaluations.id = current_ratings.evaluation_id
where current_ratings.answer <> 'unanswered'
group by current_ratings.assessor_id, evaluations.title, evaluations.is_demo
order by evaluations.title collate "C", current_ratings.assessor_id
