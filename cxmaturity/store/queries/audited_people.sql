select id, name
from people
where id in (select distinct person_id from audit_events)
order by name collate "C", id
