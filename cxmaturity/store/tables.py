"""What each table holds, in words for whoever reads a copy without this program."""

from __future__ import annotations

TABLES = {
    "answer_changes": "What changed and since when, beside answers that replaced a carried one.",
    "audit_events": "Who did what, when, by which way in; `facts` is short JSON without answers and names.",
    "carried_answers": "Answers that a cycle opened with; none counts before somebody confirms it, which is "
    "an answer of its own in `rating_events`.",
    "cycle_closings": "Every closing of a cycle, signed by name with its result's hash; every reopening.",
    "cycles": "Cycles of evaluations, from `starts_on` up to, without, `ends_on`; the first rating pins the "
    "rubric version.",
    "decisions": "What workshops decided at their end, one row for every correction; words are in "
    "`texts`, names in `people`.",
    "evaluation_subjects": "Which subject takes part in which evaluation, and since when it was withdrawn.",
    "evaluation_weights": "Weights that an evaluation set in place of its rubric's.",
    "evaluations": "Vendor evaluations and self-assessments.",
    "grants": "Every way into the app: owner's key, named links. Only a hash of each token, never the token.",
    "imports": "Ratings files that became evaluations, by the hash of their content.",
    "loop_entries": "Targets, goals, actions, evidence, assumptions, figures, respondents, issues and "
    "consensus values, one row for every change; `body` is JSON, empty where the entry was taken away.",
    "opens": "How often share links were opened, counted in batches; machines that look at links count too.",
    "participants": "Who came to a live workshop, one row for every change; of one person the "
    "highest `revision` holds.",
    "people": "Everybody who rates or runs the app. The only table with people's names.",
    "rating_events": "Every answer ever given, one row each. Of one key the highest `revision` is the "
    "present answer; `value` is raw points, empty unless `answer` is level.",
    "rubrics": "Every rubric version that was used, as JSON in `canonical`; `sha256` is that text's hash.",
    "schema_migrations": "The steps that brought these tables to their present shape.",
    "settings": "Single facts about this store.",
    "shares": "What each share link shows; its way in is the grant with the same id.",
    "snapshot_files": "The files that hang on shared pages, as Base64.",
    "snapshots": "Shared pages as they were published, one row for each edition.",
    "subject_aliases": "Every name a subject goes by; `name_key` is trimmed and without capitals.",
    "subjects": "What is scored, shared by all evaluations.",
    "texts": "Notes and evidence that people wrote beside their ratings, apart so that they can be erased.",
    "workshop_answers": "Answers given in a live workshop, sealed until they are revealed; when it ends, "
    "what may be seen stands in `rating_events` too.",
    "workshop_events": "What happened in a live workshop, in order; `body` is JSON.",
    "workshops": "Live workshops: rooms that score on their own phones.",
}
UNDESCRIBED = "A table of this program."

# What only a backup holds: the answers of a room by person, what would name an anonymous one, and whatever
# opens something: hashes of tokens and passwords (a proof is signed with these), the key of tickets.
TICKET_KEY = "ticket key"
SEALED_TABLES = frozenset({"workshop_answers"})
SEALED = {
    "participants": frozenset({"alias"}),
    "grants": frozenset({"token_hash"}),
    "shares": frozenset({"password"}),
}
SEALED_SETTINGS = (TICKET_KEY,)
