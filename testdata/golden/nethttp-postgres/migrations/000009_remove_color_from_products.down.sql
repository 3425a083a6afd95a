ALTER TABLE products ADD COLUMN color text COLLATE "C";
