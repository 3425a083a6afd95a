CREATE TABLE accounts (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    owner varchar(200) NOT NULL,
    balance_cents bigint NOT NULL CHECK (balance_cents >= 0),
    created_at datetime(6) NOT NULL
) DEFAULT CHARACTER SET utf8mb4 /*!80017 COLLATE utf8mb4_0900_bin */ /*M! COLLATE utf8mb4_nopad_bin */;
