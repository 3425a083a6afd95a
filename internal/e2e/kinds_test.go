package e2e

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// kind is a type of fields with values in JSON.
type kind struct {
	name  string
	spec  string   // the type in a field of gen.yaml
	max   string   // the modifier of that name
	as    string   // another modifier, or ""
	good  []string // values that every service takes
	other []string // values that it may take or refuse
	bad   []string // values that it refuses
	// normal returns the normal form of a value that was taken, which is the
	// same for values that mean the same.
	normal func(value string) string
	// compare orders two normal forms. It is nil if lists cannot be sorted.
	compare func(a, b string) int
	// form is how responses have values, or nil for the form that clients send.
	form   *regexp.Regexp
	random func(r *rand.Rand) string // returns a good value
}

const (
	null = "null"
	nul  = "\u0000"
)

var kinds = []kind{
	{
		name: "string", spec: "string", normal: unquote, compare: strings.Compare, random: randomText,
		good:  append([]string{quoted(strings.Repeat("😀", 255)), quoted(strings.Repeat("z", 254) + "a"), quoted(strings.Repeat("z", 255))}, goodTexts...),
		other: []string{`""`},
		bad:   append([]string{quoted(strings.Repeat("ä", 256))}, badTexts...),
	},
	{
		name: "text", spec: "text", normal: unquote, random: randomText,
		good:  append([]string{quoted(strings.Repeat("😀", 10_000))}, goodTexts...),
		other: []string{`""`},
		bad:   badTexts,
	},
	{
		name: "int", spec: "int", normal: exact, compare: compareExact, random: randomInt[int32],
		good:  []string{"0", "-0", "1", "-1", "2147483647", "-2147483648"},
		other: []string{"1.0", "1e2", "1E+2", "10e-1", "0e999999999", "1e-999999999"},
		bad:   append([]string{"2147483648", "-2147483649", "9223372036854775808"}, badNumbers...),
	},
	{
		name: "bigint", spec: "bigint", normal: exact, compare: compareExact, random: randomInt[int64],
		good:  []string{"0", "-0", "9007199254740993", "9007199254740992", "9223372036854775807", "9223372036854775806", "-9223372036854775808", "-9223372036854775807"},
		other: []string{"1.0", "1e2", "0e999999999"},
		bad:   append([]string{"9223372036854775808", "-9223372036854775809"}, badNumbers...),
	},
	{
		name: "serial", spec: "bigint", as: "asstring", compare: compareExact,
		normal: func(v string) string { return exact(unquote(v)) },
		random: func(r *rand.Rand) string { return quoted(randomInt[int64](r)) },
		good:   []string{`"0"`, `"-0"`, `"9007199254740993"`, `"9007199254740992"`, `"9223372036854775807"`, `"-9223372036854775808"`, `"1"`, `"10"`, `"9"`},
		bad: []string{
			`"9223372036854775808"`, `"-9223372036854775809"`, `"1.0"`, `"1e2"`, `" 1"`, `"1 "`, `"+1"`, `"01"`, `""`, `"null"`, `"0x10"`, "1", "0", "1e2", "true", "{}", "[]", `["1"]`,
		},
	},
	{
		name: "float", spec: "float", normal: float, compare: compareFloats, random: randomFloat,
		good: []string{
			"0", "-0", "-0.0", "1.5", "0.1", "0.30000000000000004", "9007199254740993", "1e22", "1e23", "123456789012345678", "1.7976931348623157e308",
			"-1.7976931348623157e+308", "5e-324", "-5E-324", "2.2250738585072014e-308", "2.225073858507201e-308", "4.35", "1e-7", "100000000000000000000",
		},
		other: []string{"1e-400", "-1e-999999999", "0e999999999"},
		bad:   append([]string{"1e309", "-1.7976931348623159e308"}, badNumbers[1:]...),
	},
	{
		name: "decimal", spec: "decimal", normal: func(v string) string { return exact(unquote(v)) }, compare: compareExact, random: randomDecimal,
		good: []string{
			`"0"`, `"-0"`, `"-0.000"`, `"007.50"`, `"7.5"`, `"9007199254740992"`, `"9007199254740993"`, `"9007199254740993.5"`, `"-9007199254740993"`,
			`"-9007199254740993.5"`, `"99999999999999999999.999999999999999999"`, `"99999999999999999999.999999999999999998"`,
			`"-99999999999999999999.999999999999999999"`, `"0.000000000000000001"`, `"-0.000000000000000001"`, `"9223372036854775808"`, `"10"`, `"9"`, `"-9"`, `"-10"`,
		},
		bad: []string{
			`"100000000000000000000"`, `"0.0000000000000000001"`, `"1e5"`, `"1e1000000"`, `"-1e-1000000"`, `"1e999999999999"`, `""`, `"."`, `"5."`, `".5"`, `"+1"`,
			`"1,5"`, `" 1"`, `"1 "`, `"1\n"`, `"NaN"`, `"Infinity"`, `"-Infinity"`, `"0x10"`, `"１"`, `"1_000"`, "1", "12.5", "1e1000000", "true", "{}", "[]",
		},
	},
	{
		name: "price", spec: "decimal:scale=2", normal: func(v string) string { return exact(unquote(v)) }, compare: compareExact, random: randomPrice,
		form: regexp.MustCompile(`^"-?(0|[1-9]\d*)\.\d\d"$`),
		good: []string{
			`"0"`, `"-0.00"`, `"12.5"`, `"12.50"`, `"12.500"`, `"0012.05"`, `"-0.01"`, `"0.01"`, `"9"`, `"10"`, `"-9"`, `"-10"`, `"9007199254740993"`, `"9007199254740992.01"`,
			`"99999999999999999999.99"`, `"99999999999999999999.98"`, `"-99999999999999999999.99"`, `"1.000000000000000000"`,
		},
		bad: []string{
			`"12.505"`, `"-0.001"`, `"0.009999999999999999"`, `"99999999999999999999.991"`, `"100000000000000000000"`, `"0.0000000000000000000"`, `"1e2"`, `"1e-2"`, `""`, `"."`, `"5."`, `".5"`,
			`"+1"`, `"1,5"`, `"1 "`, `"NaN"`, "1", "12.50", "true", "{}", "[]",
		},
	},
	{
		name: "bool", spec: "bool", normal: strings.TrimSpace,
		good: []string{"true", "false"}, bad: []string{"0", "1", `"true"`, "TRUE", "{}", "[]"},
	},
	{
		name: "time", spec: "time", normal: moment, compare: compareTimes, random: randomTime,
		good: []string{
			`"0001-01-01T00:00:00Z"`, `"0001-01-01T00:00:00.000001Z"`, `"0999-12-31T23:59:59Z"`, `"1582-10-10T00:00:00Z"`, `"1969-12-31T23:59:59.999999Z"`,
			`"1970-01-01T00:00:00Z"`, `"2024-02-29T12:00:00.123456+14:00"`, `"2024-02-29T12:00:00.123456-12:00"`, `"2024-03-31T02:30:00Z"`,
			`"2024-03-31T02:30:00.1234569Z"`, `"2038-01-19T03:14:08Z"`, `"9999-12-31T23:59:59.999999Z"`, `"9999-12-31T23:59:59.999999999Z"`, `"0001-01-01T00:01:00+00:01"`,
		},
		other: []string{`"2024-05-17t08:30:00z"`, `"2024-05-17T08:30:00+23:59"`, `"2024-05-17T08:30:00-00:00"`, `"2024-05-17T08:30:00,5Z"`},
		bad: []string{
			`"0000-12-31T23:59:59Z"`, `"0001-01-01T00:00:00+00:01"`, `"9999-12-31T23:59:59-00:01"`, `"10000-01-01T00:00:00Z"`, `"-0001-01-01T00:00:00Z"`,
			`"2024-13-01T00:00:00Z"`, `"2024-02-30T00:00:00Z"`, `"2024-05-17T24:00:00Z"`, `"2016-12-31T23:59:60Z"`, `"2024-05-17"`, `"2024-05-17 00:00:00Z"`,
			`"2024-05-17T00:00:00"`, `"2024-05-17T00:00:00+25:00"`, `""`, `"soon"`, "5", "{}", "[]", "true",
		},
	},
	{
		name: "date", spec: "date", normal: unquote, compare: strings.Compare, random: randomDate,
		good: []string{`"0001-01-01"`, `"0099-12-31"`, `"1000-01-01"`, `"1582-10-10"`, `"1900-03-01"`, `"2024-02-29"`, `"9999-12-31"`, `"9999-12-30"`},
		bad: []string{
			`"0000-00-00"`, `"0000-01-01"`, `"10000-01-01"`, `"-0001-01-01"`, `"2023-02-29"`, `"2024-1-1"`, `"2024-05-17T00:00:00Z"`, `"2024-00-10"`, `""`, "5", "{}", "[]",
		},
	},
	{
		name: "uuid", spec: "uuid", normal: func(v string) string { return strings.ToLower(unquote(v)) },
		good: []string{
			`"00000000-0000-0000-0000-000000000000"`, `"ffffffff-ffff-ffff-ffff-ffffffffffff"`, `"9B2F7A52-3f0e-4c5d-8a57-1f6f0f9d2c11"`,
		},
		bad: []string{`"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c1"`, `"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c1g"`, `""`, `"x"`, "5", "{}", "[]"},
	},
	{
		name: "enum", spec: "enum(draft|In Progress|R&D|in_progress|C++)", normal: unquote, compare: strings.Compare,
		good: []string{`"draft"`, `"In Progress"`, `"R&D"`, `"in_progress"`, `"C++"`},
		bad:  []string{`"Draft"`, `"in progress"`, `"In"`, `"'In Progress'"`, `"draft "`, `""`, `"draft\u0000"`, `"\ud800"`, "5", "{}", "[]"},
	},
	{
		name: "labels", spec: "string[]", as: "items=20", normal: document, random: randomTexts,
		good: []string{
			`[]`, `[""]`, `["a"]`, `["a","a"]`, `["NULL","null"]`, `["\"","\\","\\\"","'","{","}",",","{a,b}","[1]"]`, `[" a ","\t\n","<&>","ä😀\u2028"]`,
			`[` + strings.Repeat(`"a",`, 19) + `"b"]`, `["` + strings.Repeat("😀", 255) + `"]`,
		},
		bad: []string{
			`["a",null]`, `[null]`, `[1]`, `"a"`, `{}`, `1`, `true`, `["\u0000"]`, `["\ud800"]`, `[["a"]]`, `["a",]`, `[` + strings.Repeat(`"a",`, 20) + `"b"]`,
			`["` + strings.Repeat("a", 256) + `"]`, `""`,
		},
	},
	{
		name: "roles", spec: "enum(admin|In Progress|R&D)[]", normal: document,
		good: []string{`[]`, `["admin"]`, `["R&D","admin"]`, `["In Progress","admin","R&D"]`},
		bad:  []string{`["Admin"]`, `["admin","admin"]`, `[null]`, `[""]`, `"admin"`, `["'In Progress'"]`, `{}`, `1`},
	},
	{
		name: "json", spec: "json", normal: document,
		good: []string{
			"0", "-0", "true", "[]", "{}", `""`, `"\ud83d\ude00"`, `{"a":{"b":[1,{"c":null}]},"😀":"\u2028","":0}`, "1.7976931348623157e308", "5e-324",
			"12345678901234567890.123456789012345678901234567890", "[1.10,1e2,0e0,-1E-2]", strings.Repeat("[", 32) + strings.Repeat("]", 32), strings.Repeat("9", 1000),
			`{"a":"\\u0000"}`, `["\\\\u0000","<>&'\"\\"]`, "[" + strings.Repeat(`"a",`, 2000) + "1]", ` { "a" : [ 1 , 2 ] } `,
		},
		bad: []string{
			`"\u0000"`, `{"\u0000":1}`, `[{"a":["x\u0000y"]}]`, `"\\\u0000"`, `"\ud800"`, `{"\udfff":1}`, `[[["\ud800\ud800"]]]`, "\"\xff\"", "{\"\xed\xa0\x80\":1}",
			"1e400000", "[1e131071]", "-1e-20000", "1e99999999999999999999", strings.Repeat("1", 140_000), "0." + strings.Repeat("1", 20_000),
			"[" + strings.Repeat("1e900,", 10_000) + "1]", `{"a":1,"a":2}`, `{"a":{"b":1,"\u0062":2}}`, strings.Repeat("[", 33) + strings.Repeat("]", 33),
			strings.Repeat("[", 11_000) + strings.Repeat("]", 11_000), strings.Repeat(`{"a":`, 11_000) + "1" + strings.Repeat("}", 11_000),
			"[1,]", "nil", "NaN", "01", "1.", ".5", "+1", "'a'", "[", `{"a"}`,
		},
	},
	{
		name: "money", spec: "money", normal: ofMoney, random: randomMoney,
		form: regexp.MustCompile(`^\{"amount":"-?(0|[1-9]\d*)(\.\d+)?","currency":"[A-Z]{3}"\}$`),
		good: []string{
			`{"amount":"12.5","currency":"EUR"}`, `{"currency":"JPY","amount":"12"}`, `{"amount":"12.000","currency":"JPY"}`, `{"amount":"0","currency":"KWD"}`, `{"amount":"-0.001","currency":"KWD"}`,
			`{"amount":"99999999999999999999.9999","currency":"CLF"}`, `{"amount":"-99999999999999999999.9999","currency":"UYW"}`, `{"amount":"99999999999999999999","currency":"XAF"}`,
			` { "amount" : "0.10" , "currency" : "\u0055SD" } `,
		},
		bad: []string{
			`{"amount":"12.505","currency":"EUR"}`, `{"amount":"0.5","currency":"JPY"}`, `{"amount":"0.0001","currency":"KWD"}`, `{"amount":"1","currency":"XXX"}`, `{"amount":"1","currency":"eur"}`,
			`{"amount":"1","currency":""}`, `{"amount":"1","currency":"EUR "}`, `{"amount":"1","currency":"EURO"}`, `{"amount":"1e2","currency":"EUR"}`, `{"amount":"","currency":"EUR"}`,
			`{"amount":1,"currency":"EUR"}`, `{"amount":"1","currency":978}`, `{"amount":"100000000000000000000","currency":"EUR"}`, `{"amount":null,"currency":"EUR"}`,
			`{"amount":"1","currency":"EUR","x":1}`, `{"Amount":"1","currency":"EUR"}`, `{"amount":"1","amount":"2","currency":"EUR"}`, `"12.50 EUR"`, "12.5", "true", "[]",
		},
	},
	{
		name: "bytes", spec: "bytes", max: "4096", normal: unquote, random: randomBytes,
		good: []string{
			`""`, `"AA=="`, `"AAA="`, `"AAAA"`, `"/w=="`, `"++//"`, `"\u002f\u002f\u002f\u002F"`, inBase64(0, 4096), inBase64('\'', 4096), inBase64(0xff, 4095), inBase64('\\', 3),
		},
		bad: []string{
			inBase64(0, 4097), `"A"`, `"AA"`, `"AA="`, `"AAA"`, `"AAAAA"`, `"AB=="`, `"AAB="`, `"__--"`, `"AA==\n"`, `"AA\r\n=="`, `"\nAAAA"`, `" AAAA"`, `"AA==AA=="`, `"AAAA="`, `"="`,
			`"\u0000"`, `"ä"`, "5", "true", "{}", "[]", "[1,2]", `["AA=="]`,
		},
	},
}

