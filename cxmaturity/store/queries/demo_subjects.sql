select evaluation_subjects.subject_id
from evaluation_subjects
join evaluations on evaluations.id = evaluation_subjects.evaluation_id
group by evaluation_subjects.subject_id
having bool_and(evaluations.is_demo)
