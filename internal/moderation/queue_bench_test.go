package moderation_test

import (
	"strconv"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// waits fills the queue with n items: requests, claims and reports of the abbey and of
// others, a third each.
func (h *house) waits(n int) {
	h.Helper()
	ada, cleo := h.account("ada"), h.account("cleo")
	h.tx(func(tx moderation.Tx) error {
		for i := range n {
			var err error
			switch i % 3 {
			case 0:
				r := storetest.Request(i)
				r.ClinicID, r.By = harbour.Clinic.ID, ada
				err = tx.SaveRequest(h.Context(), r)
			case 1:
				c := storetest.Claim(i)
				c.ClinicID, c.By = abbey.Clinic.ID, cleo
				err = tx.SaveClaim(h.Context(), c)
			default:
				r := storetest.Report(i)
				r.ClinicID = storetest.Listing(10 + i).Clinic.ID
				err = tx.SaveReport(h.Context(), r)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// BenchmarkQueue measures the three ways in which moderators look at a queue, and how many
// times longer each takes with ten times as much in it.
func BenchmarkQueue(b *testing.B) {
	const few, many = 500, 5000
	for _, look := range []struct {
		name string
		at   func(h *house, zoe directory.Actor) error
	}{
		{"Items", func(h *house, zoe directory.Actor) error {
			_, err := h.queue.Items(h.Context(), zoe, moderation.QueueFilter{}, 1, 50)
			return err
		}},
		{"Around", func(h *house, zoe directory.Actor) error {
			_, _, err := h.queue.Around(h.Context(), zoe, moderation.QueueFilter{}, moderation.ItemChange, storetest.Request(3).ID)
			return err
		}},
		{"Waiting", func(h *house, zoe directory.Actor) error {
			_, err := h.queue.Waiting(h.Context(), zoe)
			return err
		}},
	} {
		var took [2]float64
		for n, size := range []int{few, many} {
			b.Run(look.name+"/"+strconv.Itoa(size), func(b *testing.B) {
				h := open(b)
				storetest.Add(b, h.store, storetest.Listings(10 + size)[10:]...)
				h.waits(size)
				zoe := h.actor("zoe")
				for b.Loop() {
					if err := look.at(h, zoe); err != nil {
						b.Fatal(err)
					}
				}
				took[n] = b.Elapsed().Seconds() / float64(b.N)
				if took[0] > 0 && n == 1 {
					b.ReportMetric(took[1]/took[0], "times-"+strconv.Itoa(few))
				}
			})
		}
	}
}
