package pages

import "rootline/internal/access"

// mountProposals adds the pages of whoever proposes a clinic.
func (p *Pages) mountProposals(*access.Router) {}
