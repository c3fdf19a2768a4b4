select id, evaluation_id, cycle_id, code, state, revision, created_by, created_at
from workshops
order by created_at desc, id
