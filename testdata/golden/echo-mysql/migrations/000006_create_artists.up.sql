-- One statement, since MySQL commits each by itself. The collation, which MySQL
-- and MariaDB call by different names, orders texts by their bytes.
CREATE TABLE artists (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    name varchar(120) NOT NULL,
    born date,
    version bigint NOT NULL DEFAULT 1,
    -- Of the letters in tis620, only A to Z have another case.
    name__folded varbinary(480) AS (CAST(lower(CONVERT(CAST(name AS BINARY) USING tis620)) AS BINARY)),
    created_at datetime(6) NOT NULL,
    updated_at datetime(6) NOT NULL,
    UNIQUE KEY name_key (name__folded)
) DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
