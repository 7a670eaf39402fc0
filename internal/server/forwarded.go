package server

import (
	"net"
	"net/netip"
	"strings"

	"github.com/valyala/fasthttp"
)

// settle makes the address that the request says it comes from the true one.
// Anybody can send X-Forwarded-For, so it counts only from a proxy of ours, and
// in it only what our proxies have added: they are at its end. All other fields
// of the kind are taken off, but for X-Forwarded-Proto from our proxy, so that
// nothing behind the guard can be fooled by them.
func (s *site) settle(ctx *fasthttp.RequestCtx, forwarded bool) {
	peer := ctx.Conn().RemoteAddr()
	ctx.SetRemoteAddr(peer) // else the last request's on this connection stays
	if !forwarded {
		return
	}
	h := &ctx.Request.Header
	trusted := s.trusts(addressOf(peer))
	if trusted {
		if client := s.client(h.PeekAll("X-Forwarded-For")); client.IsValid() {
			ctx.SetRemoteAddr(net.TCPAddrFromAddrPort(netip.AddrPortFrom(client, 0)))
		}
	}
	var drop []string
	for name := range h.All() {
		if isForwarding(name) && (!trusted || !isField(name, "x-forwarded-proto")) {
			drop = append(drop, string(name))
		}
	}
	for _, name := range drop {
		h.Del(name)
	}
}

// client is the last address in the lists that is not a proxy of ours.
func (s *site) client(lists [][]byte) netip.Addr {
	var all []string
	for _, list := range lists {
		all = append(all, strings.Split(string(list), ",")...)
	}
	var client netip.Addr
	for i := len(all) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(all[i]))
		if err != nil {
			break
		}
		if client = a.Unmap(); !s.trusts(client) {
			break
		}
	}
	return client
}

func (s *site) trusts(a netip.Addr) bool {
	for _, p := range s.TrustedProxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

func addressOf(a net.Addr) netip.Addr {
	if tcp, ok := a.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap()
	}
	return netip.Addr{}
}

// isForwarding reports whether a field is one in which proxies tell on whose
// behalf they ask.
func isForwarding(name []byte) bool {
	const prefix = "x-forwarded-"
	return len(name) > len(prefix) && isField(name[:len(prefix)], prefix) ||
		isField(name, "forwarded") || isField(name, "x-real-ip") || isField(name, "x-url-scheme")
}
