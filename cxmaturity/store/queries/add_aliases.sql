insert into subject_aliases (kind, name_key, subject_id, alias, added_at)
select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), $5::timestamp
