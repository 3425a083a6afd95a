package store

import "time"

// callTimeout bounds every call of the database, whatever time the caller has.
const callTimeout = 10 * time.Second
