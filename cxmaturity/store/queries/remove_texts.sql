delete from texts
where id in (select note_id from rating_events where evaluation_id = $1 and note_id is not null)
   or id in (select evidence_id from rating_events where evaluation_id = $1 and evidence_id is not null)
