delete from texts
where id in (
    select unnest(array[reason_id, conditions_id, dissent_id]) from decisions where workshop_id = $1
)
