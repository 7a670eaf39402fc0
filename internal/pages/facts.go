package pages

import "rootline/internal/access"

// mountFacts adds the pages on which clinics say what is still right.
func (p *Pages) mountFacts(*access.Router) {}
