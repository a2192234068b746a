package slack

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Headers of a request that Slack has signed; see
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
const (
	headerSignature = "X-Slack-Signature"
	headerTimestamp = "X-Slack-Request-Timestamp"
)

// maxSkew is how far a request's time may lie from ours, before and after: as the
// page above says.
const maxSkew = 5 * time.Minute

var (
	errUnsigned  = errors.New("no signature of version 0, or more than one")
	errStale     = errors.New("signed more than five minutes from now")
	errSignature = errors.New("another signature")
)

// verify checks that Slack has signed a request: v0= and the HMAC-SHA256 of
// v0:time:body in lower hexadecimal. The client's SecretsVerifier does the same by a clock
// that cannot be set, with which the published example is too old to be tried.
func verify(h http.Header, body []byte, secret string, now time.Time) error {
	if secret == "" || len(h.Values(headerSignature)) != 1 || len(h.Values(headerTimestamp)) != 1 {
		return errUnsigned
	}
	stamp := h.Get(headerTimestamp)
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return errUnsigned
	}
	if skew := now.Sub(time.Unix(seconds, 0)); skew.Abs() > maxSkew {
		return errStale
	}
	given, ok := strings.CutPrefix(h.Get(headerSignature), "v0=")
	if !ok {
		return errUnsigned
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	if !hmac.Equal([]byte(given), []byte(hex.EncodeToString(mac.Sum(nil)))) {
		return errSignature
	}
	return nil
}
