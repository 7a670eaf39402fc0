package pages

import (
	"rootline/internal/moderation"
	"rootline/web/page"
)

// differences words differences, in their order.
func (p *Pages) differences(f page.Frame, all []moderation.Difference) ([]page.Difference, error) {
	rows := make([]page.Difference, len(all))
	for i, d := range all {
		var err error
		if rows[i], err = f.Difference(d, p.addressLines); err != nil {
			return nil, err
		}
	}
	return rows, nil
}
