ALTER TABLE products ADD COLUMN supplier_id bigint REFERENCES suppliers (id);

CREATE INDEX products_supplier_id_idx ON products (supplier_id NULLS FIRST, id);
