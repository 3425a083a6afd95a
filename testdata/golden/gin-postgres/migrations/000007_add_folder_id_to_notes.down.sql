ALTER TABLE notes DROP COLUMN folder_id;
