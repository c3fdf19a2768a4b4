-- The latest revision of each person, by order of coming.
select
    latest.person_id, latest.number, latest.alias, latest.joined_at, people.name, latest.role,
    latest.connected_at, latest.waits, latest.conflicts, latest.revision
from (
    select
        participants.*,
        row_number() over (partition by person_id order by revision desc) as newest
    from participants
    where workshop_id = $1
) as latest
join people on people.id = latest.person_id
where latest.newest = 1
order by latest.number, latest.person_id
