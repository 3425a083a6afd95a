-- Rows that are there belong to ann@example.com. This fails if there are some, but no such user.
ALTER TABLE notes ADD COLUMN user_id uuid CONSTRAINT notes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE;
UPDATE notes SET user_id = (SELECT id FROM users WHERE email = 'ann@example.com');
ALTER TABLE notes ALTER COLUMN user_id SET NOT NULL;

CREATE INDEX notes_user_id_idx ON notes (user_id, id);
