package auth

import (
	"strings"
	"testing"

	"rootline/internal/directory"
)

func TestPersonName(t *testing.T) {
	tests := []struct{ typed, want, refused string }{
		{"Ada Example", "Ada Example", ""},
		{"  Ada\u00a0Example\t", "Ada\u00a0Example", ""},
		{"Nguyễn Thị Ánh", "Nguyễn Thị Ánh", ""},
		{"آدا", "آدا", ""},
		{strings.Repeat("ß", maxName), strings.Repeat("ß", maxName), ""},
		{"", "", "invalid.missing"},
		{" \n ", "", "invalid.missing"},
		{strings.Repeat("ß", maxName+1), "", "invalid.too_long"},
		{"Ada\r\nBcc: b@c.example", "", "invalid.line"},
		{"Ada\x00", "", "invalid.line"},
		{"Ada\u2028Example", "", "invalid.line"},
		{"Ada\u202eelpmaxE", "", "invalid.line"},
		{"Ada\xff", "", "invalid.line"},
	}
	for _, tt := range tests {
		got, err := PersonName(tt.typed)
		if got != tt.want || (err == nil) != (tt.refused == "") {
			t.Errorf("PersonName(%q) = %q, %v; want %q, refused %q", tt.typed, got, err, tt.want, tt.refused)
		}
		if err != nil && (directory.KindOf(err) != directory.Invalid || err.Error() != tt.refused) {
			t.Errorf("PersonName(%q) is refused as %v, want %s", tt.typed, err, tt.refused)
		}
	}
}
