package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"rootline/internal/directory"
)

// parse reads what message wrote. A kind is no part of a message, so it stays
// empty.
func parse(content []byte) (Letter, error) {
	m, err := mail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		return Letter{}, fmt.Errorf("read a letter: %w", err)
	}
	l, err := parseHead(m.Header)
	if err != nil {
		return Letter{}, fmt.Errorf("read a letter: %w", err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		return Letter{}, errors.New("read a letter: it is not of two parts")
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, into := range []*string{&l.Text, &l.HTML} {
		part, err := parts.NextRawPart()
		if err != nil {
			return Letter{}, fmt.Errorf("read a letter: %w", err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			return Letter{}, fmt.Errorf("read a letter: %w", err)
		}
		*into = strings.ReplaceAll(string(text), "\r\n", "\n")
	}
	return l, nil
}

func parseHead(h mail.Header) (l Letter, err error) {
	id, _, _ := strings.Cut(strings.Trim(h.Get("Message-ID"), "<>"), "@")
	if l.ID, err = directory.ParseID(id); err != nil {
		return l, err
	}
	if l.At, err = h.Date(); err != nil {
		return l, err
	}
	l.At = l.At.UTC()
	from, err := h.AddressList("From")
	if err != nil || len(from) != 1 {
		return l, errors.New("it has not one sender")
	}
	l.Sender = from[0].Name
	to, err := h.AddressList("To")
	if err != nil || len(to) != 1 {
		return l, errors.New("it has not one recipient")
	}
	if l.To, err = directory.ParseEmail(to[0].Address); err != nil {
		return l, err
	}
	l.Subject, err = new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	return l, err
}
