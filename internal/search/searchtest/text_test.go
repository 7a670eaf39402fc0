package searchtest_test

import (
	"testing"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

func TestOracle_words(t *testing.T) {
	all := listings(
		clinic("Abbey Hair", istanbul, brand("Rose Group", directory.EntryChain)),
		clinic("Çınar", koeln, prp),
		clinic("Harbour", london, smp),
		clinic("Thames", london, prp, smp),
	)
	checkLines(t, all, []line{
		{"a word of the name", search.Query{Text: "abbey"}, "Abbey Hair"},
		{"of the brand's name", search.Query{Text: "rose"}, "Abbey Hair"},
		{"folded", search.Query{Text: "CINAR"}, "Çınar"},
		{"every word, in any order", search.Query{Text: "hair abbey"}, "Abbey Hair"},
		{"not only some", search.Query{Text: "abbey rose harbour"}, ""},
		{"the city", search.Query{Text: "istanbul"}, "Abbey Hair"},
		{"the city by another name", search.Query{Text: "cologne"}, "Çınar"},
		{"by another yet", search.Query{Text: "constantinople"}, "Abbey Hair"},
		{"the region", search.Query{Text: "westphalia"}, "Çınar"},
		{"the country", search.Query{Text: "turkey"}, "Abbey Hair"},
		{"a service by a phrase", search.Query{Text: "Platelet-rich plasma"}, "Çınar, Thames"},
		{"by another name", search.Query{Text: "hair tattoo"}, "Harbour, Thames"},
		{"both services", search.Query{Text: "tandem"}, "Thames"},
		{"small words ask for nothing", search.Query{Text: "hair in the istanbul"}, "Abbey Hair"},
		{"but at the end they do", search.Query{Text: "hair in"}, ""},
		{"no words ask for nothing", search.Query{Text: " - !"}, "Abbey Hair, Çınar, Harbour, Thames"},
	})
}

func TestOracle_prefixes(t *testing.T) {
	all := listings(clinic("Abbey Mill", singapore), clinic("Abacus", singapore), clinic("Windmill", singapore))
	checkLines(t, all, []line{
		{"the last word may be cut short", search.Query{Text: "abbey mi"}, "Abbey Mill"},
		{"the only word is the last", search.Query{Text: "ab"}, "Abbey Mill, Abacus"},
		{"but one letter is no start", search.Query{Text: "a"}, ""},
		{"nor may another word be cut short", search.Query{Text: "abb mill"}, ""},
		{"nor is the end of a word its start", search.Query{Text: "mill"}, "Abbey Mill"},
	})
}

func TestOracle_typos(t *testing.T) {
	all := listings(
		clinic("Plum", singapore), clinic("Follicular", singapore), clinic("Fig", singapore),
		clinic("Stone", singapore), clinic("Store", singapore), clinic("Store", singapore), clinic("Store", singapore),
	)
	checkLines(t, all, []line{
		{"one letter replaced in four", search.Query{Text: "plom"}, "Plum"},
		{"one dropped in four, from a word of five", search.Query{Text: "pluum"}, "Plum"},
		{"two swapped", search.Query{Text: "lpum"}, "Plum"},
		{"two edits in four are too many", search.Query{Text: "plo"}, ""},
		{"none in three", search.Query{Text: "fog"}, ""},
		{"none in three, though the right word has four", search.Query{Text: "plm"}, ""},
		{"two edits in eight", search.Query{Text: "folicula"}, "Follicular"},
		{"three are too many", search.Query{Text: "fplicula"}, ""},
		{"one edit in seven, of a word of ten, is not enough", search.Query{Text: "folicul"}, ""},
		{"a word that three clinics have is not mistyped", search.Query{Text: "store"}, "Store, Store, Store"},
		{"one that fewer have may be, and the right ones come first", search.Query{Text: "stone"}, "Stone, Store, Store, Store"},
		{"whatever the filters", search.Query{Text: "store", Countries: []directory.Country{country("TR")}}, ""},
	})
}

func TestOracle_typosAreCountedInTheWholeIndex(t *testing.T) {
	agency := brand("", directory.EntryFacilitator)
	checkLines(t, listings(
		clinic("Stone", singapore), clinic("Store", singapore), clinic("Store", singapore, agency), clinic("Store", singapore, agency),
	), []line{
		{"the word is common, if only among agencies", search.Query{Text: "store"}, "Store"},
	})
	checkLines(t, listings(
		clinic("Stone", singapore), clinic("Store", singapore), clinic("Storey", singapore), clinic("Stores", singapore),
	), []line{
		{"beginnings count where the word is the last", search.Query{Text: "store"}, "Store, Storey, Stores"},
		{"and not where it is not", search.Query{Text: "store singapore"}, "Store, Stone, Storey, Stores"},
	})
}

func TestOracle_relevance(t *testing.T) {
	all := listings(
		clinic("Rose Tipo", london, confirmed(0)),
		clinic("Elsewhere", istanbul, brand("Fig", directory.EntryClinic), confirmed(0)),
		clinic("Istanbul Old", london, confirmed(300)),
		clinic("Istanbul New", london, confirmed(3)),
		clinic("Fig", istanbul),
		clinic("Istanbql", london, confirmed(0)),
	)
	checkLines(t, all, []line{
		{"names first, each group by score", search.Query{Text: "istanbul"}, "Istanbul New, Istanbul Old, Elsewhere, Fig"},
		{"what stands as typed comes first, in a name or not", search.Query{Text: "istanbql"}, "Istanbql, Elsewhere, Istanbul New, Istanbul Old, Fig"},
		{"a brand's name is a name", search.Query{Text: "fig"}, "Elsewhere, Fig"},
		{"one word of the name is not all", search.Query{Text: "fig istanbul"}, "Elsewhere, Fig"},
		{"no text: by score", search.Query{}, "Rose Tipo, Elsewhere, Istanbql, Istanbul New, Istanbul Old, Fig"},
	})
}

func TestEdits(t *testing.T) {
	tests := []struct {
		from, to string
		want     int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "abc", 0},
		{"abc", "abd", 1},
		{"abc", "ac", 1},
		{"abc", "abxc", 1},
		{"abc", "acb", 1},
		{"ca", "abc", 3}, // a pair that was swapped is not edited again
		{"abcd", "badc", 2},
		{"kitten", "sitting", 3},
		{"köln", "koln", 1}, // letters, not bytes
		{"東京", "京東", 1},
	}
	for _, tt := range tests {
		if got := searchtest.Edits(tt.from, tt.to); got != tt.want {
			t.Errorf("Edits(%q, %q) = %d; want %d", tt.from, tt.to, got, tt.want)
		}
		if got := searchtest.Edits(tt.to, tt.from); got != tt.want {
			t.Errorf("Edits(%q, %q) = %d; want %d", tt.to, tt.from, got, tt.want)
		}
	}
}
