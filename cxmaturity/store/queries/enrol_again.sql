update evaluation_subjects set withdrawn_at = null
where evaluation_id = $1 and subject_id in (select unnest($2::text[]))
