// Package broker carries messages from the service to its workers. A message is
// delivered at least once, and those of a key in the order in which they were
// published: a key belongs to one of the partitions, and a group of consumers
// handles one message of a partition at a time, however many instances it has.
package broker

import "hash/fnv"

// Partitions is how many messages a group can handle at a time. Messages on their
// way are already in a partition, so it must not change.
const Partitions = 16

// contentType is that of all bodies.
const contentType = "application/cloudevents+json"

// Message carries an event.
type Message struct {
	ID    string // of the event, the same each time it is published
	Type  string // of the event, such as notes.book.created.v1
	Key   string // its subject, such as books/7: messages of a key arrive in order
	Trace string // W3C traceparent, or empty
	Part  int    // partition, from 0 to Partitions-1, computed from Key by PartOf
	Body  []byte // the event in JSON
}

// PartOf returns the partition of a key.
func PartOf(key string) int {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(key)) // never fails
	return int(hash.Sum32() % Partitions)
}
