package templates

import "github.com/gen-go/gen/generator/layer"

// messagingNeeds are those of every broker.
var messagingNeeds = []layer.Need{{
	Condition: "!database.none", Reason: "events are stored in the transactions of a database until they are sent",
}}

// outboxTables are those of every broker, so that another one sends what waits in them.
var outboxTables = []string{"outbox", "outbox_partitions"}

// messaging precedes observability, so that what is observed of a store has its
// event, and the relay stops after whatever else writes.
var messaging = []layer.Layer{
	{
		Category: "messaging", Name: "nats", Dir: "messaging/nats", Summary: "NATS JetStream",
		Needs:      messagingNeeds,
		Publishes:  true,
		Migrations: 1,
		Tables:     outboxTables,
		Sections:   []layer.Section{{Field: "Broker", Package: "broker"}},
		Settings: []layer.Group{{Title: "NATS", Settings: []layer.Setting{
			{Name: "NATS_URL", Required: true, Dev: "nats://<nats>", About: "URLs of the servers, separated by commas, such as `nats://HOST:PORT`, or `tls://` for encrypted connections."},
			{Name: "NATS_USERNAME", About: "User that the service logs in as, if the server has users."},
			{Name: "NATS_PASSWORD", Secret: true, About: "Password of the user."},
			{Name: "NATS_PREFIX", Default: "<name>", About: "Beginning of the names of the stream and its subjects."},
			{Name: "NATS_REPLICAS", Default: "1", About: "Number of servers that keep each message."},
			{Name: "NATS_KEEP", Default: "168h", About: "How long messages are kept, consumed or not."},
			{Name: "NATS_TIMEOUT", Default: "5s", About: "Time allowed for the confirmation of a message."},
		}}},
		Services: []layer.Service{{
			Name: "nats", Title: "NATS", Image: "nats:2.15.2-alpine", Port: 4222, Volume: "nats:/data",
			Command: []string{"--jetstream", "--store_dir=/data", "--http_port=8222"},
			Health:  []string{"wget", "--quiet", "--spider", "http://127.0.0.1:8222/healthz"},
			Test:    layer.Var{Name: "TEST_NATS_URL", Value: "nats://<nats>"},
		}},
	},
	{
		Category: "messaging", Name: "rabbitmq", Dir: "messaging/rabbitmq", Summary: "RabbitMQ, quorum queues",
		Needs:      messagingNeeds,
		Publishes:  true,
		Migrations: 1,
		Tables:     outboxTables,
		Sections:   []layer.Section{{Field: "Broker", Package: "broker"}},
		Settings: []layer.Group{{Title: "RabbitMQ", Settings: []layer.Setting{
			{
				Name: "AMQP_URL", Required: true, Secret: true, Dev: "amqp://<name>:<name>@<rabbitmq>/",
				About: "URL of the server, `amqp://USER:PASSWORD@HOST:PORT/VHOST`, or `amqps://` for encrypted connections.",
			},
			{Name: "AMQP_PREFIX", Default: "<name>", About: "Beginning of the names of the exchange and its queues."},
			{Name: "AMQP_TIMEOUT", Default: "5s", About: "Time allowed to connect, and for the confirmation of messages."},
		}}},
		Services: []layer.Service{{
			Name: "rabbitmq", Title: "RabbitMQ", Image: "rabbitmq:4.2.1-management-alpine", Port: 5672, Ports: []int{15672}, Volume: "rabbitmq:/var/lib/rabbitmq",
			Env: []layer.Var{
				{Name: "RABBITMQ_DEFAULT_USER", Value: "<name>"},
				{Name: "RABBITMQ_DEFAULT_PASS", Value: "<name>"},
				// The directory of the data has the name of the node.
				{Name: "RABBITMQ_NODENAME", Value: "rabbit@localhost"},
			},
			Health: []string{"rabbitmq-diagnostics", "--quiet", "check_port_connectivity"},
			Test:   layer.Var{Name: "TEST_AMQP_URL", Value: "amqp://<name>:<name>@<rabbitmq>/"},
		}},
	},
	{
		Category: "messaging", Name: "kafka", Dir: "messaging/kafka", Summary: "Kafka, client franz-go",
		Needs:      messagingNeeds,
		Publishes:  true,
		Migrations: 1,
		Tables:     outboxTables,
		Sections:   []layer.Section{{Field: "Broker", Package: "broker"}},
		Settings: []layer.Group{{Title: "Kafka", Settings: []layer.Setting{
			{
				Name: "KAFKA_BROKERS", Required: true, Dev: "<kafka>", Beside: "kafka:19092",
				About: "Addresses of brokers, `HOST:PORT`, separated by commas; they know those of the others.",
			},
			{Name: "KAFKA_USERNAME", About: "User that the service logs in as, if the cluster has users."},
			{Name: "KAFKA_PASSWORD", Secret: true, About: "Password of the user."},
			{Name: "KAFKA_MECHANISM", Default: "SCRAM-SHA-512", About: "How the user logs in: `PLAIN`, `SCRAM-SHA-256` or `SCRAM-SHA-512`."},
			{Name: "KAFKA_TLS", Default: "false", About: "Whether connections are encrypted; the certificates have to be valid for the hosts."},
			{Name: "KAFKA_PREFIX", Default: "<name>", About: "Beginning of the names of the topic and of groups of consumers."},
			{Name: "KAFKA_REPLICAS", Default: "-1", About: "Number of brokers that keep each message; with -1 the cluster decides."},
			{Name: "KAFKA_KEEP", Default: "168h", About: "How long messages are kept, consumed or not."},
			{Name: "KAFKA_TIMEOUT", Default: "5s", About: "Time allowed for the confirmation of messages."},
		}}},
		Services: []layer.Service{{
			Name: "kafka", Title: "Kafka", Image: "apache/kafka:4.1.1", Port: 9092, Volume: "kafka:/var/lib/kafka/data",
			Env: []layer.Var{
				{Name: "KAFKA_NODE_ID", Value: "1"},
				{Name: "KAFKA_PROCESS_ROLES", Value: "broker,controller"},
				{Name: "KAFKA_CONTROLLER_QUORUM_VOTERS", Value: "1@localhost:9093"},
				{Name: "KAFKA_CONTROLLER_LISTENER_NAMES", Value: "CONTROLLER"},
				{Name: "KAFKA_LISTENERS", Value: "BESIDE://:19092,HOST://:9092,CONTROLLER://:9093"},
				// Brokers tell clients where to connect to.
				{Name: "KAFKA_ADVERTISED_LISTENERS", Value: "BESIDE://kafka:19092,HOST://<kafka>"},
				{Name: "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", Value: "BESIDE:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT"},
				{Name: "KAFKA_INTER_BROKER_LISTENER_NAME", Value: "BESIDE"},
				{Name: "KAFKA_LOG_DIRS", Value: "/var/lib/kafka/data"},
				{Name: "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", Value: "1"},
				{Name: "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", Value: "1"},
				{Name: "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", Value: "1"},
				{Name: "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", Value: "0"},
			},
			Health: []string{"/opt/kafka/bin/kafka-broker-api-versions.sh", "--bootstrap-server=127.0.0.1:19092"},
			Test:   layer.Var{Name: "TEST_KAFKA_BROKERS", Value: "<kafka>"},
			Double: "kfake",
		}},
	},
	{Name: "broker", Dir: "messaging/core", When: []string{"messaging"}},
	{
		Name: "outbox", Dir: "messaging/outbox", When: []string{"messaging"},
		Sections: []layer.Section{{Field: "Outbox", Package: "outbox"}},
		Settings: []layer.Group{{Title: "Outbox", Settings: []layer.Setting{
			{Name: "OUTBOX_KEEP", Default: "24h", About: "How long events stay in the database after they were sent."},
			{Name: "OUTBOX_POLL", Default: "1s", About: "How often an instance looks for events that others have stored; it sends its own at once."},
			{Name: "OUTBOX_LATE", Default: "1m", About: "How long an event may wait before the service is degraded."},
		}}},
	},
	{Name: "published", Dir: "messaging/published", When: []string{"messaging", "events,bank"}},
	{Name: "published-rows", Dir: "messaging/events", When: []string{"messaging", "events"}},
	{Name: "published-bank", Dir: "messaging/bank", When: []string{"messaging", "bank"}},
}
