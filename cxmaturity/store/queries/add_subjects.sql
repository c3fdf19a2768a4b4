insert into subjects (id, name, kind, status, parent_id, merged_into, created_at)
select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), null, null, $5::timestamp
