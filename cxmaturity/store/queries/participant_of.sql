select
    participants.person_id, participants.number, participants.alias, participants.joined_at, people.name,
    participants.role, participants.connected_at, participants.waits, participants.conflicts, participants.revision
from participants
join people on people.id = participants.person_id
where participants.workshop_id = $1 and participants.person_id = $2
order by participants.revision desc
limit 1
