package demo

import (
	"strconv"
	"time"

	"rootline/internal/directory"
)

// Owners come in blocks: runs of clinic numbers that begin with a chain or two,
// while each of the rest has a clinic of its own. The blocks of near numbers are
// short and hold a chain at most.
const (
	nearBlock = 8
	farBlock  = 12
)

// nearChains and farChains are how many branches the chains of a block have, as
// often as the pattern is there.
var (
	nearChains = [][]int{nil, nil, nil, nil, {2}, {2}, {3}, {3}, {4}, {5}}
	farChains  = [][]int{{7, 5}, {12}, {6, 3}, {5}, {4, 4}, {3}, {8}}
)

func (p *plan) nearBlocks() int { return (p.near + nearBlock - 1) / nearBlock }

// blocks is the number of blocks.
func (p *plan) blocks() int {
	return p.nearBlocks() + (p.n-p.near+farBlock-1)/farBlock
}

// run is the clinics of a block, from first up to end, the number of its first
// brand and how many branches its chains have.
func (p *plan) run(b int, d dice) (first, end, brand int, chains []int) {
	across := b - p.nearBlocks()
	if across < 0 {
		first = b * nearBlock
		return first, min(p.near, first+nearBlock), b, pick(d, nearChains)
	}
	first, brand = p.near+across*farBlock, p.nearBlocks()+2*across
	chains = pick(d, farChains)
	if across == 0 {
		chains = farChains[0] // so that a small directory has a group
	}
	return first, min(p.n, first+farBlock), brand, chains
}

// block adds the owners of a block and their clinics to the batch. Two chains of
// one block may belong to one group.
func (p *plan) block(b int, to *Batch) {
	d := throw(p.seed, forBlocks, b)
	first, end, brand, chains := p.run(b, d)
	var parent directory.ID
	if len(chains) == 2 && end-first >= chains[0]+2 && (first == p.near || d.odds(60)) {
		group := p.group(d, brand, first)
		to.Organizations = append(to.Organizations, group)
		parent = group.ID
	}
	for _, branches := range chains {
		if branches = min(branches, end-first); branches < 2 {
			break
		}
		p.chain(d, brand, parent, first, branches, to)
		first, brand = first+branches, brand+1
	}
	for ; first < end; first++ {
		p.solo(d, first, to)
	}
}

// epoch is when ids begin. They do not tell the demo's moment, so that a link
// into one demo directory works in another of the same seed; they ascend, which
// spares the database's index.
var epoch = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func newID(d dice, number int) directory.ID {
	return must(directory.NewID(epoch.Add(time.Duration(number)*time.Second), d))
}

// word is the coined word of a brand.
func (p *plan) word(brand int) string {
	return coin(brand - brand%coinages() + p.brands.at(brand%coinages()))
}

// group is the company that owns chains and no clinic itself.
func (p *plan) group(d dice, brand, first int) directory.Organization {
	name := p.word(brand) + " Group"
	slug := directory.SlugOf(name)
	return directory.Organization{
		ID: newID(d, first), Slug: slug, Name: name, EntryType: directory.EntryChain,
		Description: pick(d, groupTexts), URL: site(slug.String(), ""),
	}
}

// chain adds a chain with its branches.
func (p *plan) chain(d dice, brand int, parent directory.ID, first, branches int, to *Batch) {
	word := p.word(brand)
	slug := directory.SlugOf(word)
	o := directory.Organization{
		ID: newID(d, first), Slug: slug, Name: word + pick(d, chainTails), ParentID: parent,
		EntryType: directory.EntryChain, Description: pick(d, chainTexts), URL: site(slug.String(), ""),
	}
	to.Organizations = append(to.Organizations, o)
	here := map[*town]int{}
	for number := first; number < first+branches; number++ {
		m := p.maker(number)
		name, path := o.Name+" "+m.town.Name, m.town.label
		if here[m.town]++; here[m.town] > 1 {
			name += " " + strconv.Itoa(here[m.town])
			path += "-" + strconv.Itoa(here[m.town])
		}
		m.host, m.site = slug.String(), site(slug.String(), path)
		to.Listings = append(to.Listings, m.listing(o, name, shorten(slug.String()+"-"+path)))
	}
}

// solo adds a clinic with an organization of its own. A few are not clinics but
// agencies that pose as such, or schools.
func (p *plan) solo(d dice, number int, to *Batch) {
	m := p.maker(number)
	name, slug := m.ownName()
	o := directory.Organization{ID: newID(d, number), Name: name, EntryType: entryType(number)}
	switch o.EntryType {
	case directory.EntryFacilitator:
		o.Name, slug = "Travel with "+o.Name, "travel-with-"+slug
		o.Description = pick(d, facilitatorTexts)
	case directory.EntryAcademy:
		o.Name, slug = "Academy "+o.Name, "academy-"+slug
		o.Description = pick(d, academyTexts)
	default: // a clinic is what it is
	}
	o.Slug = shorten(slug)
	m.host, m.site = o.Slug.String(), site(o.Slug.String(), "")
	to.Organizations = append(to.Organizations, o)
	to.Listings = append(to.Listings, m.listing(o, o.Name, o.Slug))
}

// entryType is what a solo clinic is, by its number: the offsets are such that
// no block's chain can take their place.
func entryType(number int) directory.EntryType {
	switch number % 120 {
	case 5:
		return directory.EntryFacilitator
	case 22:
		return directory.EntryAcademy
	default:
		return directory.EntryClinic
	}
}

// ownName is the name of a clinic that belongs to no chain, and its slug. The
// n-th clinic of a town gets the n-th name of the place's manner, counted from
// one that differs from town to town; when all have been given, the slug gets a
// number.
func (m *maker) ownName() (name, slug string) {
	style := m.land.manner
	n := (m.rank + throw(m.plan.seed, forNames, int(m.town.ID)).IntN(style.size())) % style.size()
	name = style.name(n)
	slug = directory.SlugOf(name).String() + "-" + m.town.label
	if round := m.rank / style.size(); round > 0 {
		slug += "-" + strconv.Itoa(round+1)
	}
	if script := style.inScript(n); script != "" && m.odds(40) {
		name += " · " + script
	}
	return name, slug
}
