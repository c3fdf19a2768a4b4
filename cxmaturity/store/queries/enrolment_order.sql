select coalesce(enrolled.merged_into, enrolled.id) as id
from evaluation_subjects
join subjects as enrolled on enrolled.id = evaluation_subjects.subject_id
where evaluation_subjects.evaluation_id = $1
group by coalesce(enrolled.merged_into, enrolled.id)
order by date_trunc('second', min(evaluation_subjects.added_at)), coalesce(enrolled.merged_into, enrolled.id) collate "C"
