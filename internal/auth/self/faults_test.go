package self_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/auth/self"
	"rootline/internal/directory"
)

var errFault = errors.New("the disk is full")

// fault makes one call fail, of the store or of the source of randomness: the one after
// so many others.
type fault struct{ after int }

func (f *fault) hit() error {
	f.after--
	if f.after == -1 {
		return errFault
	}
	return nil
}

func or[T any](f *fault, do func() (T, error)) (v T, err error) {
	if err := f.hit(); err != nil {
		return v, err
	}
	return do()
}

// dice is randomness that may fail.
type dice struct {
	*fault
	io.Reader
}

func (d dice) Read(b []byte) (int, error) {
	return or(d.fault, func() (int, error) { return d.Reader.Read(b) })
}

// reads are those of the desk, of a store or a transaction that may fail.
type reads struct {
	*fault
	r auth.Reader
}

func (x reads) Account(ctx context.Context, id directory.ID) (directory.Account, error) {
	return or(x.fault, func() (directory.Account, error) { return x.r.Account(ctx, id) })
}

func (x reads) AccountByEmail(ctx context.Context, email directory.Email) (directory.Account, error) {
	return or(x.fault, func() (directory.Account, error) { return x.r.AccountByEmail(ctx, email) })
}

func (x reads) Credentials(ctx context.Context, account directory.ID) (auth.Credentials, error) {
	return or(x.fault, func() (auth.Credentials, error) { return x.r.Credentials(ctx, account) })
}

func (x reads) Session(ctx context.Context, id directory.ID) (directory.Session, error) {
	return or(x.fault, func() (directory.Session, error) { return x.r.Session(ctx, id) })
}

func (x reads) Sessions(ctx context.Context, account directory.ID) ([]directory.Session, error) {
	return or(x.fault, func() ([]directory.Session, error) { return x.r.Sessions(ctx, account) })
}

func (x reads) Standing(ctx context.Context, session directory.ID) (auth.Standing, error) {
	return or(x.fault, func() (auth.Standing, error) { return x.r.Standing(ctx, session) })
}

func (x reads) Passkeys(ctx context.Context, account directory.ID) ([]auth.Passkey, error) {
	return or(x.fault, func() ([]auth.Passkey, error) { return x.r.Passkeys(ctx, account) })
}

func (x reads) PasskeyByCredential(ctx context.Context, credential []byte) (auth.Passkey, error) {
	return or(x.fault, func() (auth.Passkey, error) { return x.r.PasskeyByCredential(ctx, credential) })
}

func (x reads) Secret(ctx context.Context, kind auth.SecretKind, digest []byte) (auth.Secret, error) {
	return or(x.fault, func() (auth.Secret, error) { return x.r.Secret(ctx, kind, digest) })
}

func (x reads) Secrets(ctx context.Context, kind auth.SecretKind, account directory.ID) ([]auth.Secret, error) {
	return or(x.fault, func() ([]auth.Secret, error) { return x.r.Secrets(ctx, kind, account) })
}

func (x reads) SentTo(ctx context.Context, email directory.Email, since directory.Instant) (int, error) {
	return or(x.fault, func() (int, error) { return x.r.SentTo(ctx, email, since) })
}

type (
	// What never fails stands one floor below what may, and is hidden by it.
	realTx    struct{ auth.Tx }
	realStore struct{ auth.Store }

	// writes is a transaction that may fail, shaky a store of such.
	writes struct {
		reads
		realTx
	}
	shaky struct {
		reads
		realStore
	}
)

func (s shaky) People(ctx context.Context, fn func(auth.Tx) error) error {
	return s.Store.People(ctx, func(t auth.Tx) error { return fn(writes{reads{s.fault, t}, realTx{t}}) })
}

func (w writes) UpdateAccount(ctx context.Context, id directory.ID, change func(*directory.Account) error) (directory.Account, error) {
	return or(w.fault, func() (directory.Account, error) { return w.Tx.UpdateAccount(ctx, id, change) })
}

func (w writes) UpdateCredentials(ctx context.Context, id directory.ID, change func(*auth.Credentials) error) (auth.Credentials, error) {
	return or(w.fault, func() (auth.Credentials, error) { return w.Tx.UpdateCredentials(ctx, id, change) })
}

