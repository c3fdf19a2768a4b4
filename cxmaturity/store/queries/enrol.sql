insert into evaluation_subjects (evaluation_id, subject_id, added_by, added_at, withdrawn_at)
select $1::text, wanted.id, $3::text, wanted.added_at, null
from (select unnest($2::text[]) as id, unnest($4::timestamp[]) as added_at) as wanted
where wanted.id not in (select subject_id from evaluation_subjects where evaluation_id = $1)
