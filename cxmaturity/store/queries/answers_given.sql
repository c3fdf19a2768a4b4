-- Every answer ever given in a cycle, cleared ones too, oldest first. $3 and $4 are the ids under which answers lie
-- and the name of the subject that each stands for; $5 is the name of the one subject that is asked for.
with subject as (select unnest($3::text[]) as id, unnest($4::text[]) as name)
select
    subject.name, event.criterion, event.answer, event.value, event.level, event.assessor_id, event.recorded_at
from rating_events as event
join subject on subject.id = event.subject_id
where event.evaluation_id = $1 and event.cycle_id = $2 and subject.name = $5
order by event.recorded_at, event.round, event.revision, event.criterion collate "C", event.assessor_id collate "C"
