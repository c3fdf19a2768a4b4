-- Append-only: what a workshop decided at its end. A correction is the next revision, and the earlier ones stay. What
-- people wrote lies in texts and who decided in people, so that erasing somebody leaves this row as it is.
create table decisions (
    workshop_id text not null,
    revision integer not null,
    outcome text not null,           -- chosen | none | put off
    subjects text not null,          -- JSON: ids of the subjects chosen
    deciders text not null,          -- JSON: ids of the people who decided
    reason_id text not null,
    conditions_id text,
    dissent_id text,
    look_again_on date,              -- when somebody asks whether it was as scored
    basis text not null,             -- JSON: the result it rests on, with the hash of all that this follows from
    sha256 text not null,            -- of this record, the hash of the one before it included
    person_id text not null,         -- who wrote it down
    recorded_at timestamp not null,
    primary key (workshop_id, revision)
);
