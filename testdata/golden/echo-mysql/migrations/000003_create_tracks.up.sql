-- One statement, since MySQL commits each by itself. The collation, which MySQL
-- and MariaDB call by different names, orders texts by their bytes.
CREATE TABLE tracks (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    title varchar(120) NOT NULL,
    artist_id bigint NOT NULL,
    length int,
    released date,
    lyrics longtext,
    version bigint NOT NULL DEFAULT 1,
    created_at datetime(6) NOT NULL,
    updated_at datetime(6) NOT NULL,
    KEY artist_id_idx (artist_id),
    CONSTRAINT tracks_artist_id_fkey FOREIGN KEY (artist_id) REFERENCES artists (id)
) DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
