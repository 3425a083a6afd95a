package ratelimit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Quota is a token bucket: its size, and the period in which it refills.
type Quota struct {
	Requests int
	Period   time.Duration // whole seconds, as in the RateLimit header
}

// UnmarshalText parses a quota such as 10/1m.
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

// bucket returns a full bucket.
func (q Quota) bucket() *rate.Limiter {
	return rate.NewLimiter(rate.Limit(float64(q.Requests)/q.Period.Seconds()), q.Requests)
}

// until returns the seconds, rounded up, until a bucket that has tokens holds
// wanted.
func (q Quota) until(wanted int, tokens float64) int {
	each := q.Period.Seconds() / float64(q.Requests)
	missing := time.Duration((float64(wanted) - tokens) * each * float64(time.Second))
	missing = missing.Round(time.Microsecond) // floats are not exact
	return int((missing + time.Second - 1) / time.Second)
}
