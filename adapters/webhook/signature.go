package webhook

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// Headers of a signed request; see the specification's "Webhook headers".
const (
	headerID        = standardwebhooks.HeaderWebhookID
	headerTimestamp = standardwebhooks.HeaderWebhookTimestamp // seconds since 1970
	headerSignature = standardwebhooks.HeaderWebhookSignature // v1,base64 and a space between several
)

const (
	// maxSkew is how far a request's time may lie from ours, before and after: as the
	// libraries of the specification have it.
	maxSkew = 5 * time.Minute
	// minSecret is the least that the specification allows a secret, in bytes once it is
	// decoded. The library takes an empty one too.
	minSecret = 24
	// maxID bounds an ID, in characters; UUIDs and the like have a seventh of it.
	maxID = 256
	// secretPrefix may begin a secret.
	secretPrefix = "whsec_"
)

// A key signs and verifies. The library's Verify reads a clock that cannot be set, so
// that times are compared here, with ours, and it is asked for the signature alone.
type key struct{ *standardwebhooks.Webhook }

// newKey reads a secret. The error does not tell it.
func newKey(secret string) (key, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil {
		return key{}, errors.New("is not base64, with or without whsec_ before it; openssl rand -base64 32 makes one")
	}
	if len(raw) < minSecret {
		return key{}, fmt.Errorf("has %d bytes; it needs %d at least: openssl rand -base64 32 makes one", len(raw), minSecret)
	}
	return keyOf(raw)
}

func keyOf(raw []byte) (key, error) {
	wh, err := standardwebhooks.NewWebhookRaw(raw)
	return key{wh}, err
}

// sign returns the headers of a request.
func (k key) sign(id string, at time.Time, body []byte) (http.Header, error) {
	signature, err := k.Sign(id, at, body)
	if err != nil {
		return nil, err
	}
	h := make(http.Header)
	h.Set(headerID, id)
	h.Set(headerTimestamp, strconv.FormatInt(at.Unix(), 10))
	h.Set(headerSignature, signature)
	return h, nil
}

var (
	errUnsigned  = errors.New("webhook-id, webhook-timestamp and webhook-signature are not there once each")
	errID        = errors.New("webhook-id is not up to 256 letters, digits and signs of ASCII without a dot")
	errTimestamp = errors.New("webhook-timestamp is not the seconds since 1970")
	errStale     = errors.New("webhook-timestamp is more than five minutes from now; is the clock right, here and there?")
	errSignature = errors.New("signed with another secret, or changed on its way")
)

// verify checks that a request was signed with one of the keys, and returns its ID.
func verify(h http.Header, body []byte, keys []key, now time.Time) (id string, err error) {
	for _, name := range []string{headerID, headerTimestamp, headerSignature} {
		if len(h.Values(name)) != 1 {
			return "", errUnsigned
		}
	}
	id = h.Get(headerID)
	if !isID(id) {
		return "", errID
	}
	// One form for each time, because the library verifies the one that it writes itself.
	stamp := h.Get(headerTimestamp)
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != stamp {
		return "", errTimestamp
	}
	if now.Sub(time.Unix(seconds, 0)).Abs() > maxSkew {
		return "", errStale
	}
	for _, k := range keys {
		if k.VerifyIgnoringTimestamp(body, h) == nil {
			return id, nil
		}
	}
	return "", errSignature
}

// isID reports an ID that can be signed: a dot would let two requests have one signed
// content.
func isID(s string) bool {
	return s != "" && len(s) <= maxID && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '.' })
}
