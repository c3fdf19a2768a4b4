-- What a share link shows; the way in itself is a grant of kind share with the same id.
create table shares (
    grant_id text primary key,
    kind text not null,              -- frozen | edition | live
    evaluation_id text not null,
    scope text not null,             -- JSON, an allow-list: nothing else is ever shown
    password text not null,          -- scrypt with its salt; empty where none is asked for
    snapshot_id text not null,       -- the page that is shown now; empty for a live link
    created_at timestamp not null
);

-- Pages as they were when they were published; never changed, except that erasing a person empties theirs.
create table snapshots (
    id text primary key,
    grant_id text not null,
    number integer not null,         -- 1, 2, 3 … of an edition link; the highest is shown
    title text not null,
    content_hash text not null,      -- SHA-256 of what is shown, as JSON
    page text not null,              -- HTML
    people text not null,            -- JSON: ids of people whose words or names stand in it
    published_by text not null,
    published_at timestamp not null
);

-- The files that hang on a page: PDF, slides, spreadsheet.
create table snapshot_files (
    snapshot_id text not null,
    name text not null,
    media_type text not null,
    content text not null,           -- Base64
    primary key (snapshot_id, name)
);

-- Append-only: how often a link was opened, counted by the server in batches.
create table opens (
    id text primary key,
    grant_id text not null,
    times integer not null,
    first_at timestamp not null,
    last_at timestamp not null
);
