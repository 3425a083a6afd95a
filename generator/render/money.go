package render

import (
	"strconv"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Stored returns the fields as they are stored: the owner first, and those of money
// as two, an amount and a currency.
func (r Resource) Stored() []Field {
	var fields []Field
	if r.Owner != nil {
		fields = append(fields, *r.Owner)
	}
	for _, f := range r.Fields {
		if f.Parts == nil {
			fields = append(fields, f)
		}
		fields = append(fields, f.Parts...)
	}
	return fields
}

// parts returns the columns of a field of money.
func parts(f spec.Field, db layer.Dialect) []Field {
	amount := spec.Field{Name: f.Name + "_amount", Kind: spec.Decimal, Scale: strconv.Itoa(spec.MoneyDigits), Required: f.Required}
	currency := spec.Field{Name: f.Name + "_currency", Kind: spec.String, Max: "3", Required: f.Required}
	fields := []Field{newField(amount, spec.Decimal, db, sampleJSON(amount), snakeCase), newField(currency, spec.String, db, sampleJSON(currency), snakeCase)}
	field := exported(f.Name)
	for i, part := range []struct{ column, goType, name, null string }{
		{"moneyAmount", kinds[spec.Decimal].goType, "Amount", "amountOf"}, {"moneyCurrency", kinds[spec.String].goType, "Currency", "currencyOf"},
	} {
		c := &fields[i]
		c.Address = part.column + "{&row." + field + "}"
		c.Arg, c.RowType = c.Address, part.goType
		c.ToRow = "from." + field + "." + part.name
		if f.Nullable() {
			c.ToRow = part.null + "(from." + field + ")"
		}
	}
	return fields
}

// ofMoney completes a field of money.
func (f *Field) ofMoney(of spec.Field, db layer.Dialect) {
	f.Parts = parts(of, db)
	amount, currency := "row."+f.Parts[0].Go, "row."+f.Parts[1].Go
	if f.Nullable {
		f.FromRow, f.FromImport = "moneyOf("+amount+", "+currency+")", ""
		return
	}
	f.FromRow = "money.Money{Amount: " + amount + ", Currency: " + currency + "}"
	f.FromImport = kinds[spec.Money].imports
}

// moneyJSON returns two valid values of money, and one that is not valid.
func moneyJSON(f spec.Field) (first, other, invalid string) {
	currencies := f.PossibleCurrencies()
	if currencies == nil {
		currencies = []string{"EUR", "USD"}
	}
	write := func(number, currency string) string {
		digits := spec.Field{Scale: strconv.Itoa(spec.DigitsOf(currency))}
		return `{"amount":` + strconv.Quote(written(digits, number)) + `,"currency":` + strconv.Quote(currency) + `}`
	}
	pair := fractions(f, "12", "99")
	return write(pair[0], currencies[0]), write(pair[1], currencies[len(currencies)-1]), write(pair[0], "XXX")
}

// changed returns the column that a migration adds, removes, changes or renames, or
// a field without a name.
func changed(m history.Migration) spec.Field {
	if i := m.Changed(); i >= 0 {
		return m.Before.Columns[i].Field
	}
	if (m.Verb == spec.Add || m.Verb == spec.Remove) && len(m.Resource.Fields) > 0 {
		return m.Resource.Fields[0]
	}
	return spec.Field{}
}

// pieces returns the number of columns that a column of the history has in the
// database.
func pieces(f spec.Field) int {
	if f.Kind == spec.Money {
		return 2
	}
	return 1
}

// place returns the index in the database of the ith column of a table.
func place(t history.Table, i int) int {
	n := 0
	for _, c := range t.Columns[:i] {
		n += pieces(c.Field)
	}
	return n
}

// Currencies returns the codes of ISO 4217 by their digits after the point.
func (v *View) Currencies() []spec.Currencies { return spec.AllCurrencies }
