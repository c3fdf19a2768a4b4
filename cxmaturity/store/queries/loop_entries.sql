select kind, entry_id, revision, cycle_id, body, actor_id, recorded_at
from (
    select
        loop_entries.*,
        row_number() over (partition by kind, entry_id order by revision desc) as newest,
        min(recorded_at) over (partition by kind, entry_id) as first_said
    from loop_entries
    where evaluation_id = $1
) as ranked
where newest = 1
order by first_said, kind collate "C", entry_id collate "C"
