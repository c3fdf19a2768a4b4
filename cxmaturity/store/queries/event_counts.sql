-- Who has only written a note, without an answer yet, has not rated.
select
    cycle_id, count(*), count(distinct case when answer <> 'unanswered' then assessor_id end), max(recorded_at)
from rating_events
where evaluation_id = $1
group by cycle_id
