ALTER TABLE products DROP COLUMN color;
