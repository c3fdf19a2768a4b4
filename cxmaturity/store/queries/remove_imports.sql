delete from imports where evaluation_id = $1
