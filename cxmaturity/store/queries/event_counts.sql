select cycle_id, count(*), count(distinct assessor_id), max(recorded_at)
from rating_events
where evaluation_id = $1
group by cycle_id
