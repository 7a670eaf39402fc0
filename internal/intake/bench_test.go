package intake

import (
	"fmt"
	"os"
	"testing"
)

// BenchmarkRow judges rows of a file with every fault, after taking note of them.
// Their phones are as different as those of a real file.
func BenchmarkRow(b *testing.B) {
	toml, err := os.ReadFile("testdata/faults.toml")
	if err != nil {
		b.Fatal(err)
	}
	m := parsedMap(b, string(toml))
	header, faults := readFile(b, "faults.csv", m)
	const sounder = 4 // real files are mostly sound
	var rows []Row
	for i := range 20 * len(faults) {
		r := faults[i%len(faults)]
		if i/len(faults)%sounder > 0 {
			r = faults[i%4]
		}
		cells := append([]string{}, r.Cells...)
		if len(cells) == len(header) && cells[0] != "" {
			cells[0] = fmt.Sprintf("%s %d", cells[0], i)
			if i%len(faults) < 5 {
				cells[11] = fmt.Sprintf("0113 496 %04d", i%1000)
			}
		}
		rows = append(rows, Row{Line: i + 2, Cells: cells})
	}
	j := judgeOf(b, m, header, nil)
	b.Run("notice", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if i%len(rows) == 0 {
				j.seen = newSeen()
			}
			j.Notice(rows[i%len(rows)])
		}
	})
	j.seen = newSeen()
	for _, r := range rows {
		j.Notice(r)
	}
	b.Run("row", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			j.Row(rows[i%len(rows)], today)
		}
	})
}
