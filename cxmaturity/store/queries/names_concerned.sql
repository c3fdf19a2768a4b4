select id, name from people where id in (select object_id from audit_events)
union all
select id, name from subjects where id in (select object_id from audit_events)
union all
select grants.id, people.name
from grants
join people on people.id = grants.person_id
where grants.id in (select object_id from audit_events)
