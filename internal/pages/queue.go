package pages

import "rootline/internal/access"

// mountQueue adds the pages of moderators.
func (p *Pages) mountQueue(*access.Router) {}
