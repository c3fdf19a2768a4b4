-- Who did what, when, by which way in. Written in the same transaction as the act itself. Facts are short JSON
-- without answers, tokens and names of people, so that erasing a person leaves this as it is.
create table audit_events (
    id text primary key,
    occurred_at timestamp not null,
    person_id text not null,
    grant_id text not null,          -- the way in that was used; empty for what the program does by itself
    verb text not null,              -- create | change | erase …, one word
    kind text not null,              -- evaluation | cycle | subject | person | link | rubric | store
    object_id text not null,
    evaluation_id text not null,     -- empty where the act belongs to no evaluation
    facts text not null
);

-- Weights that an evaluation sets in place of its rubric's; they lock at its first rating.
create table evaluation_weights (
    evaluation_id text not null,
    node_id text not null,           -- a section's or a criterion's id in the rubric
    weight double precision not null,
    set_by text not null,
    set_at timestamp not null,
    primary key (evaluation_id, node_id)
);

-- How to reach somebody; null where unknown. Erased with the name.
alter table people add column contact text;
