ALTER TABLE products ADD COLUMN supplier_id bigint CONSTRAINT products_supplier_id_fkey REFERENCES suppliers (id);

CREATE INDEX products_supplier_id_idx ON products (supplier_id NULLS FIRST, id);
