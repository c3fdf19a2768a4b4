-- The share links of one evaluation, or of all where none is named, newest first, with their opens.
select
    g.id, g.label, g.state, g.created_by, g.created_at, g.expires_at,
    s.kind, s.scope, s.password, s.snapshot_id,
    s.evaluation_id, evaluations.title, coalesce(people.name, ''), coalesce(newest.number, 0),
    coalesce(counted.times, 0), counted.last_at
from grants as g
join shares as s on s.grant_id = g.id
join evaluations on evaluations.id = s.evaluation_id
left join people on people.id = g.created_by
left join snapshots as newest on newest.id = s.snapshot_id
left join (
    select grant_id, cast(sum(times) as integer) as times, max(last_at) as last_at from opens group by grant_id
) as counted on counted.grant_id = g.id
where g.kind = 'share' and ($1 = '' or s.evaluation_id = $1)
order by g.created_at desc, g.id
