package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// answer is what a request got.
type answer struct {
	status int
	header http.Header
	body   string
}

// location is where the answer leads.
func (a answer) location() string { return a.header.Get("Location") }

// cookie is the value that the answer gives a cookie.
func (a answer) cookie(name string) string {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == name && c.MaxAge >= 0 {
			return c.Value
		}
	}
	return ""
}

// send makes a request, with headers in turn name and value.
func (w *world) send(method, path, body string, headers ...string) answer {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.base+path, strings.NewReader(body))
	must(w.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := w.client.Do(r)
	must(w.t, err)
	return read(w.t, resp)
}

// announce sends the head of a request alone, which says that so much follows, and
// returns what is answered to that. To whoever has begun to send what is refused the
// connection may end before they have read why.
func (w *world) announce(method, path string, length int, headers ...string) answer {
	w.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(w.t.Context(), "tcp", strings.TrimPrefix(w.base, "http://"))
	must(w.t, err)
	defer conn.Close()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.base+path, nil)
	must(w.t, err)
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n", method, path, r.URL.Host, length)
	for i := 0; i+1 < len(headers); i += 2 {
		head += headers[i] + ": " + headers[i+1] + "\r\n"
	}
	_, err = io.WriteString(conn, head+"\r\n")
	must(w.t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), r)
	must(w.t, err)
	return read(w.t, resp)
}

func read(t *testing.T, resp *http.Response) answer {
	t.Helper()
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	must(t, err)
	return answer{resp.StatusCode, resp.Header, string(b)}
}

// As says who asks: with the cookie for pages, with the token below /api. The
// visitor, nil, has neither.
func (s *someone) as(path string) []string {
	if strings.HasPrefix(path, "/api/") {
		if s == nil {
			return nil
		}
		return []string{"Authorization", "Bearer " + s.token}
	}
	from := []string{"Sec-Fetch-Site", "same-origin"}
	if s != nil {
		from = append(from, "Cookie", "__Host-session="+s.cookie)
	}
	return from
}

const (
	formType = "application/x-www-form-urlencoded"
	jsonType = "application/json"
)

// post sends what a form has typed in.
func (w *world) post(s *someone, path string, fields ...string) answer {
	w.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return w.send(http.MethodPost, path, form.Encode(), append(s.as(path), "Content-Type", formType)...)
}
