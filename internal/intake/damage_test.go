package intake

import (
	"strings"
	"testing"
)

func TestDamage(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Harbour Clinic\tand\r\nspa", ""},
		{"Güzel Saç Kliniği, Ömer Şahin & Çınar", ""},
		{"Clínica Niño – «CAFÉ» “Ü” 25 °C", ""},
		{"Ελληνική κλινική, Клиника, مستشفى, מרפאה, 病院", ""},
		{"Café–Bar É. Ñandú", ""},
		{"São Ínigo Íñigo", ""},
		{"G\xfczel", "intake.text.undecoded"},
		{"G\ufffdzel", "intake.text.undecoded"},
		{"Bell\x07", "intake.text.control"},
		{"Sa\x7f", "intake.text.control"},
		{"It\u0092s", "intake.text.control"}, // Windows-1252 read as Latin-1
		{"GÃ¼zel", "intake.text.misread ü"},
		{"SaÃ§", "intake.text.misread ç"},
		{"Ä±spanak", "intake.text.misread ı"},
		{"Åžahin", "intake.text.misread Ş"},
		{"Itâ€™s", "intake.text.misread ’"},
		{"25 Â°C", "intake.text.misread °"},
		{"â‚¬ 250", "intake.text.misread €"},
		{"ÐšÐ»Ð¸Ð½Ð¸ÐºÐ°", "intake.text.misread Кл"},
		{"ÎšÎ»Î¹Î½Î¹ÎºÎ®", "intake.text.misread Κλ"},
		{"ends in Ã", ""},
		{"Ñ‘", ""}, // a quotation that ends in Ñ, or one letter of Cyrillic
		{"â€", ""},
		{"#N/A", "intake.text.error"},
		{" #ref! ", "intake.text.error"},
		{"Suite #NA", ""},
		{"Clinic &amp; Co", "intake.text.markup"},
		{"Klinik <br> Test", "intake.text.markup"},
		{"A & B; C < D > E", ""},
		{"safe\u202eevil", "intake.text.unseen"},
		{"zero\u200bwidth", "intake.text.unseen"},
		{"مستشفى\u200f", ""}, // a mark that Arabic uses
	} {
		what, damaged := damage(tt.text)
		got := what.ID
		if meant, ok := what.Args["Meant"].(string); ok {
			got += " " + meant
		}
		if got != tt.want || damaged != (tt.want != "") {
			t.Errorf("damage(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestHasLost(t *testing.T) {
	for text, want := range map[string]bool{
		"Atat?rk Cad. No: 12/3":                  true,
		"Hauptstra?e 5/7":                        true,
		"?stanbul":                               true,
		"Ready? Call us.":                        false,
		"www.clinic.example?ref=x":               false,
		"https://clinic.example/?a=b":            false,
		"Why us? See clinic.example/faq?lang=en": false,
	} {
		if got := hasLost(text); got != want {
			t.Errorf("hasLost(%q) = %t, want %t", text, got, want)
		}
	}
}

func TestShown(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a\nb", "a\nb"},
		{"a\x1b[31m\xff", "a\ufffd[31m\ufffd"},
		{strings.Repeat("é", 200), strings.Repeat("é", 200)},
		{strings.Repeat("é", 201), strings.Repeat("é", 200) + "…"},
	} {
		if got := shown(tt.text); got != tt.want {
			t.Errorf("shown(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}
