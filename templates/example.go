package templates

import "github.com/gen-go/gen/generator/layer"

var examples = []layer.Layer{
	{
		Category: "example", Name: "bank", Dir: "example/bank",
		Needs:      []layer.Need{{Condition: "!database.none", Reason: "bank needs a database, in whose transactions it transfers money"}},
		Summary:    "accounts and transfers: business rules in a transaction",
		Input:      true,
		Migrations: 2,
		Tables:     []string{"accounts", "transfers"},
		// 409 if the state of the accounts prevents the transfer, 422 if the
		// request itself is wrong (RFC 9110).
		Codes: []layer.Code{
			{
				Number: 3100, Name: "InsufficientFunds", Status: "http.StatusConflict", Error: "apperr.ErrInsufficientFunds",
				Message: "insufficient funds", About: "the sender's balance is too low",
			},
			{
				Number: 3101, Name: "BalanceLimit", Status: "http.StatusConflict", Error: "apperr.ErrBalanceLimit",
				Message: "the receiving account cannot hold that much", About: "the recipient's balance would be too high",
			},
			{
				Number: 3102, Name: "SameAccount", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrSameAccount",
				Message: "from and to are the same account", About: "a transfer needs two accounts",
			},
			{
				Number: 3103, Name: "KeyReused", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrKeyReused",
				Message: "the idempotency key was used for another transfer", About: "each transfer needs a key of its own",
			},
		},
	},
}
