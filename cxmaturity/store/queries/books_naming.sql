select evaluation_id, kind, entry_id, revision, cycle_id, body, actor_id, recorded_at
from loop_entries
where evaluation_id in (
    select evaluation_id from loop_entries where actor_id = $1 or strpos(body, $2) > 0
)
order by evaluation_id, kind, entry_id, revision
