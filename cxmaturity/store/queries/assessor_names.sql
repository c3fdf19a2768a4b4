select id, name
from people
where id in (select distinct assessor_id from rating_events where evaluation_id = $1)
order by name collate "C", id
