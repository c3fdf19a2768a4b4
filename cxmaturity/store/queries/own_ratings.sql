-- Rows come in order of rounds, then of time, so that a reader who keeps the last one per criterion has the latest
-- round, and of a subject and one merged into it the later answer.
select
    rating.criterion, rating.answer, rating.level, rating.value,
    coalesce(note.body, ''), coalesce(evidence.body, ''), rating.round, rating.revision, rating.recorded_at
from current_ratings as rating
left join texts as note on note.id = rating.note_id
left join texts as evidence on evidence.id = rating.evidence_id
where rating.evaluation_id = $1 and rating.cycle_id = $2 and rating.assessor_id = $4
  and rating.subject_id in (select id from subjects where id = $3 or merged_into = $3)
order by rating.round, rating.recorded_at, rating.subject_id
