package openapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// isYAMLValue reports whether an unquoted s is something other than a string
// in YAML: a boolean, a number, a time or null.
func isYAMLValue(s string) bool {
	if slices.Contains(yamlWords, s) {
		return true
	}
	switch {
	case s[0] == '.':
		_, err := strconv.ParseFloat(s, 64)
		return err == nil
	case s[0] == '+' || s[0] == '-' || isDigit(s[0]):
		return isYAMLTime(s) || isYAMLNumber(strings.ReplaceAll(s, "_", "")) ||
			strings.Contains(s, ":") && sexagesimal().MatchString(s)
	}
	return false
}

var yamlWords = []string{
	"", "~", "null", "Null", "NULL",
	"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON",
	"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF",
	".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF",
}

func isYAMLNumber(s string) bool {
	if _, err := strconv.ParseInt(s, 0, 64); err == nil {
		return true
	}
	if _, err := strconv.ParseUint(s, 0, 64); err == nil {
		return true
	}
	if strings.Trim(s, "+-.0123456789eE") != "" { // excludes hexadecimal floats and infinity
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// isYAMLTime reports whether s is a date, with or without a time.
func isYAMLTime(s string) bool {
	if len(s) < len("2006-1-2") || s[4] != '-' {
		return false
	}
	for _, layout := range []string{
		"2006-1-2", "2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999",
	} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// sexagesimal matches numbers in base 60, such as 12:30:45.
var sexagesimal = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`)
})
