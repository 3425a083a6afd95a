-- Digits of price after the point are cut off beyond a scale of 2.
ALTER TABLE products ALTER COLUMN price TYPE numeric(22, 2) USING trunc(price, 2);
ALTER TABLE products ALTER COLUMN price DROP DEFAULT;
