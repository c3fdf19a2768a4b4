-- The share link of a token, by its hash and by nothing else, and the newest page it shows.
select
    g.id, g.label, g.state, g.created_by, g.created_at, g.expires_at,
    s.kind, s.scope, s.password, coalesce(newest.id, '')
from grants as g
join shares as s on s.grant_id = g.id
left join snapshots as newest on newest.grant_id = g.id
    and newest.number = (select max(number) from snapshots where grant_id = g.id)
where g.token_hash = $1 and g.kind = 'share'
