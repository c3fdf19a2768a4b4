-- What people wrote beside their present answers of one cycle, with who it was.
select subjects.name, rating.subject_id, rating.criterion, note.body, rating.assessor_id, coalesce(people.name, '')
from current_ratings as rating
join texts as note on note.id = rating.note_id
join subjects on subjects.id = rating.subject_id
join evaluation_subjects on evaluation_subjects.evaluation_id = rating.evaluation_id
    and evaluation_subjects.subject_id = rating.subject_id
left join people on people.id = rating.assessor_id
where rating.evaluation_id = $1 and rating.cycle_id = $2
    and note.body <> '' and evaluation_subjects.withdrawn_at is null
order by subjects.name collate "C", rating.criterion collate "C", rating.assessor_id, rating.round
