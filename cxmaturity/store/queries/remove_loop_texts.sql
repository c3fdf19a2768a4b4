delete from texts
where id in (select reason_id from answer_changes where evaluation_id = $1 and reason_id is not null)
   or id in (select words_id from cycle_closings where evaluation_id = $1 and words_id is not null)
