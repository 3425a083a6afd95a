ALTER TABLE orders ADD COLUMN status text COLLATE "C" NOT NULL DEFAULT 'open' CONSTRAINT orders_status_check CHECK (status IN ('open', 'paid', 'sent'));
