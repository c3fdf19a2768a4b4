delete from snapshot_files
where snapshot_id in (
    select snapshots.id from snapshots
    join shares on shares.grant_id = snapshots.grant_id
    where shares.evaluation_id = $1
)
