-- Every revision of a workshop's decision record with its words, oldest first.
select
    decisions.workshop_id, decisions.revision, decisions.outcome, decisions.subjects, decisions.deciders,
    decisions.look_again_on, decisions.basis, decisions.sha256, decisions.person_id, decisions.recorded_at,
    reason.id, reason.body, reason.sha256, reason.erased_at,
    conditions.id, conditions.body, conditions.sha256, conditions.erased_at,
    dissent.id, dissent.body, dissent.sha256, dissent.erased_at
from decisions
left join texts as reason on reason.id = decisions.reason_id
left join texts as conditions on conditions.id = decisions.conditions_id
left join texts as dissent on dissent.id = decisions.dissent_id
where decisions.workshop_id = $1
order by decisions.revision
