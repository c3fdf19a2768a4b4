(
    select evaluation_id, cycle_id from rating_events where origin in ('import', 'workshop')
    union
    select evaluation_id, cycle_id from workshops
)
except
select evaluation_id, cycle_id
from rating_events
where actor_id = $1 and origin not in ('import', 'workshop')
