package spec

import (
	"fmt"
	"slices"
	"strings"
)

// MoneyDigits is the largest number of digits after the point that a currency has.
const MoneyDigits = 4

// Currencies are the codes of the currencies that have a number of digits after
// the point.
type Currencies struct {
	Digits int
	Codes  []string
}

// AllCurrencies are those of ISO 4217, list one, as published on 2026-01-01 by
// its maintenance agency, SIX, without the codes that have no digits, such as XAU.
var AllCurrencies = []Currencies{
	{2, strings.Fields(`AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
		CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
		JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK
		NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
		TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`)},
	{0, strings.Fields("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")},
	{3, strings.Fields("BHD IQD JOD KWD LYD OMR TND")},
	{4, strings.Fields("CLF UYW")},
}

// DigitsOf returns the number of digits after the point of a currency.
func DigitsOf(code string) int {
	for _, c := range AllCurrencies {
		if slices.Contains(c.Codes, code) {
			return c.Digits
		}
	}
	return 0
}

// PossibleCurrencies returns the currencies that a field of money can have, or nil
// if all are possible.
func (f Field) PossibleCurrencies() []string {
	if f.In == "" {
		return nil
	}
	return strings.Split(f.In, "|")
}

func (f Field) checkCurrencies() []string {
	seen := map[string]bool{}
	for _, code := range f.PossibleCurrencies() {
		switch {
		case !slices.ContainsFunc(AllCurrencies, func(c Currencies) bool { return slices.Contains(c.Codes, code) }):
			return []string{fmt.Sprintf("in: %q is not a currency of ISO 4217; write in=EUR|USD", code)}
		case seen[code]:
			return []string{fmt.Sprintf("in: %s is listed twice", code)}
		}
		seen[code] = true
	}
	return nil
}

// columns are the names of the columns of the field; money has its own, too, as
// the name of a field in Go.
func (f Field) columns() []string {
	if f.Kind == Money {
		return []string{f.Name, f.Name + "_amount", f.Name + "_currency"}
	}
	return []string{f.Key()}
}
