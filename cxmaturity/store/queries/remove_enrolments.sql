delete from evaluation_subjects where evaluation_id = $1
