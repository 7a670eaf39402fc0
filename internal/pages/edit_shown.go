package pages

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"rootline/internal/directory"
)

// maxShown is how long what a form carries along of a listing may be when it is unpacked.
const maxShown = 512 << 10

// shownClinic is what a form remembers of the listing that somebody began to edit.
type shownClinic struct {
	Clinic    directory.Clinic
	Operating directory.Standing[directory.OperatingStatus]
}

// shown packs the listing that a form shows, so that what is sent back can be compared
// with it: what somebody else changes in the meantime is then told from what the editor
// does. It is signed. Nothing hangs on it being true, for it can name only what its
// sender wants changed; but what we have packed ourselves is a listing, of a size that
// it takes no time to compare.
func (p *Pages) shown(l *directory.Listing) (string, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(shownClinic{l.Clinic, l.Operating}); err != nil {
		return "", fmt.Errorf("pack what is shown: %w", err)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("pack what is shown: %w", err)
	}
	packed := base64.RawURLEncoding.EncodeToString(b.Bytes())
	return packed + "." + p.shownMark(packed), nil
}

// shownMark tells what was packed here from what was not.
func (p *Pages) shownMark(packed string) string {
	return base64.RawURLEncoding.EncodeToString(p.Guard.FormKey("shown listing", packed))
}

// unpack is the listing that a form has shown, with all of is that no form changes. It is
// false if it was not packed here, or of another clinic.
func (p *Pages) unpack(shown string, is *directory.Listing) (directory.Listing, bool) {
	packed, mark, _ := strings.Cut(shown, ".")
	if !hmac.Equal([]byte(mark), []byte(p.shownMark(packed))) {
		return directory.Listing{}, false
	}
	b, err := base64.RawURLEncoding.DecodeString(packed)
	if err != nil {
		return directory.Listing{}, false
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return directory.Listing{}, false
	}
	var s shownClinic
	if err := json.NewDecoder(io.LimitReader(z, maxShown)).Decode(&s); err != nil || s.Clinic.ID != is.Clinic.ID {
		return directory.Listing{}, false
	}
	l := *is
	l.Clinic, l.Operating = s.Clinic, s.Operating
	l.Clinic.Slug, l.Clinic.OrganizationID = is.Clinic.Slug, is.Clinic.OrganizationID
	return l, true
}

// deepCopy is a listing that shares nothing with l that a form could change.
func deepCopy(l *directory.Listing) (directory.Listing, error) {
	b, err := json.Marshal(l.Clinic)
	if err != nil {
		return directory.Listing{}, fmt.Errorf("copy a listing: %w", err)
	}
	to := *l
	to.Clinic = directory.Clinic{}
	if err := json.Unmarshal(b, &to.Clinic); err != nil {
		return directory.Listing{}, fmt.Errorf("copy a listing: %w", err)
	}
	return to, nil
}
