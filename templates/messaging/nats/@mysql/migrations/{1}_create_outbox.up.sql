CREATE TABLE outbox (
    id bigint AUTO_INCREMENT PRIMARY KEY,
    event_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type varchar(255) NOT NULL,
    part int NOT NULL, -- of outbox_partitions, by a hash of the subject
    subject varchar(255) NOT NULL,
    trace varchar(64) NOT NULL,
    body mediumblob NOT NULL, -- JSON
    created_at bigint NOT NULL, -- milliseconds since 1970
    sent_at bigint,
    KEY outbox_unsent (part, sent_at, id),
    KEY outbox_sent_at (sent_at)
);

CREATE TABLE outbox_partitions (
    part int PRIMARY KEY,
    owner varchar(64) NOT NULL, -- the relay that had it last
    leased_until bigint NOT NULL -- milliseconds since 1970
);

INSERT INTO outbox_partitions (part, owner, leased_until)
VALUES
    (0, '', 0), (1, '', 0), (2, '', 0), (3, '', 0),
    (4, '', 0), (5, '', 0), (6, '', 0), (7, '', 0),
    (8, '', 0), (9, '', 0), (10, '', 0), (11, '', 0),
    (12, '', 0), (13, '', 0), (14, '', 0), (15, '', 0);