func (w writes) UpdateSession(ctx context.Context, id directory.ID, change func(*directory.Session) error) (directory.Session, error) {
	return or(w.fault, func() (directory.Session, error) { return w.Tx.UpdateSession(ctx, id, change) })
}

func (w writes) RevokeSessions(ctx context.Context, account, except directory.ID) (int, error) {
	return or(w.fault, func() (int, error) { return w.Tx.RevokeSessions(ctx, account, except) })
}

func (w writes) UpdateSecret(ctx context.Context, kind auth.SecretKind, digest []byte, change func(*auth.Secret) error) (auth.Secret, error) {
	return or(w.fault, func() (auth.Secret, error) { return w.Tx.UpdateSecret(ctx, kind, digest, change) })
}

func (w writes) UpdatePasskey(ctx context.Context, credential []byte, change func(*auth.Passkey) error) (auth.Passkey, error) {
	return or(w.fault, func() (auth.Passkey, error) { return w.Tx.UpdatePasskey(ctx, credential, change) })
}

func (w writes) does(do func() error) error {
	_, err := or(w.fault, func() (bool, error) { return true, do() })
	return err
}

func (w writes) AddSecret(ctx context.Context, s auth.Secret) error {
	return w.does(func() error { return w.Tx.AddSecret(ctx, s) })
}

func (w writes) ReplaceSecrets(ctx context.Context, kind auth.SecretKind, account directory.ID) error {
	return w.does(func() error { return w.Tx.ReplaceSecrets(ctx, kind, account) })
}

func (w writes) AddPasskey(ctx context.Context, k auth.Passkey) error {
	return w.does(func() error { return w.Tx.AddPasskey(ctx, k) })
}

func (w writes) RemovePasskey(ctx context.Context, credential []byte) error {
	return w.does(func() error { return w.Tx.RemovePasskey(ctx, credential) })
}

func (w writes) Post(ctx context.Context, l auth.Letter) error {
	return w.does(func() error { return w.Tx.Post(ctx, l) })
}

