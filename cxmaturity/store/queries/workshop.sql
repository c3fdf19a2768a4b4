select id, evaluation_id, cycle_id, code, state, revision, created_by, created_at
from workshops
where id = $1