// Strings of the maximum length for an index and for a sort.
var (
	longest = kind{
		name: "string", spec: "string", max: "768", normal: unquote, compare: strings.Compare, random: randomText,
		good:  []string{quoted(incompressible(670)), quoted(strings.Repeat("z", 768)), `"a"`},
		other: []string{quoted(incompressible(768))}, // PostgreSQL has no room for it in an index
		bad:   []string{quoted(strings.Repeat("z", 769))},
	}
	widest = kind{
		name: "string", spec: "string", max: "1000", normal: unquote, compare: strings.Compare, random: randomText,
		good: []string{
			quoted(incompressible(1000)), quoted(strings.Repeat(`<`, 1000)), quoted(strings.Repeat(`\u0001`, 1000)), quoted(strings.Repeat(`\u2028`, 999) + "a"),
			quoted(strings.Repeat("z", 999) + "a"), quoted(strings.Repeat("z", 1000)),
		},
		bad: []string{quoted(strings.Repeat("z", 1001))},
	}
)

// incompressible returns a text of n characters of four bytes.
func incompressible(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	text := make([]rune, n)
	for i := range text {
		text[i] = 0x10000 + r.Int32N(0x100000)
	}
	return string(text)
}

// reference refers to a row that may be there or not.
var reference = kind{
	name: "ref", spec: "ref=thing", normal: exact,
	other: []string{"1", "2", "30", "9223372036854775807", "1.0", "1e0"},
	bad:   append([]string{"0", "-1", "9223372036854775808"}, badNumbers...),
}

