package merge

import (
	"strings"
)

// text returns the merged text with the owner's side of every conflict, so
// that a result with conflicts can be parsed.
func (m merged) text() string {
	var b strings.Builder
	for _, c := range m {
		out := c.out
		if c.kind == conflict {
			out = c.ours.text
		}
		for _, line := range out {
			b.WriteString(line)
		}
	}
	return b.String()
}

// render returns the merged text, with the byte order mark if any and with
// markers around conflicts.
func (m merged) render(mark string, o Options) (string, Result) {
	p := printer{mark: mark}
	var r Result
	for _, c := range m {
		first := p.line + 1
		switch c.kind {
		case settled:
			p.print(c.out)
		case both:
			p.print(c.out)
			if len(c.out) > 0 { // empty if gofmt has removed all lines
				r.Both = append(r.Both, Lines{first, p.line})
			}
		case conflict:
			p.conflict(c, o)
			r.Conflicts = append(r.Conflicts, Conflict{Lines{first, p.line}, c.reason()})
		}
	}
	return p.text.String(), r
}

// A printer writes lines and counts them.
type printer struct {
	text strings.Builder
	line int
	mark string // byte order mark, until it is written
}

func (p *printer) print(lines []string) {
	if len(lines) > 0 {
		p.text.WriteString(p.mark)
		p.mark = ""
	}
	for _, line := range lines {
		p.text.WriteString(line)
	}
	p.line += len(lines)
}

// conflict writes the three versions in the style of git's diff3. At the top
// of a file each gets the byte order mark, so that it survives whichever is
// chosen.
func (p *printer) conflict(c chunk, o Options) {
	mark := p.mark
	p.mark = ""
	part := func(sign, label string, lines []string) {
		p.print([]string{strings.TrimSuffix(sign+" "+label, " ") + "\n"})
		if len(lines) == 0 {
			return
		}
		p.text.WriteString(mark)
		p.print(lines)
		if !strings.HasSuffix(lines[len(lines)-1], "\n") {
			p.text.WriteByte('\n')
		}
	}
	part("<<<<<<<", o.OursLabel, c.ours.text)
	part("|||||||", o.BaseLabel, c.base.text)
	part("=======", "", c.theirs.text)
	part(">>>>>>>", o.TheirsLabel, nil)
}

// reason describes a conflict to the owner.
func (c chunk) reason() string {
	switch {
	case c.base.len() == 0:
		return "both sides insert here"
	case c.ours.len() == 0:
		return "deleted by you, changed by gen"
	case c.theirs.len() == 0:
		return "changed by you, deleted by gen"
	}
	return "changed by both sides"
}
