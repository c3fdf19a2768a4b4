-- What somebody cited beside an answer comes along with it, dated by the day on which it was first given.
alter table carried_answers add column evidence_id text;
alter table carried_answers add column cited_on date;
