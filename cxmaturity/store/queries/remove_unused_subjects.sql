delete from subjects
where id in (select unnest($1::text[]))
  and id not in (select subject_id from evaluation_subjects)
