select evaluation_id, cycle_id
from rating_events
group by evaluation_id, cycle_id
having bool_and(origin = 'import')
