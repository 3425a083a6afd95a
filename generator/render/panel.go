package render

import (
	"cmp"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// PanelRow is a row of the dashboard: its title, and below that panels.
type PanelRow struct {
	ID, Y  int
	Title  string
	Panels []Panel
}

// Panel is a panel with its place on the dashboard, whose rows have 24 columns.
type Panel struct {
	layer.Panel
	ID         int
	X, Y, W, H int
	Queries    []PanelQuery
}

// PanelQuery is a query of a panel.
type PanelQuery struct {
	layer.Query
	RefID string
	// Instant reports whether only the latest value counts, and Exemplars whether
	// the series have examples of single requests.
	Instant, Exemplars bool
}

// Columns of the dashboard.
const dashboardWidth = 24

// newPanelRows places panels, from left to right.
func newPanelRows(panels []layer.Panel) []PanelRow {
	var rows []PanelRow
	id, x, y, height := 0, 0, 0, 0 // height of the line that begins at y
	for _, p := range panels {
		w, h := 8, 8
		if p.Kind == "stat" {
			w, h = 4, 4
		}
		switch fresh := len(rows) == 0 || rows[len(rows)-1].Title != p.Row; {
		case fresh:
			id++
			rows = append(rows, PanelRow{ID: id, Y: y + height, Title: p.Row})
			x, y, height = 0, y+height+1, 0
		case x+w > dashboardWidth:
			x, y, height = 0, y+height, 0
		}
		id++
		row := &rows[len(rows)-1]
		row.Panels = append(row.Panels, newPanel(p, id, x, y, w, h))
		x, height = x+w, max(height, h)
	}
	return rows
}

func newPanel(p layer.Panel, id, x, y, w, h int) Panel {
	placed := Panel{Panel: p, ID: id, X: x, Y: y, W: w, H: h}
	placed.Kind = cmp.Or(p.Kind, "timeseries")
	for i, q := range p.Queries {
		placed.Queries = append(placed.Queries, PanelQuery{
			Query: q, RefID: string(rune('A' + i)), Instant: p.Kind != "",
			Exemplars: p.Kind == "" && strings.Contains(q.Expr, "_bucket{"),
		})
	}
	return placed
}