var (
	goodTexts = []string{
		`"a"`, `"A"`, `"a "`, `" a"`, `"ä"`, `"a\u0308"`, `"b"`, `"é"`, `"😀"`, `"\ud83d\ude00"`, `"\ufffd"`, `"\ufffe"`, `"\uffff"`, `"\u0001"`, `"\u007f"`, `"\u2028<>&"`,
		`"'"`, `"\\"`, `"\\'"`, `"\""`, `"%_"`, `"0"`, `"10"`, `"9"`, `"NULL"`, `"\t\r\n"`, `"\\u0000"`, `"$1 ? :a @b"`, `"/* -- ;"`, `"ı"`, `"İ"`, `"ß"`, `"ss"`,
	}
	badTexts = []string{
		`"\u0000"`, `"a\u0000b"`, "\"a" + nul + "\"", `"\ud800"`, `"\udc00\ud800"`, `"\ud800x"`, "\"\xff\"", "\"\xed\xa0\x80\"", "\"\xc0\x80\"", "\"\xf4\x90\x80\x80\"", "\"a\n\"",
		`"\x41"`, `"\u12"`, `"`, "1", "true", "{}", "[]", `["a"]`,
	}
	badNumbers = []string{"1.5", "1e400", "-1e400", "1e999999999", `"1"`, `""`, "NaN", "Infinity", "0x10", "01", "1.", ".5", "+1", "--1", "true", "{}", "[]", "[1]"}
)

