-- How often anything in a room has changed: its events, its people, its answers, its decisions; all only ever grow.
select
    (select count(*) from workshop_events where workshop_id = $1),
    (select count(*) from participants where workshop_id = $1),
    (select count(*) from workshop_answers where workshop_id = $1),
    (select count(*) from decisions where workshop_id = $1)
