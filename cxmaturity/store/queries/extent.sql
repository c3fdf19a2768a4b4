select max(revision), min(round), max(round)
from rating_events
where evaluation_id = $1 and cycle_id = $2 and round <= $3
