select
    (select max(version) from schema_migrations),
    (select count(*) from evaluations),
    (select count(*) from people where erased_at is null),
    (select count(*) from rating_events),
    (select count(*) from workshops where state = 'open')
