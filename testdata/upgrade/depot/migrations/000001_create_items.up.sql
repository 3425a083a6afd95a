-- One statement, since MySQL commits each by itself. The collation, which MySQL
-- and MariaDB call by different names, orders texts by their bytes.
CREATE TABLE items (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    sku varchar(64) NOT NULL,
    title varchar(255) NOT NULL,
    quantity int NOT NULL DEFAULT 0,
    status varchar(64) NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'listed', 'sold')),
    created_at datetime(6) NOT NULL,
    updated_at datetime(6) NOT NULL,
    UNIQUE KEY sku_key (sku)
) DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
