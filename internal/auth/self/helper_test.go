package self_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"rootline/internal/auth"
	"rootline/internal/auth/passkey"
	"rootline/internal/auth/self"
	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// office is a desk with a real store, a clock that stands, and the letters that it
// has posted.
type office struct {
	testing.TB
	*self.Desk
	store *store.Store
	post  *postRoom
	now   time.Time
	known int // accounts
}

func open(tb testing.TB) *office {
	tb.Helper()
	o := &office{TB: tb, store: storetest.New(tb), now: storetest.Now}
	o.post = &postRoom{Store: o.store}
	party, err := passkey.NewParty(&url.URL{Scheme: "https", Host: "clinics.example"}, "Rootline")
	if err != nil {
		tb.Fatal(err)
	}
	o.Desk = &self.Desk{
		Store: o.post, Hasher: auth.NewHasher(), Throttle: auth.NewThrottle(), Passkeys: party, Digest: storetest.Keys().Digest,
		Site: "Rootline", Now: func() time.Time { return o.now }, Random: seeded(tb),
	}
	return o
}

// patient is the desk with a throttle that has seen nothing, for guesses that are to
// get as far as the store.
func (o *office) patient() *self.Desk {
	d := *o.Desk
	d.Throttle = auth.NewThrottle()
	return &d
}

// source is randomness for many at once.
type source struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (s *source) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.r.Read(b)
}

func seeded(tb testing.TB) *source {
	tb.Helper()
	seed := rand.Uint64()
	tb.Logf("seed %d", seed)
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &source{r: rand.NewChaCha8(key)}
}

// assure picks the long form of a test if it is asked for.
func assure(short, long int) int {
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		return long
	}
	return short
}

// postRoom is a store that notes which letters its transactions have caused.
type postRoom struct {
	*store.Store
	mu      sync.Mutex
	letters []auth.Letter
	before  func() // runs before the next transaction
}

type noting struct {
	auth.Tx
	letters []auth.Letter
}

func (t *noting) Post(ctx context.Context, l auth.Letter) error {
	t.letters = append(t.letters, l)
	return t.Tx.Post(ctx, l)
}

