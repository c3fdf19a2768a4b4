select
    people.id, people.name, people.kind, people.created_at, people.contact, people.erased_at,
    coalesce(rated.answers, 0), coalesce(written.texts, 0), coalesce(given.grants, 0)
from people
left join (
    select assessor_id, count(*) as answers from current_ratings where answer <> 'unanswered' group by assessor_id
) as rated on rated.assessor_id = people.id
left join (
    select person_id, count(*) as texts from texts where erased_at is null group by person_id
) as written on written.person_id = people.id
left join (
    select person_id, count(*) as grants from grants where kind = 'link' group by person_id
) as given on given.person_id = people.id
order by people.name collate "C", people.id
