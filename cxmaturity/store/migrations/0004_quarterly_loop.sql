-- Append-only: what a programme plans, cites, measures and agrees on, one row for every change. Of one entry the
-- highest revision holds; an empty body takes it away. The body is JSON with opaque ids of people and subjects.
create table loop_entries (
    evaluation_id text not null,
    kind text not null,              -- target | goal | action | evidence | assumption | reading | objective | respondent | issue | consensus
    entry_id text not null,
    revision integer not null,
    cycle_id text not null,          -- the cycle in which it was said
    body text not null,
    actor_id text not null,
    recorded_at timestamp not null,
    primary key (evaluation_id, kind, entry_id, revision)
);

-- Answers that a cycle opened with, apart from rating_events so that nothing unconfirmed can move a score. A
-- confirmation is an event of its own in rating_events.
create table carried_answers (
    evaluation_id text not null,
    cycle_id text not null,          -- the cycle into which it was carried
    subject_id text not null,
    criterion text not null,
    assessor_id text not null,
    answer text not null,            -- level | not_applicable | dont_know
    level text not null,
    value double precision,          -- raw points on the scale of the new cycle's rubric
    unchecked integer not null,      -- openings in a row since somebody looked at it alone
    looked_at date,                  -- the day of that last look
    primary key (evaluation_id, cycle_id, subject_id, criterion, assessor_id)
);

-- Append-only: what changed, said beside an answer that replaces a carried one; the key is the event's.
create table answer_changes (
    evaluation_id text not null,
    cycle_id text not null,
    round integer not null,
    subject_id text not null,
    criterion text not null,
    assessor_id text not null,
    revision integer not null,
    reason_id text,
    since date not null,
    primary key (evaluation_id, cycle_id, round, subject_id, criterion, assessor_id, revision)
);

-- Append-only: every closing and every reopening of a cycle. A closing is never overwritten: closing again after a
-- reopening is the next revision.
create table cycle_closings (
    evaluation_id text not null,
    cycle_id text not null,
    revision integer not null,       -- counts closings and reopenings, from 1
    move text not null,              -- closed | reopened
    person_id text not null,
    words_id text,                   -- the name it was signed with, or why it was reopened
    result_sha256 text not null,     -- of a closing: the hash of everything the result follows from
    figures text not null,           -- of a closing: JSON, each subject's figures as they were signed
    recorded_at timestamp not null,
    primary key (evaluation_id, cycle_id, revision)
);