func (p *postRoom) People(ctx context.Context, fn func(auth.Tx) error) error {
	if p.before != nil {
		p.before()
	}
	var noted noting
	err := p.Store.People(ctx, func(tx auth.Tx) error {
		noted = noting{Tx: tx}
		return fn(&noted)
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, noted.letters...)
	return nil
}

// posted are the letters since the last call, as the store has them, each by its kind
// and whom it is to.
func (o *office) posted() string {
	o.Helper()
	var all []string
	for _, l := range o.post.letters {
		if got, err := o.store.Letter(o.Context(), l.ID); err != nil || got != l {
			o.Errorf("Letter(%s) = %+v, %v; want %+v", l.ID, got, err, l)
		}
		all = append(all, fmt.Sprintf("%s to %s", l.Kind, l.To))
		if l.Silent {
			all[len(all)-1] = "nothing to " + l.To.String()
		}
	}
	o.post.letters = nil
	return strings.Join(all, ", ")
}

// last is the newest letter.
func (o *office) last() auth.Letter {
	o.Helper()
	if len(o.post.letters) == 0 {
		o.Fatal("no letter was posted")
	}
	return o.post.letters[len(o.post.letters)-1]
}

func email(s string) directory.Email {
	e, err := directory.ParseEmail(s)
	if err != nil {
		panic(err)
	}
	return e
}

func (o *office) tx(fn func(auth.Tx) error) {
	o.Helper()
	if err := o.store.People(o.Context(), fn); err != nil {
		o.Fatalf("People() = %v", err)
	}
}

// somebody is signed in somewhere.
type somebody struct {
	*office
	id      directory.ID
	session directory.ID
	from    auth.From
}

// person signs somebody in who has an account, and nothing to get in but their mail.
func (o *office) person(address string) *somebody {
	o.Helper()
	a := storetest.Person(o.known)
	a.Email = email(address)
	o.known++
	o.tx(func(tx auth.Tx) error { return tx.AddAccount(o.Context(), a, auth.Credentials{}) })
	return (&somebody{office: o, id: a.ID}).elsewhere(false)
}

// elsewhere signs the same person in in another browser.
func (p *somebody) elsewhere(strong bool) *somebody {
	p.Helper()
	from := auth.From{Label: "Firefox on Linux", Addr: netip.MustParseAddr("192.0.2.7")}
	q := *p
	q.from = from
	p.tx(func(tx auth.Tx) error {
		a, err := tx.Account(p.Context(), p.id)
		if err != nil {
			return err
		}
		in, err := auth.Begin(p.Context(), tx, a, from, shown(strong), p.now, p.Random)
		q.session = in.Session.ID
		return err
	})
	return &q
}

// remembered has the account remember the browser.
func (p *somebody) remembered() *somebody {
	p.Helper()
	p.from.Devices = append(p.from.Devices, p.secret(auth.Device))
	return p
}

// secret adds one of a kind that is found by what a device shows.
func (p *somebody) secret(kind auth.SecretKind) (shown string) {
	p.Helper()
	shown, digest, err := auth.NewSecret(auth.ForDevice, p.Random)
	if err != nil {
		p.Fatal(err)
	}
	id, err := directory.NewID(p.now, p.Random)
	if err != nil {
		p.Fatal(err)
	}
	p.tx(func(tx auth.Tx) error {
		return tx.AddSecret(p.Context(), auth.Secret{
			ID: id, Kind: kind, Digest: digest, AccountID: p.id, Text: "Firefox on Linux",
			CreatedAt: directory.At(p.now), ExpiresAt: directory.At(p.now.Add(auth.DeviceLife)),
		})
	})
	return shown
}

// give puts somebody into a role for the whole directory, or out of any.
func (p *somebody) give(roles ...directory.Role) {
	p.Helper()
	p.tx(func(tx auth.Tx) error {
		_, err := tx.UpdateMemberships(p.Context(), p.id, func(all *[]directory.Membership) error {
			*all = nil
			for _, role := range roles {
				*all = append(*all, directory.Membership{AccountID: p.id, Role: role, Since: directory.At(p.now)})
			}
			return nil
		})
		return err
	})
}

// standing is what the store says of their session.
func (p *somebody) standing() auth.Standing {
	p.Helper()
	who, err := p.store.Standing(p.Context(), p.session)
	if err != nil {
		p.Fatalf("Standing(%s) = %v", p.session, err)
	}
	return who
}

// actor is who asks, as the door makes it out.
func (p *somebody) actor() directory.Actor {
	p.Helper()
	return p.standing().Actor()
}

// in reports whether somebody is signed in.
func (p *somebody) in() bool {
	p.Helper()
	return auth.Lives(p.standing().Session, p.now)
}

func (p *somebody) profile() self.Profile {
	p.Helper()
	profile, err := p.Profile(p.Context(), p.actor())
	if err != nil {
		p.Fatalf("Profile() = %v", err)
	}
	return profile
}

func (p *somebody) credentials() auth.Credentials {
	p.Helper()
	c, err := p.store.Credentials(p.Context(), p.id)
	if err != nil {
		p.Fatal(err)
	}
	return c
}

// setApp sets an app up, and returns what makes its codes and the recovery codes.
func (p *somebody) setApp() (key string, recovery []string) {
	p.Helper()
	app, err := p.StartApp(p.Context(), p.actor())
	if err != nil {
		p.Fatalf("StartApp() = %v", err)
	}
	if recovery, err = p.FinishApp(p.Context(), p.actor(), p.code(app.Key)); err != nil {
		p.Fatalf("FinishApp() = %v", err)
	}
	return app.Key, recovery
}

// code is what an app shows in half a minute, which is a code that it has not shown
// yet: the clock is put forward until then.
func (o *office) code(key string) string {
	o.Helper()
	o.now = o.now.Add(30 * time.Second)
	code, err := totp.GenerateCode(key, o.now)
	if err != nil {
		o.Fatal(err)
	}
	return code
}

// setPassword gives somebody a password.
func (p *somebody) setPassword(password string) {
	p.Helper()
	p.wants("SetPassword()", p.SetPassword(p.Context(), p.actor(), password), "fine")
}

// said is the sentence of an error that is worth telling, its kind, and the field
// beside which it stands.
func said(err error) string {
	var e *directory.Error
	switch {
	case err == nil:
		return "fine"
	case errors.As(err, &e):
		kind := map[directory.Kind]string{
			directory.Invalid: "invalid", directory.NotFound: "not found", directory.Conflict: "conflict",
			directory.Unauthenticated: "unauthenticated", directory.Forbidden: "forbidden", directory.StepUp: "step up", directory.TooMany: "too many",
			directory.Internal: "internal", directory.NotReady: "not ready",
		}[e.Kind]
		for field := range e.Fields {
			kind += " " + field
		}
		return kind + ": " + e.Message.ID
	}
	return "our fault: " + err.Error()
}

// wants fails unless a call ended with a sentence, or well with "fine".
func (o *office) wants(call string, err error, want string) {
	o.Helper()
	if got := said(err); got != want {
		o.Errorf("%s = %s, want %s", call, got, want)
	}
}

// wantPosted fails unless these letters have been posted since the last time.
func (o *office) wantPosted(after, want string) {
	o.Helper()
	if got := o.posted(); got != want {
		o.Errorf("after %s the letters are %q, want %q", after, got, want)
	}
}

// shown is how well somebody has shown who they are.
func shown(strong bool) auth.Shown {
	if strong {
		return auth.ShownStrong
	}
	return auth.ShownWhole
}
