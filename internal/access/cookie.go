package access

import (
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rootline/internal/auth"
)

// The cookies that the site sets. By their prefix browsers take them from this host
// alone, over https or on the loopback, and never from a neighbour of it.
const (
	sessionCookie = "__Host-session" // who is signed in
	browserCookie = "__Host-sign-in" // a sign-in in progress
	deviceCookie  = "__Host-device"  // whom this browser remembers
)

const (
	maxCookie   = 4 << 10          // no value of ours is longer
	browserLife = 30 * time.Minute // a sign-in is done by then, or begun anew
	maxDevices  = 5                // people at one browser
)

// cookieOf is the value of a cookie. Of two by one name nobody can tell which is
// ours, so that they are none.
func cookieOf(c *fiber.Ctx, name string) string {
	value, found := "", 0
	for k, v := range c.Request().Header.Cookies() {
		if string(k) == name {
			value, found = string(v), found+1
		}
	}
	if found != 1 || len(value) > maxCookie {
		return ""
	}
	return value
}

// setCookie sets a cookie for some time; for none, it takes it back.
func setCookie(c *fiber.Ctx, name, value string, life time.Duration) {
	k := fasthttp.AcquireCookie()
	defer fasthttp.ReleaseCookie(k)
	k.SetKey(name)
	k.SetValue(value)
	k.SetPath("/")
	k.SetSecure(true)
	k.SetHTTPOnly(true)
	k.SetSameSite(fasthttp.CookieSameSiteLaxMode)
	k.SetMaxAge(-1)
	if life >= time.Second {
		k.SetMaxAge(int(life / time.Second))
	}
	c.Response().Header.SetCookie(k)
}

// SetSession keeps the token of a session that begins.
func SetSession(c *fiber.Ctx, token string) { setCookie(c, sessionCookie, token, auth.SessionLife) }

// DropSession takes back the token of a session.
func DropSession(c *fiber.Ctx) { setCookie(c, sessionCookie, "", 0) }

// SetBrowser keeps the secret of a sign-in in progress.
func SetBrowser(c *fiber.Ctx, secret string) { setCookie(c, browserCookie, secret, browserLife) }

// DropBrowser takes back the secret of a sign-in that is over.
func DropBrowser(c *fiber.Ctx) { setCookie(c, browserCookie, "", 0) }

// SetDevices keeps the secrets by which a browser is remembered: the last five, or
// none at all.
func SetDevices(c *fiber.Ctx, secrets []string) {
	secrets = secrets[max(0, len(secrets)-maxDevices):]
	life := auth.DeviceLife
	if len(secrets) == 0 {
		life = 0
	}
	setCookie(c, deviceCookie, strings.Join(secrets, "."), life)
}

// AddDevice keeps one more secret beside those that the browser has shown.
func AddDevice(c *fiber.Ctx, secret string) {
	all := slices.DeleteFunc(devicesOf(c), func(s string) bool { return s == secret })
	SetDevices(c, append(all, secret))
}

// devicesOf are the secrets that a browser shows, as far as they look like some.
func devicesOf(c *fiber.Ctx) []string {
	var all []string
	for secret := range strings.SplitSeq(cookieOf(c, deviceCookie), ".") {
		if _, ok := auth.Digest(auth.ForDevice, secret); ok && !slices.Contains(all, secret) {
			all = append(all, secret)
		}
	}
	return all[max(0, len(all)-maxDevices):]
}
