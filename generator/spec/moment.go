package spec

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// Moment is a date, or a point in time in UTC, to the microsecond.
type Moment struct{ Year, Month, Day, Hour, Minute, Second, Microsecond int }

var momentForm = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?Z)?$`)

// ParseMoment parses a date, such as 2024-05-17, or a time, such as
// 2024-05-17T08:30:00Z.
func ParseMoment(text string) (m Moment, ok bool) {
	parts := momentForm.FindStringSubmatch(text)
	if parts == nil {
		return m, false
	}
	number := func(i int) int { n, _ := strconv.Atoi(parts[i]); return n } // digits only, or none
	m = Moment{Year: number(1), Month: number(2), Day: number(3), Hour: number(4), Minute: number(5), Second: number(6)}
	if parts[7] != "" {
		m.Microsecond, _ = strconv.Atoi(parts[7] + strings.Repeat("0", 6-len(parts[7])))
	}
	return m, m.Year > 0 && m.Month >= 1 && m.Month <= 12 && m.Day >= 1 && m.Day <= daysIn(m.Year, m.Month) && m.Hour < 24 && m.Minute < 60 && m.Second < 60
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// Compare returns -1 if m is before other, 1 if it is after it, and else 0.
func (m Moment) Compare(other Moment) int {
	return cmp.Or(cmp.Compare(m.Year, other.Year), cmp.Compare(m.Month, other.Month), cmp.Compare(m.Day, other.Day), cmp.Compare(m.Hour, other.Hour),
		cmp.Compare(m.Minute, other.Minute), cmp.Compare(m.Second, other.Second), cmp.Compare(m.Microsecond, other.Microsecond))
}
