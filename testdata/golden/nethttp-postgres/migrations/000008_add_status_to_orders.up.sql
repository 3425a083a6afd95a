ALTER TABLE orders ADD COLUMN status text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'sent'));
