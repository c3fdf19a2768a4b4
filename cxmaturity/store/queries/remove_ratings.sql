delete from rating_events where evaluation_id = $1
