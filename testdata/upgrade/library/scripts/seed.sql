INSERT INTO authors (name, born, created_at, updated_at) VALUES ('Frank Herbert', '1920-10-08', '2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:00.000000Z');
