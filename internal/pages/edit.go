package pages

import "rootline/internal/access"

// mountEdit adds the pages on which the people of a clinic change its listing.
func (p *Pages) mountEdit(*access.Router) {}
