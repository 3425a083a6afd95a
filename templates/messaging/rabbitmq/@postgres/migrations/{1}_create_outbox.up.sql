CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id text NOT NULL,
    type text NOT NULL,
    part integer NOT NULL, -- of outbox_partitions, by a hash of the subject
    subject text NOT NULL,
    trace text NOT NULL,
    body bytea NOT NULL, -- JSON
    created_at bigint NOT NULL, -- milliseconds since 1970
    sent_at bigint
);

CREATE INDEX outbox_unsent ON outbox (part, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent_at ON outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE outbox_partitions (
    part integer PRIMARY KEY,
    owner text NOT NULL, -- the relay that had it last
    leased_until bigint NOT NULL -- milliseconds since 1970
);

INSERT INTO outbox_partitions (part, owner, leased_until)
VALUES
    (0, '', 0), (1, '', 0), (2, '', 0), (3, '', 0),
    (4, '', 0), (5, '', 0), (6, '', 0), (7, '', 0),
    (8, '', 0), (9, '', 0), (10, '', 0), (11, '', 0),
    (12, '', 0), (13, '', 0), (14, '', 0), (15, '', 0);
