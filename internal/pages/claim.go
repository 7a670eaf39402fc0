package pages

import "rootline/internal/access"

// mountClaims adds the pages of whoever says that they speak for a clinic, and of visitors who report.
func (p *Pages) mountClaims(*access.Router) {}
