package render

import (
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// initialisms are words in capitals (the list of staticcheck's ST1003 and some
// more).
var initialisms = strings.Fields(`acl api ascii cpu css dns eof guid html http https id ip isbn json jwt
	lhs qps ram rhs rpc sku sla smtp sql ssh tcp tls ttl udp ui uid uuid uri url utf8 vat vm xml xmpp xsrf xss`)

// exported converts a name from snake_case to an exported Go name.
func exported(name string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(name, "_") {
		b.WriteString(capital(word))
	}
	return b.String()
}

// unexported converts a name from snake_case to the name of a Go variable that
// does not shadow a predeclared identifier.
func unexported(name string) string {
	first, rest, _ := strings.Cut(name, "_")
	v := first
	if rest != "" {
		v += exported(rest)
	}
	if token.IsKeyword(v) || types.Universe.Lookup(v) != nil {
		return v + "Value"
	}
	return v
}

func capital(word string) string {
	if slices.Contains(initialisms, word) {
		return strings.ToUpper(word)
	}
	if singular, ok := strings.CutSuffix(word, "s"); ok && slices.Contains(initialisms, singular) {
		return strings.ToUpper(singular) + "s"
	}
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// reserved are the reserved words of PostgreSQL, MySQL, MariaDB and SQLite,
// which are quoted as identifiers.
var reserved = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(`
		abort accessible action add after all alter always analyse analyze and any array as asc asensitive asymmetric
		attach authorization autoincrement before begin between bigint binary blob both by call cascade case cast change
		char character check collate collation column commit concurrently condition conflict constraint continue convert
		create cross cube cume_dist current current_catalog current_date current_role current_schema current_time
		current_timestamp current_user cursor database databases day_hour day_microsecond day_minute day_second dec decimal
		declare default deferrable deferred delayed delete delete_domain_id dense_rank desc describe detach deterministic
		distinct distinctrow div do do_domain_ids double drop dual each else elseif empty enclosed end escape escaped
		except exclude exclusive exists exit explain external fail false fetch filter first_value float float4 float8
		following for force foreign freeze from full fulltext function generated get glob grant group grouping groups
		having high_priority hour_microsecond hour_minute hour_second if ignore ignore_domain_ids ilike
		immediate in index indexed infile initially inner inout insensitive insert instead int int1 int2 int3 int4 int8
		integer intersect interval into io_after_gtids io_before_gtids is isnull iterate join json_table key keys kill lag
		last last_value lateral lead leading leave left library like limit linear lines load localtime localtimestamp lock
		long longblob longtext loop low_priority manual master_demote_to_replica master_demote_to_slave
		master_ssl_verify_server_cert match materialized maxvalue mediumblob mediumint mediumtext middleint
		minute_microsecond minute_second mod modifies natural no no_write_to_binlog not nothing notnull nth_value ntile
		null nulls numeric of offset on only optimize option optionally or order others out outer outfile over overlaps
		page_checksum parallel parse_vcol_expr partition percent_rank placing plan portion pragma preceding precision
		primary procedure purge qualify query raise range rank read read_write reads real recursive ref_system_id
		references regexp reindex release rename repeat replace require resignal restrict return returning revoke right
		rlike rollback row row_number rows savepoint schema schemas second_microsecond select sensitive separator
		session_user set show signal similar smallint some spatial specific sql sql_big_result sql_calc_found_rows
		sql_small_result sqlexception sqlstate sqlwarning ssl starting stats_auto_recalc stats_persistent
		stats_sample_pages stored straight_join symmetric system table tablesample temp temporary terminated then ties
		tinyblob tinyint tinytext to trailing transaction trigger true unbounded undo union unique unlock unsigned update
		usage use user using utc_date utc_time utc_timestamp vacuum values varbinary varchar varcharacter variadic
		varying verbose view virtual when where while window with within without write xor year_month zerofill`) {
		words[w] = true
	}
	return words
}()

func quoted(name, quote string) string {
	if reserved[name] {
		return quote + name + quote
	}
	return name
}

// inRaw returns a quoted name for use in a raw string literal of Go, which a
// backtick would end.
func inRaw(name string) string {
	if strings.HasPrefix(name, "`") {
		return "` + \"" + name + "\" + `"
	}
	return name
}

// RawTable returns the table for use in a raw string literal.
func (r Resource) RawTable() string { return inRaw(r.SQLTable) }

// RawColumn returns the column for use in a raw string literal.
func (f Field) RawColumn() string { return inRaw(f.Column) }
