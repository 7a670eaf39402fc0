// Package mailtest is a mail server for tests. It speaks SMTP over a socket, has
// a certificate, and misbehaves wherever a test tells it to.
//
// Start starts one; Letters is what it has taken, and what a test judges by: a
// letter is out when the server has it.
package mailtest

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Stage is where in the talk the server is about to answer.
type Stage string

// The stages there are.
const (
	OnConnect Stage = "connect" // before the first byte
	OnHello   Stage = "hello"
	OnSignIn  Stage = "sign_in"
	OnFrom    Stage = "from"
	OnTo      Stage = "to"
	OnContent Stage = "content" // the letter was read and is not kept yet
	OnKept    Stage = "kept"    // it is kept, and not said to be
)

// What a server may do instead of answering.
var (
	ErrDrop = errors.New("the connection is dropped")
	ErrHang = errors.New("no answer comes")
)

// Reply is an answer with a code such as 550, which refuses.
func Reply(code, class, subject, detail int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{class, subject, detail}, Message: text}
}

// Options say how the server behaves. The zero Options are those of one that
// offers STARTTLS, asks nobody to sign in, and takes every letter.
type Options struct {
	Plain     bool              // never encrypts
	Whole     bool              // encrypts from the first byte
	Name      string            // that its certificate is for; "": 127.0.0.1 and localhost
	Expired   bool              // so is its certificate
	Passwords map[string]string // of its users; if there are any, one has to sign in
	UTF8      bool              // takes addresses outside ASCII
	Delay     time.Duration     // before each answer
	// Answer, if there is one, is asked at each stage of the nth connection, from
	// 0 on, what to do: nil to go on, a Reply, ErrDrop or ErrHang.
	Answer func(s Stage, n int) error
}

// Received is a letter as the server has it.
type Received struct {
	From, To  string
	Message   []byte
	Encrypted bool
	User      string
}

// Server is a mail server at Host and Port.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool // who vouches for it

	options Options
	config  *tls.Config
	done    chan struct{}
	mu      sync.Mutex
	kept    []Received
	seen    int
}

// Start starts a server, which stops when the test has ended.
func Start(tb testing.TB, o Options) *Server {
	tb.Helper()
	listener, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, options: o, done: make(chan struct{})}
	s.config, s.Roots, err = certificate(o.Name, o.Expired)
	if err != nil {
		tb.Fatal(err)
	}
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain = "mail.example"
	server.EnableSMTPUTF8 = o.UTF8
	server.AllowInsecureAuth = o.Plain
	server.ErrorLog = silent{}
	if !o.Plain && !o.Whole {
		server.TLSConfig = s.config
	}
	go func() { _ = server.Serve(&entrance{Listener: listener, server: s}) }()
	tb.Cleanup(func() {
		close(s.done)
		_ = server.Close()
	})
	return s
}

// Letters are those that the server has taken, in order.
func (s *Server) Letters() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.kept)
}

// Connections is how many there were.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

// at waits as long as the server takes to answer, and says what it does then.
func (s *Server) at(stage Stage, n int) error {
	if s.options.Delay > 0 {
		slow := time.NewTimer(s.options.Delay)
		defer slow.Stop()
		select {
		case <-slow.C:
		case <-s.done:
		}
	}
	if s.options.Answer == nil {
		return nil
	}
	err := s.options.Answer(stage, n)
	if errors.Is(err, ErrHang) {
		<-s.done
	}
	return err
}

// session begins when the client has said hello.
func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	v := &visit{server: s, conn: c, n: numberOf(c.Conn())}
	if err := v.at(OnHello); err != nil {
		return nil, err
	}
	return v, nil
}

// visit is one connection's talk.
type visit struct {
	server *Server
	conn   *smtp.Conn
	n      int
	letter Received
	user   string
}

func (v *visit) at(stage Stage) error {
	err := v.server.at(stage, v.n)
	if errors.Is(err, ErrDrop) {
		_ = v.conn.Conn().Close()
	}
	return err
}

func (v *visit) AuthMechanisms() []string {
	if len(v.server.options.Passwords) == 0 {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if err := v.at(OnSignIn); err != nil {
			return err
		}
		if want, known := v.server.options.Passwords[user]; !known || want != password {
			return Reply(535, 5, 7, 8, "Username and password not accepted")
		}
		v.user = user
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	if len(v.server.options.Passwords) > 0 && v.user == "" {
		return Reply(530, 5, 7, 0, "Authentication required")
	}
	_, encrypted := v.conn.TLSConnectionState()
	v.letter = Received{From: from, User: v.user, Encrypted: encrypted}
	return v.at(OnFrom)
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if v.letter.To != "" {
		to = v.letter.To + " " + to // which a test would notice
	}
	v.letter.To = to
	return v.at(OnTo)
}

func (v *visit) Data(r io.Reader) (err error) {
	if v.letter.Message, err = io.ReadAll(r); err != nil {
		return err
	}
	if err := v.at(OnContent); err != nil {
		return err
	}
	v.server.mu.Lock()
	v.server.kept = append(v.server.kept, v.letter)
	v.server.mu.Unlock()
	return v.at(OnKept)
}

func (v *visit) Reset()        { v.letter = Received{} }
func (v *visit) Logout() error { return nil }

// silent keeps what the server complains of out of the tests' output.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}

// entrance numbers connections, and misbehaves before the greeting.
type entrance struct {
	net.Listener
	server *Server
}

func (e *entrance) Accept() (net.Conn, error) {
	conn, err := e.Listener.Accept()
	if err != nil {
		return nil, err
	}
	s := e.server
	s.mu.Lock()
	n := s.seen
	s.seen++
	s.mu.Unlock()
	conn = &numbered{Conn: conn, server: s, n: n}
	if s.options.Whole {
		conn = tls.Server(conn, s.config)
	}
	return conn, nil
}

// numbered is a connection that knows its number. What is to happen before the
// first byte happens when that is written, so that others are let in meanwhile.
type numbered struct {
	net.Conn
	server *Server
	n      int
	opened sync.Once
	err    error
}

func (c *numbered) Write(b []byte) (int, error) {
	c.opened.Do(func() {
		c.err = c.server.at(OnConnect, c.n)
		if reply := (*smtp.SMTPError)(nil); errors.As(c.err, &reply) {
			_, _ = fmt.Fprintf(c.Conn, "%d %s\r\n", reply.Code, reply.Message)
		}
		if c.err != nil {
			_ = c.Close()
		}
	})
	if c.err != nil {
		return 0, c.err
	}
	return c.Conn.Write(b)
}

// numberOf finds the number below the encryption.
func numberOf(conn net.Conn) int {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if c, ok := conn.(*numbered); ok {
		return c.n
	}
	return -1
}
