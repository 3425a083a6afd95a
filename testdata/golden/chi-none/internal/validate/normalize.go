package validate

// Normalize returns the value of a field in the form in which it is checked and
// stored, which functions such as strings.TrimSpace give it. Like a rule, they
// leave fields alone that are not in a patch.
func (v *Validator) Normalize(field string, value *string, forms ...func(string) string) *string {
	if value == nil || !v.checks(field) {
		return value
	}
	normal := *value
	for _, form := range forms {
		normal = form(normal)
	}
	return &normal
}
