select subject_aliases.name_key, subjects.id, subjects.name, subjects.kind, subjects.status
from subject_aliases
join subjects on subjects.id = subject_aliases.subject_id
where subject_aliases.kind = $1
  and subject_aliases.name_key in (select unnest($2::text[]))
