insert into people (id, name, kind, created_at)
select unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamp[])
