-- Keys are text of twelve symbols made by the program. Times are naive UTC given by the program.
-- No foreign keys, no secondary indexes, no triggers, no defaults: the same text runs on DuckDB and PostgreSQL.

create table settings (
    name text primary key,
    value text not null
);

-- Every rubric version that was ever used, as canonical JSON; the hash is its identity.
create table rubrics (
    sha256 text primary key,
    rubric_id text not null,
    version text not null,
    title text not null,
    purpose text not null,
    canonical text not null,
    added_at timestamp not null
);

-- The one table with names of people; everything else holds their opaque id.
create table people (
    id text primary key,
    name text not null,
    kind text not null,              -- member | imported | participant | consensus
    created_at timestamp not null,
    erased_at timestamp
);

-- Every way in: owner's key, named link, participant's resume, shared link. Only the token's hash is kept.
create table grants (
    token_hash text primary key,
    id text not null,
    kind text not null,              -- owner | link | resume | share
    role text not null,              -- owner | facilitator | assessor | participant | reader
    scope_kind text not null,        -- everything | evaluation | workshop | report
    scope_id text not null,          -- empty for everything
    person_id text not null,
    label text not null,
    state text not null,             -- active | paused | revoked
    created_by text not null,
    created_at timestamp not null,
    expires_at timestamp,
    last_used_at timestamp
);

-- What is scored: a registry shared by all evaluations.
create table subjects (
    id text primary key,
    name text not null,
    kind text not null,              -- vendor | unit | channel | initiative | relationship stage | programme | todays way | other
    status text not null,            -- partner | candidate | comparator | none | retired
    parent_id text,
    merged_into text,
    created_at timestamp not null
);

-- Every name a subject goes by, its present one included; name_key is trimmed and folded.
create table subject_aliases (
    kind text not null,
    name_key text not null,
    subject_id text not null,
    alias text not null,
    added_at timestamp not null,
    primary key (kind, name_key)
);

create table evaluations (
    id text primary key,
    title text not null,
    rubric_id text not null,
    purpose text not null,
    state text not null,             -- open | archived
    is_demo boolean not null,
    created_by text not null,
    created_at timestamp not null
);

-- Local dates, from starts_on up to but without ends_on. A cycle pins its rubric at its first rating.
create table cycles (
    id text primary key,
    evaluation_id text not null,
    label text not null,
    position integer not null,
    starts_on date,
    ends_on date,
    state text not null,             -- open | closed
    rubric_sha256 text,
    pinned_at timestamp
);

create table evaluation_subjects (
    evaluation_id text not null,
    subject_id text not null,
    added_by text not null,
    added_at timestamp not null,
    withdrawn_at timestamp,
    primary key (evaluation_id, subject_id)
);

-- Append-only. One row is one answer given; the highest revision of a key is the present answer.
create table rating_events (
    evaluation_id text not null,
    cycle_id text not null,
    round integer not null,
    subject_id text not null,
    criterion text not null,
    assessor_id text not null,
    revision integer not null,
    answer text not null,            -- level | not_applicable | dont_know | unanswered (cleared)
    level text not null,             -- the level's id; empty for a number
    value double precision,          -- raw points, only where answer is level
    confidence double precision,
    role text not null,
    segment text not null,
    origin text not null,            -- own | import | demo
    note_id text,
    evidence_id text,
    actor_id text not null,          -- who saved it; differs from the assessor when somebody enters it for them
    request_id text not null,        -- makes a resend harmless
    rated_at timestamp,              -- when the assessor says it was rated
    recorded_at timestamp not null,
    primary key (evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, revision)
);

-- What people wrote, apart from the events, so that it can be erased while hashes over events still verify.
create table texts (
    id text primary key,
    person_id text not null,
    kind text not null,              -- note | evidence
    body text not null,
    sha256 text not null,
    created_at timestamp not null,
    erased_at timestamp
);

create table imports (
    id text primary key,
    evaluation_id text not null,
    name text not null,
    sha256 text not null,
    row_count integer not null,
    imported_by text not null,
    imported_at timestamp not null
);

create view current_ratings as
select
    evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, revision, answer, level, value,
    confidence, role, segment, origin, note_id, evidence_id, actor_id, request_id, rated_at, recorded_at
from (
    select
        rating_events.*,
        row_number() over (
            partition by evaluation_id, cycle_id, round, subject_id, criterion, assessor_id
            order by revision desc
        ) as newest
    from rating_events
) as ranked
where newest = 1;
