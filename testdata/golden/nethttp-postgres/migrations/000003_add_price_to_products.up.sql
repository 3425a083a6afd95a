-- Rows that are there get '0'.
ALTER TABLE products ADD COLUMN price numeric(38, 18) NOT NULL DEFAULT '0';
