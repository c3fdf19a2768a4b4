insert into texts (id, person_id, kind, body, sha256, created_at, erased_at)
select
    unnest($1::text[]), unnest($2::text[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
    unnest($6::timestamp[]), null
