package ratelimit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Quota is how many requests a client may send in a period: all at once, or
// one after the other. What is spent comes back little by little.
type Quota struct {
	Requests int
	Period   time.Duration // whole seconds, as clients are told
}

// UnmarshalText reads a quota that is written as 10/1m.
func (q *Quota) UnmarshalText(text []byte) error {
	requests, period, _ := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(requests)
	if err != nil || n < 1 {
		return fmt.Errorf("%q is not a quota, such as 10/1m", text)
	}
	d, err := time.ParseDuration(period)
	if err != nil || d < time.Second || d%time.Second != 0 {
		return fmt.Errorf("%q needs a period of whole seconds, as in 10/1m", text)
	}
	*q = Quota{Requests: n, Period: d}
	return nil
}

// bucket returns a full one for a client.
func (q Quota) bucket() *rate.Limiter {
	return rate.NewLimiter(rate.Limit(float64(q.Requests)/q.Period.Seconds()), q.Requests)
}

// until is how many seconds it takes, rounded up, until a bucket with so many
// tokens has as many as wanted.
func (q Quota) until(wanted int, tokens float64) int {
	each := q.Period.Seconds() / float64(q.Requests)
	missing := time.Duration((float64(wanted) - tokens) * each * float64(time.Second))
	missing = missing.Round(time.Microsecond) // floats are not exact
	return int((missing + time.Second - 1) / time.Second)
}
