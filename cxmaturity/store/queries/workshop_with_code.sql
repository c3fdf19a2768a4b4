-- A code is free again once its room has closed, so the open room comes first.
select id, evaluation_id, cycle_id, code, state, revision, created_by, created_at
from workshops
where code = $1
order by case state when 'open' then 0 else 1 end, created_at desc, id
limit 1