func quoted(text string) string { return `"` + text + `"` }

func unquote(value string) string {
	var text string
	if err := json.Unmarshal([]byte(value), &text); err != nil {
		panic(fmt.Sprintf("%.100s: %v", value, err))
	}
	return text
}

// exact writes a number as a fraction, which is exact.
func exact(value string) string {
	number, ok := new(big.Rat).SetString(strings.TrimSpace(value))
	if !ok {
		panic(value)
	}
	return number.RatString()
}

func compareExact(a, b string) int {
	x, _ := new(big.Rat).SetString(a)
	y, _ := new(big.Rat).SetString(b)
	return x.Cmp(y)
}

func float(value string) string {
	number, _ := strconv.ParseFloat(strings.TrimSpace(value), 64)
	return strconv.FormatFloat(number+0, 'g', -1, 64) // -0 is 0
}

func compareFloats(a, b string) int {
	x, _ := strconv.ParseFloat(a, 64)
	y, _ := strconv.ParseFloat(b, 64)
	return cmp.Compare(x, y)
}

// moment is in UTC, to the microsecond.
func moment(value string) string {
	at, err := time.Parse(time.RFC3339, strings.ToUpper(unquote(value)))
	if err != nil {
		panic(err)
	}
	return at.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
}

func compareTimes(a, b string) int {
	x, _ := time.Parse(time.RFC3339, a)
	y, _ := time.Parse(time.RFC3339, b)
	return x.Compare(y)
}

