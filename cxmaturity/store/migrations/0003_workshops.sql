-- One live room. revision counts its events. Every write about a room first holds this row, so that no answer
-- slips past a lock and no two hosts decide at once.
create table workshops (
    id text primary key,
    evaluation_id text not null,
    cycle_id text not null,
    code text not null,              -- what people type; opens the door only while the state is open
    state text not null,             -- open | closed
    revision integer not null,
    created_by text not null,
    created_at timestamp not null
);

-- Append-only: what happened in a room. The room is the fold of its events; the body is JSON.
create table workshop_events (
    workshop_id text not null,
    revision integer not null,
    kind text not null,
    body text not null,
    actor_id text not null,
    recorded_at timestamp not null,
    primary key (workshop_id, revision)
);

-- Append-only: of one person the highest revision is how they are now. Their name stands in people.
create table participants (
    workshop_id text not null,
    person_id text not null,
    revision integer not null,
    number integer not null,         -- the order of coming
    alias integer not null,          -- drawn by lot; stands beside answers in an anonymous room
    role text not null,
    joined_at timestamp not null,
    connected_at timestamp,
    waits boolean not null,          -- the door was locked when they came
    conflicts text not null,         -- JSON: subject id → when the conflict of interest was declared
    recorded_at timestamp not null,
    primary key (workshop_id, person_id, revision)
);

-- Append-only: answers as given in a room, apart from rating_events so that nothing but the room can show them
-- before they are revealed. When the workshop ends, what may be seen is copied into rating_events.
create table workshop_answers (
    workshop_id text not null,
    round integer not null,
    subject_id text not null,
    criterion text not null,
    person_id text not null,
    revision integer not null,
    answer text not null,            -- level | not_applicable | dont_know | unanswered (cleared)
    level text not null,
    value double precision,          -- raw points, only where answer is level
    note text not null,              -- kept here while sealed; blanked when the person is erased
    reason text not null,            -- why it changed after the talk: new evidence | persuaded | compromise | empty
    request_id text not null,        -- makes a resend harmless
    recorded_at timestamp not null,
    primary key (workshop_id, round, subject_id, criterion, person_id, revision)
);
