DROP TABLE outbox_partitions;

DROP TABLE outbox;
