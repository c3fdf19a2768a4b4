delete from people
where kind = 'imported'
  and id in (select unnest($1::text[]))
  and id not in (select assessor_id from rating_events)
  and id not in (select person_id from grants)
