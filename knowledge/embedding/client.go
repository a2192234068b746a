package embedding

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// A Client has vectors made by an endpoint that speaks the OpenAI protocol,
// POST /v1/embeddings: OpenAI itself, Ollama, vLLM, llama.cpp and others.
//
// Its fields are set before the first use and then left alone; from then on it
// is safe for concurrent use. It must not be copied.
type Client struct {
	// HTTP makes the requests. Its Timeout holds for each try.
	HTTP *http.Client
	// BaseURL is the endpoint's address, with or without the /v1 at its end.
	BaseURL string
	// Model is the name under which the endpoint knows the model.
	Model string
	// APIKey is sent as a bearer token, unless it is empty.
	APIKey string
	// QueryPrefix and PassagePrefix go before a text of their role. Which ones a
	// model wants, if any, its makers say.
	QueryPrefix, PassagePrefix string
	// Batch is how many texts go into a request; 0 means 64.
	Batch int

	dim   atomic.Int64                               // of the vectors seen; 0 before the first
	pause func(context.Context, time.Duration) error // nil: sleeps
}

// defaultBatch is well below what endpoints take (OpenAI: 2048 texts) and makes
// for answers of about a megabyte.
const defaultBatch = 64

// Embed gives a vector of norm 1 for each text, in their order. The endpoint
// decides on their length, which is the same for all vectors of a Client. An
// empty text is sent as a blank, because OpenAI refuses empty ones.
//
// A request that is answered with 429 or 5xx is tried again up to two times,
// after as long as Retry-After says. A redirect is not followed: it would take the
// key and the texts to a host that nobody has configured. Errors name the endpoint, the model and
// the texts by number; they hold neither the key nor a text.
func (c *Client) Embed(ctx context.Context, role Role, texts []string) ([][]float32, error) {
	endpoint, err := c.endpoint()
	if err != nil {
		return nil, fmt.Errorf("embed %d texts: %w", len(texts), err)
	}
	var prefix string
	switch role {
	case Query:
		prefix = c.QueryPrefix
	case Passage:
		prefix = c.PassagePrefix
	default:
		return nil, fmt.Errorf("embed %d texts: unknown role %v", len(texts), role)
	}
	size := c.Batch
	if size <= 0 {
		size = defaultBatch
	}
	out := make([][]float32, 0, len(texts))
	for len(out) < len(texts) {
		batch := texts[len(out):min(len(out)+size, len(texts))]
		input := make([]string, len(batch))
		for i, text := range batch {
			input[i] = prefix + text
			if input[i] == "" {
				input[i] = " "
			}
		}
		vectors, err := c.ask(ctx, endpoint, input)
		if err == nil {
			err = c.sameDim(vectors)
		}
		if err != nil {
			return nil, fmt.Errorf("embed texts %d to %d of %d with model %q at %s: %w",
				len(out)+1, len(out)+len(batch), len(texts), c.Model, location(endpoint), err)
		}
		out = append(out, vectors...)
	}
	return out, nil
}

// Version names what makes the vectors: twelve hexadecimal digits that depend on
// the endpoint, the model and the prefixes. Vectors of different versions are
// not comparable. When an endpoint serves another model under the same name,
// nothing tells.
func (c *Client) Version() string {
	where := c.BaseURL
	if u, err := c.endpoint(); err == nil {
		where = location(u)
	}
	h := sha256.New()
	for _, part := range []string{where, c.Model, c.QueryPrefix, c.PassagePrefix} {
		fmt.Fprintf(h, "%q\n", part)
	}
	return hex.EncodeToString(h.Sum(nil))[:versionDigits]
}

// endpoint gives the address of the requests.
func (c *Client) endpoint() (*url.URL, error) {
	if c.HTTP == nil {
		return nil, errors.New("embedding client has no HTTP client")
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		// Not repeated, and err would: it may hold a password.
		return nil, errors.New("address of the embedding endpoint: want http:// or https:// and a host")
	}
	// The slash at the end makes JoinPath give a path from the root even where base has none.
	base.Path, base.RawPath = strings.TrimSuffix(strings.TrimRight(base.Path, "/"), "/v1")+"/", ""
	return base.JoinPath("v1", "embeddings"), nil
}

// location is what may be said of an address: user, password and query may hold
// a key.
func location(u *url.URL) string { return u.Scheme + "://" + u.Host + u.Path }

// sameDim reports vectors of another length than those before.
func (c *Client) sameDim(vectors [][]float32) error {
	for i, v := range vectors {
		n := int64(len(v))
		if !c.dim.CompareAndSwap(0, n) && c.dim.Load() != n {
			return fmt.Errorf("vector %d of the answer has %d components, those before had %d", i+1, n, c.dim.Load())
		}
	}
	return nil
}
