-- What must never be, each with how often it is. Nothing here happens in use; a damaged disk or a foreign hand
-- could bring it about.
select 'answers of an evaluation that does not exist', count(*) from rating_events
where evaluation_id not in (select id from evaluations)
union all
select 'answers in a cycle that does not exist', count(*) from rating_events
where cycle_id not in (select id from cycles)
union all
select 'answers about a subject that does not exist', count(*) from rating_events
where subject_id not in (select id from subjects)
union all
select 'answers by a person that does not exist', count(*) from rating_events
where assessor_id not in (select id from people)
union all
select 'answers whose note or evidence does not exist', count(*) from rating_events
where (note_id is not null and note_id not in (select id from texts))
   or (evidence_id is not null and evidence_id not in (select id from texts))
union all
select 'levels without points, or points without a level', count(*) from rating_events
where (answer = 'level') <> (value is not null)
union all
select 'answers with a revision that is missing or doubled', count(*) from (
    select 1 as one from rating_events
    group by evaluation_id, cycle_id, round, subject_id, criterion, assessor_id
    having count(*) <> max(revision) or count(distinct revision) <> count(*)
) as broken
union all
select 'cycles of an evaluation that does not exist', count(*) from cycles
where evaluation_id not in (select id from evaluations)
union all
select 'cycles whose rubric version does not exist', count(*) from cycles
where rubric_sha256 is not null and rubric_sha256 not in (select sha256 from rubrics)
union all
select 'names of a subject that does not exist', count(*) from subject_aliases
where subject_id not in (select id from subjects)
union all
select 'ways in for a person that does not exist', count(*) from grants
where person_id not in (select id from people)
union all
select 'workshops of an evaluation that does not exist', count(*) from workshops
where evaluation_id not in (select id from evaluations)
union all
select 'workshops whose record is not whole', count(*) from (
    select workshops.id from workshops
    left join workshop_events on workshop_events.workshop_id = workshops.id
    group by workshops.id, workshops.revision
    having count(workshop_events.revision) <> workshops.revision or max(workshop_events.revision) <> workshops.revision
) as broken
union all
select 'participants or answers of a workshop that does not exist', count(*) from (
    select workshop_id from participants union all select workshop_id from workshop_answers
) as parts
where workshop_id not in (select id from workshops)
union all
select 'participants of a workshop that are nobody', count(*) from participants
where person_id not in (select id from people)
union all
select 'decisions of a workshop that does not exist', count(*) from decisions
where workshop_id not in (select id from workshops)
union all
select 'decisions with a revision that is missing or doubled', count(*) from (
    select 1 as one from decisions
    group by workshop_id
    having count(*) <> max(revision) or count(distinct revision) <> count(*)
) as broken
union all
select 'plans, evidence or figures of an evaluation that does not exist', count(*) from loop_entries
where evaluation_id not in (select id from evaluations)
union all
select 'plans, evidence or figures with a revision that is missing or doubled', count(*) from (
    select 1 as one from loop_entries
    group by evaluation_id, kind, entry_id
    having count(*) <> max(revision) or count(distinct revision) <> count(*)
) as broken
union all
select 'carried answers in a cycle that does not exist', count(*) from carried_answers
where cycle_id not in (select id from cycles)
union all
select 'closings of a cycle that does not exist', count(*) from cycle_closings
where cycle_id not in (select id from cycles)
union all
select 'share links of an evaluation that does not exist', count(*) from shares
where evaluation_id not in (select id from evaluations)
union all
select 'shared pages or files without a link', count(*) from (
    select 1 as one from snapshots where grant_id not in (select grant_id from shares)
    union all
    select 1 as one from snapshot_files where snapshot_id not in (select id from snapshots)
) as left_over
