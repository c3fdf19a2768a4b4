delete from cycles where evaluation_id = $1
