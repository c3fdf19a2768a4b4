-- Share links of evaluations that were removed before shared pages went with them: links end, pages go.
update grants set state = 'revoked' where scope_kind = 'report' and scope_id not in (select id from evaluations);
delete from shares where evaluation_id not in (select id from evaluations);
delete from snapshots where grant_id not in (select grant_id from shares);
delete from snapshot_files where snapshot_id not in (select id from snapshots);
delete from opens where grant_id not in (select grant_id from shares);
