ALTER TABLE notes ADD COLUMN folder_id bigint CONSTRAINT notes_folder_id_fkey REFERENCES folders (id) ON DELETE SET NULL;

CREATE INDEX notes_folder_id_idx ON notes (folder_id NULLS FIRST, id);