// document is JSON with sorted keys and exact numbers.
func document(value string) string {
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		panic(fmt.Sprintf("%.100s: %v", value, err))
	}
	data, err := json.Marshal(exactNumbers(v))
	if err != nil {
		panic(err)
	}
	return string(bytes.TrimSpace(data))
}

func exactNumbers(v any) any {
	switch v := v.(type) {
	case json.Number:
		return []any{"number", exact(v.String())} // unlike an object, a merge patch replaces it
	case []any:
		for i := range v {
			v[i] = exactNumbers(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = exactNumbers(v[name])
		}
	}
	return v
}

func randomText(r *rand.Rand) string {
	text := make([]rune, r.IntN(40))
	for i := range text {
		text[i] = []rune("aAbzäß 0é😀\u0301\ufeff")[r.IntN(12)]
	}
	data, err := json.Marshal("x" + string(text))
	if err != nil {
		panic(err)
	}
	return string(data)
}

func randomTexts(r *rand.Rand) string {
	texts := make([]string, r.IntN(5))
	for i := range texts {
		texts[i] = randomText(r)
	}
	return "[" + strings.Join(texts, ",") + "]"
}

func randomInt[T int32 | int64](r *rand.Rand) string { return fmt.Sprint(T(r.Uint64()) >> r.IntN(32)) }

func randomFloat(r *rand.Rand) string {
	return strconv.FormatFloat(r.NormFloat64()*[]float64{1e-300, 1e-5, 1, 1e15, 1e300}[r.IntN(5)], 'g', -1, 64)
}

func randomDecimal(r *rand.Rand) string {
	number := strconv.FormatUint(r.Uint64()>>r.IntN(64), 10)
	if r.IntN(2) == 0 {
		number += fmt.Sprintf(".%018d", r.Uint64N(1e18))[:2+r.IntN(18)]
	}
	return quoted([]string{"", "-"}[r.IntN(2)] + number)
}

func randomPrice(r *rand.Rand) string {
	sign := []string{"", "-"}[r.IntN(2)]
	return quoted(fmt.Sprintf("%s%d.%02d", sign, r.Int64()>>r.IntN(63), r.IntN(100)))
}

func randomBytes(r *rand.Rand) string {
	data := make([]byte, r.IntN(60))
	for i := range data {
		data[i] = byte(r.Uint32())
	}
	return quoted(base64.StdEncoding.EncodeToString(data))
}

// inBase64 returns n equal bytes.
func inBase64(b byte, n int) string {
	return quoted(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, n)))
}

// ofMoney is the amount, exact, and the currency.
func ofMoney(value string) string {
	var m struct{ Amount, Currency string }
	if err := json.Unmarshal([]byte(value), &m); err != nil {
		panic(value)
	}
	return exact(m.Amount) + " " + m.Currency
}

func randomMoney(r *rand.Rand) string {
	digits := r.IntN(4)
	currency := []string{"JPY", "", "EUR", "KWD"}[digits]
	if currency == "" {
		digits, currency = 2, "USD"
	}
	number := fmt.Sprint(r.Int64N(1e12) >> r.IntN(40))
	if digits > 0 {
		number += "." + fmt.Sprintf("%04d", r.IntN(10_000))[:digits]
	}
	return `{"amount":"` + number + `","currency":"` + currency + `"}`
}

func randomTime(r *rand.Rand) string {
	return quoted(time.UnixMicro(r.Int64N(4e15)).UTC().Format(time.RFC3339Nano))
}

func randomDate(r *rand.Rand) string { return randomTime(r)[:11] + `"` }