// state is what there is of somebody, in words.
func (p *somebody) state() string {
	p.Helper()
	sessions, err := p.store.Sessions(p.Context(), p.id)
	if err != nil {
		p.Fatal(err)
	}
	var secrets []auth.Secret
	for _, kind := range []auth.SecretKind{auth.Challenge, auth.Device, auth.NewAddress, auth.NewApp, auth.StepUpCode} {
		all, err := p.store.Secrets(p.Context(), kind, p.id)
		if err != nil {
			p.Fatal(err)
		}
		secrets = append(secrets, all...)
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%d letters", p.profile(), p.credentials(), sessions, secrets, len(p.post.letters))
}

// shake has each call of the store and each reading of randomness fail that a use case
// makes, one after the other: what fails is told, and nothing of it is left. Then
// nothing fails, and the same comes through.
func (p *somebody) shake(name string, do func(d *self.Desk, who directory.Actor) error) {
	p.Helper()
	who, before := p.actor(), p.state()
	for after := 0; ; after++ {
		f := &fault{after}
		d := p.patient()
		d.Store, d.Random = shaky{reads{f, p.post}, realStore{p.post}}, dice{f, p.Random}
		err := do(d, who)
		if f.after >= 0 {
			p.wants(name+", when nothing fails", err, "fine")
			return
		}
		if !errors.Is(err, errFault) {
			p.Fatalf("%s, when call %d fails = %v", name, after, err)
		}
		if got := p.state(); got != before {
			p.Fatalf("%s, when call %d fails, leaves\n%s\nwant\n%s", name, after, got, before)
		}
	}
}

func TestAllOrNothing(t *testing.T) {
	p, ctx := open(t).person("ada@clinic.example"), t.Context()
	p.person("bob@clinic.example")
	p.shake("Profile", func(d *self.Desk, who directory.Actor) error { return errOf(d.Profile(ctx, who)) })
	p.shake("Rename", func(d *self.Desk, who directory.Actor) error { return d.Rename(ctx, who, "Grace") })
	p.shake("Suggest", func(d *self.Desk, _ directory.Actor) error { return errOf(d.Suggest()) })
	p.shake("SetPassword", func(d *self.Desk, who directory.Actor) error { return d.SetPassword(ctx, who, long) })
	p.from.Devices = []string{unknownDevice(t)}
	p.shake("StepUp(a password)", func(d *self.Desk, who directory.Actor) error { return d.StepUp(ctx, p.from, who, long, "") })
	p.shake("StepUpCode", func(d *self.Desk, who directory.Actor) error { return errOf(d.StepUpCode(ctx, p.from, who)) })
	mailed := p.mailed()
	p.shake("StepUp(a mailed code)", func(d *self.Desk, who directory.Actor) error { return d.StepUp(ctx, p.from, who, "", mailed) })
	for _, address := range []string{"grace@clinic.example", "bob@clinic.example"} {
		ask := func(d *self.Desk, who directory.Actor) error {
			return errOf(d.AskAddress(ctx, p.from, who, email(address)))
		}
		p.shake("AskAddress("+address+")", ask)
		p.ask(address) // so that the next is asked in a browser that has one
		p.shake("AskAddress("+address+", again)", ask)
	}
	mailed = p.ask("grace@clinic.example")
	p.shake("ConfirmAddress", func(d *self.Desk, who directory.Actor) error { return d.ConfirmAddress(ctx, p.from, who, mailed) })

	p.shake("StartApp", func(d *self.Desk, who directory.Actor) error { return errOf(d.StartApp(ctx, who)) })
	var app self.App
	p.shake("App", func(d *self.Desk, who directory.Actor) (err error) {
		app, _, err = d.App(ctx, who)
		return err
	})
	code := p.code(app.Key)
	p.shake("FinishApp", func(d *self.Desk, who directory.Actor) error { return errOf(d.FinishApp(ctx, who, code)) })
	code = p.code(app.Key)
	p.shake("StepUp(the app)", func(d *self.Desk, who directory.Actor) error { return d.StepUp(ctx, p.from, who, "", code) })
	p.shake("NewRecoveryCodes", func(d *self.Desk, who directory.Actor) error { return errOf(d.NewRecoveryCodes(ctx, who)) })
	p.shake("RemovePassword", func(d *self.Desk, who directory.Actor) error { return d.RemovePassword(ctx, who) })
	p.shake("RemoveApp", func(d *self.Desk, who directory.Actor) error { return d.RemoveApp(ctx, who) })

	a := newAuthenticator(t)
	var options []byte
	p.shake("PasskeyOptions", func(d *self.Desk, who directory.Actor) (err error) {
		options, err = d.PasskeyOptions(ctx, who)
		return err
	})
	response := a.create(options)
	p.shake("AddPasskey", func(d *self.Desk, who directory.Actor) error { return errOf(d.AddPasskey(ctx, who, "", response)) })
	p.shake("StepUpPasskeyOptions", func(d *self.Desk, who directory.Actor) (err error) {
		options, err = d.StepUpPasskeyOptions(ctx, who)
		return err
	})
	response = a.show(options)
	p.shake("StepUpPasskey", func(d *self.Desk, who directory.Actor) error { return d.StepUpPasskey(ctx, who, response) })
	p.shake("RemovePasskey", func(d *self.Desk, who directory.Actor) error { return d.RemovePasskey(ctx, who, a.credential) })

	other := p.elsewhere(false).remembered()
	p.shake("Sessions", func(d *self.Desk, who directory.Actor) error { return errOf(d.Sessions(ctx, who)) })
	var devices []self.Device
	p.shake("Devices", func(d *self.Desk, who directory.Actor) (err error) {
		devices, err = d.Devices(ctx, who)
		return err
	})
	p.shake("ForgetDevice", func(d *self.Desk, who directory.Actor) error { return d.ForgetDevice(ctx, who, devices[0].ID) })
	p.shake("EndSession", func(d *self.Desk, who directory.Actor) error { return d.EndSession(ctx, who, other.session) })
	p.shake("EndAll", func(d *self.Desk, who directory.Actor) error { return errOf(d.EndAll(ctx, who)) })
}
