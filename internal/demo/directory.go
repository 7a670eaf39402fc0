package demo

import (
	"iter"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
)

// Params says which demo directory to make.
type Params struct {
	Clinics int
	Seed    uint64
	Now     time.Time // what the dates lie around; nothing else depends on it
}

// Places is what the demo needs of a gazetteer: every city, most populous first.
type Places interface {
	AllCities() iter.Seq[gazetteer.City]
}

// Batch is a part of the directory: some organizations and all their listings.
// The organizations stand in an order in which each parent comes before its
// children.
type Batch struct {
	Organizations []directory.Organization
	Listings      []directory.Listing
}

// batchSize is about how many listings are yielded together.
const batchSize = 500

// Directory yields the directory of p in batches, which belong to whoever takes
// them. It makes p.Clinics listings, or none if the gazetteer has no city in
// any of the demo's countries; of fewer than 240 clinics not every kind of thing
// need occur, of 40 every state of a listing that a visitor can meet.
func Directory(p Params, places Places) iter.Seq[Batch] {
	return func(yield func(Batch) bool) {
		plan := newPlan(p, places)
		var batch Batch
		for b := range plan.blocks() {
			plan.block(b, &batch)
			if len(batch.Listings) >= batchSize || b == plan.blocks()-1 {
				if !yield(batch) {
					return
				}
				batch = Batch{}
			}
		}
	}
}
