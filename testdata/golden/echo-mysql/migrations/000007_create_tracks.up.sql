-- One statement, since MySQL commits each by itself. The collation, which MySQL
-- and MariaDB call by different names, orders texts by their bytes.
CREATE TABLE tracks (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    title varchar(120) NOT NULL,
    artist_id bigint NOT NULL,
    length int,
    released date,
    lyrics longtext,
    price_amount decimal(24, 4),
    price_currency varchar(64),
    version bigint NOT NULL DEFAULT 1,
    created_at datetime(6) NOT NULL,
    updated_at datetime(6) NOT NULL,
    deleted_at datetime(6),
    -- Null in deleted rows, so that their values are free in unique keys.
    deleted_at__null tinyint AS (CASE WHEN deleted_at IS NULL THEN 1 END),
    KEY artist_id_idx (artist_id),
    UNIQUE KEY artist_id_title_key (artist_id, title, deleted_at__null),
    CONSTRAINT tracks_length_lt_rule CHECK (length < 86400),
    CONSTRAINT tracks_artist_id_fkey FOREIGN KEY (artist_id) REFERENCES artists (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
