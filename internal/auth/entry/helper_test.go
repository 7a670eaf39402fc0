package entry_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/netip"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/hotp"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/auth/passkey"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// assure picks the long form of a test if it is asked for.
func assure(short, long int) int {
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		return long
	}
	return short
}

// said is the sentence of an error that is worth telling.
func said(err error) string {
	var e *directory.Error
	switch {
	case err == nil:
		return "fine"
	case errors.As(err, &e):
		return e.Message.ID
	}
	return "our fault: " + err.Error()
}

// site is the place where people get in: all of it real, but for the clock.
type site struct {
	*testing.T
	*entry.Desk
	store *store.Store
	now   time.Time
}

func newSite(t *testing.T) *site {
	t.Helper()
	base := &url.URL{Scheme: "https", Host: "clinics.example"}
	party, err := passkey.NewParty(base, "Rootline")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{T: t, store: storetest.New(t), now: storetest.Now}
	clock := func() time.Time { return s.now }
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s.Desk = &entry.Desk{
		Store: s.store, Hasher: auth.NewHasher(), Throttle: auth.NewThrottle(), Passkeys: party,
		Minter: &auth.Minter{
			Issuer: base.String(), Now: clock, Random: rand.Reader,
			Signer: func(context.Context) (string, ed25519.PrivateKey, error) { return "first", private, nil },
			Verifiers: func(context.Context) (map[string]ed25519.PublicKey, error) {
				return map[string]ed25519.PublicKey{"first": public}, nil
			},
		},
		Digest: storetest.Keys().Digest, Now: clock, Random: rand.Reader,
	}
	return s
}

// pass lets time go by.
func (s *site) pass(d time.Duration) { s.now = s.now.Add(d) }

const rightPassword = "yonder velvet tractor lamp"

// rightHash is what is kept of it; made once, for it takes long.
var rightHash = sync.OnceValue(func() string {
	hash, err := auth.NewHasher().Hash(context.Background(), rightPassword, rand.Reader)
	if err != nil {
		panic(err)
	}
	return hash
})

// app is the secret of the app that accounts here have if they have one.
var app = []byte("twenty secret bytes!")

// people writes something by hand.
func (s *site) people(fn func(ctx context.Context, tx auth.Tx) error) {
	s.Helper()
	if err := s.store.People(s.Context(), func(tx auth.Tx) error { return fn(s.Context(), tx) }); err != nil {
		s.Fatalf("People() = %v", err)
	}
}

// account adds the nth person, with what they show.
func (s *site) account(n int, c auth.Credentials) directory.Account {
	s.Helper()
	a := storetest.Person(n)
	s.people(func(ctx context.Context, tx auth.Tx) error { return tx.AddAccount(ctx, a, c) })
	return a
}

func (s *site) state(a directory.Account, state directory.AccountState) {
	s.Helper()
	s.people(func(ctx context.Context, tx auth.Tx) error {
		_, err := tx.UpdateAccount(ctx, a.ID, func(a *directory.Account) error { a.State = state; return nil })
		return err
	})
}

// role gives an account a role for the whole directory.
func (s *site) role(a directory.Account, role directory.Role) {
	s.Helper()
	s.people(func(ctx context.Context, tx auth.Tx) error {
		_, err := tx.UpdateMemberships(ctx, a.ID, func(all *[]directory.Membership) error {
			*all = []directory.Membership{{AccountID: a.ID, Role: role, Since: directory.At(s.now)}}
			return nil
		})
		return err
	})
}

// totp is the code that the app shows now.
func (s *site) totp() string {
	s.Helper()
	code, err := hotp.GenerateCode(auth.TOTPKey(app), uint64(s.now.Unix()/30))
	if err != nil {
		s.Fatal(err)
	}
	return code
}

func email(tb testing.TB, text string) directory.Email {
	tb.Helper()
	e, err := directory.ParseEmail(text)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// letter is the newest letter, of the kind that it has to be of.
func (s *site) letter(kind auth.LetterKind) auth.Letter {
	s.Helper()
	all := storetest.Letters(s, s.store)
	if len(all) == 0 || all[len(all)-1].Kind != kind {
		s.Fatalf("of %d letters the newest is %+v, want one of kind %s", len(all), all[max(0, len(all)-1):], kind)
	}
	return all[len(all)-1]
}

// letters counts those of a kind that will be sent.
func (s *site) letters(kind auth.LetterKind) (n int) {
	s.Helper()
	for _, l := range storetest.Letters(s, s.store) {
		if l.Kind == kind && !l.Silent {
			n++
		}
	}
	return n
}

// rows counts what there is of people.
func (s *site) rows() map[string]int {
	s.Helper()
	counts := map[string]int{}
	for _, table := range []string{"account", "secret", "letter", "session", "stamp"} {
		var n int
		if err := s.store.Writer().QueryRowContext(s.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
			s.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

// firefox is a browser that nobody has used here.
func firefox() auth.From {
	return auth.From{Addr: netip.MustParseAddr("192.0.2.7"), Label: "Firefox on Linux"}
}

// wantIn fails unless somebody has got in, in a new session.
func (s *site) wantIn(call string, p entry.Progress, err error, a directory.Account, strong bool) {
	s.Helper()
	if err != nil || p.Step != entry.StepIn || p.Browser != "" {
		s.Fatalf("%s = %+v, %s; want %s in", call, p, said(err), a.Name)
	}
	kept, err := s.store.Session(s.Context(), p.In.Session.ID)
	if err != nil || kept != p.In.Session || kept.AccountID != a.ID || p.In.Account.ID != a.ID || kept.Strong != strong {
		s.Fatalf("%s = %+v, kept as %+v, %v; want a session of %s, strong: %t", call, p, kept, err, a.ID, strong)
	}
}

func wantSaid(tb testing.TB, call string, err error, want string) {
	tb.Helper()
	if said(err) != want {
		tb.Errorf("%s: %s, want %s", call, said(err), want)
	}
}

func randomText(tb testing.TB, n int) string {
	tb.Helper()
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		tb.Fatal(err)
	}
	return hex.EncodeToString(b)
}

// wrongly is a code that is not the one given.
func wrongly(code string) string {
	return string([]byte{'0' + (code[0]-'0'+1)%10}) + code[1:]
}
