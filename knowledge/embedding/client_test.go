package embedding

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const (
	testKey  = "sk-very-secret"
	testText = "a text that nobody else may read"
)

// An endpoint speaks the protocol: a text's vector is its length and 1. Before
// that, each status is one answer.
type endpoint struct {
	statuses []int
	after    string                    // Retry-After
	answer   func(n int) string        // instead of the right one
	inputs   [][]string                // of each request that was answered
	header   func(h http.Header) error // checks each request's
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if len(e.statuses) > 0 {
		status := e.statuses[0]
		e.statuses = e.statuses[1:]
		if e.after != "" {
			w.Header().Set("Retry-After", e.after)
		}
		// As OpenAI does with a wrong key; others repeat the input.
		http.Error(w, fmt.Sprintf("incorrect key %s, input %q", r.Header.Get("Authorization"), testText), status)
		return
	}
	body, err := io.ReadAll(r.Body)
	var q struct {
		Model string
		Input []string
	}
	if err == nil {
		err = json.Unmarshal(body, &q)
	}
	if err == nil && e.header != nil {
		err = e.header(r.Header)
	}
	if err != nil || r.Method != http.MethodPost || r.URL.Path != "/api/v1/embeddings" || q.Model != "small" {
		http.Error(w, fmt.Sprint(r.Method, r.URL.Path, q.Model, err), http.StatusBadRequest)
		return
	}
	e.inputs = append(e.inputs, q.Input)
	if e.answer != nil {
		_, _ = io.WriteString(w, e.answer(len(q.Input)))
		return
	}
	var vectors []string
	for i, text := range slices.Backward(q.Input) { // the order is the index, not the place
		vectors = append(vectors, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[%d,1]}`, i, len(text)))
	}
	_, _ = fmt.Fprintf(w, `{"object":"list","model":"small","data":[%s],"usage":{"total_tokens":7}}`, strings.Join(vectors, ","))
}

// client gives a Client of the endpoint and the pauses that it makes.
func client(t *testing.T, e *endpoint) (*Client, *[]time.Duration) {
	t.Helper()
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	pauses := new([]time.Duration)
	return &Client{
		HTTP: server.Client(), BaseURL: server.URL + "/api", Model: "small", APIKey: testKey,
		pause: func(ctx context.Context, d time.Duration) error {
			*pauses = append(*pauses, d)
			return ctx.Err()
		},
	}, pauses
}

// want is what the endpoint's vector of a text is at norm 1.
func want(length int) []float32 {
	n := math.Hypot(float64(length), 1)
	return []float32{float32(float64(length) / n), float32(1 / n)}
}

func TestClientEmbeds(t *testing.T) {
	e := &endpoint{header: func(h http.Header) error {
		if got := h.Get("Authorization"); got != "Bearer "+testKey {
			return fmt.Errorf("authorization %q", got)
		}
		return nil
	}}
	c, _ := client(t, e)
	c.Batch, c.QueryPrefix, c.PassagePrefix = 2, "q: ", "passage: "
	got, err := c.Embed(t.Context(), Query, []string{"a", "bb", "ccc", "", "ee"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]float32{want(4), want(5), want(6), want(3), want(5)}, got, cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Errorf("vectors (-want +got):\n%s", diff)
	}
	if _, err := c.Embed(t.Context(), Passage, []string{"a"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"q: a", "q: bb"}, {"q: ccc", "q: "}, {"q: ee"}, {"passage: a"}}, e.inputs); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
	if _, err := c.Embed(t.Context(), Role(-1), []string{"a"}); err == nil {
		t.Error("no error for an unknown role")
	}
}

func TestClientWithoutKeyAndPrefix(t *testing.T) {
	e := &endpoint{header: func(h http.Header) error {
		if h.Values("Authorization") != nil {
			return errors.New("a key")
		}
		return nil
	}}
	c, _ := client(t, e)
	c.APIKey, c.BaseURL = "", c.BaseURL+"/v1/"
	if _, err := c.Embed(t.Context(), Query, []string{"", "b"}); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Embed(t.Context(), Query, nil); err != nil || len(got) != 0 {
		t.Errorf("no texts: %v, %v", got, err)
	}
	if diff := cmp.Diff([][]string{{" ", "b"}}, e.inputs); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

// checkError reports an error that does not say what is wanted, where it was and
// which texts it was about, and one that repeats the key or a text.
func checkError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", want)
	}
	for _, part := range []string{want, "embed texts 1 to ", `model "small"`, "/api/v1/embeddings"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
	for _, part := range []string{testKey, testText, "Bearer"} {
		if strings.Contains(err.Error(), part) {
			t.Errorf("error %q repeats %q", err, part)
		}
	}
}

func TestClientKeepsItsDimension(t *testing.T) {
	parts := []string{"1,2", "1,2", "1,2,3"}
	c, _ := client(t, &endpoint{answer: func(int) string {
		answer := `{"data":[{"index":0,"embedding":[` + parts[0] + `]}]}`
		parts = parts[1:]
		return answer
	}})
	c.Batch = 1
	if _, err := c.Embed(t.Context(), Query, []string{"a", "b"}); err != nil {
		t.Fatal(err)
	}
	_, err := c.Embed(t.Context(), Query, []string{"c"})
	checkError(t, err, "has 3 components, those before had 2")
}

func TestClientRefusesSettings(t *testing.T) {
	for name, c := range map[string]*Client{
		"no HTTP client": {BaseURL: "http://localhost"},
		"no address":     {HTTP: http.DefaultClient},
		"no scheme":      {HTTP: http.DefaultClient, BaseURL: "localhost:11434"},
		"a file":         {HTTP: http.DefaultClient, BaseURL: "file:///etc"},
		"no host":        {HTTP: http.DefaultClient, BaseURL: "https:///v1"},
		"no address at all, with a password": {
			HTTP: http.DefaultClient, BaseURL: "http://user:" + testKey + "@[::1",
		},
	} {
		_, err := c.Embed(t.Context(), Query, []string{testText})
		if err == nil || strings.Contains(err.Error(), testKey) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestClientAddresses(t *testing.T) {
	for base, want := range map[string]string{
		"":         "/v1/embeddings",
		"/":        "/v1/embeddings",
		"/v1":      "/v1/embeddings",
		"/v1/":     "/v1/embeddings",
		"/api":     "/api/v1/embeddings",
		"/api/v1/": "/api/v1/embeddings",
	} {
		var asked string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = r.URL.Path
			w.WriteHeader(http.StatusTeapot)
		}))
		c := &Client{HTTP: server.Client(), BaseURL: server.URL + base, Model: "small"}
		_, err := c.Embed(t.Context(), Query, []string{"a"})
		server.Close()
		if asked != want {
			t.Errorf("base %q: asked %q, want %q", base, asked, want)
		}
		if err == nil || !strings.Contains(err.Error(), " at "+server.URL+want+": ") {
			t.Errorf("base %q: error %v, want it to name %s", base, err, server.URL+want)
		}
	}
}

func TestClientVersion(t *testing.T) {
	version := func(c *Client) string {
		c.HTTP = http.DefaultClient
		return c.Version()
	}
	base := func() *Client { return &Client{BaseURL: "https://host/v1", Model: "m", QueryPrefix: "q"} }
	want := version(base())
	if len(want) != versionDigits {
		t.Errorf("version %q", want)
	}
	for name, test := range map[string]struct {
		change func(*Client)
		same   bool
	}{
		"nothing":        {func(*Client) {}, true},
		"key":            {func(c *Client) { c.APIKey = testKey }, true},
		"password":       {func(c *Client) { c.BaseURL = "https://user:password@host" }, true},
		"slash":          {func(c *Client) { c.BaseURL = "https://host/" }, true},
		"no path":        {func(c *Client) { c.BaseURL = "https://host" }, true},
		"batch":          {func(c *Client) { c.Batch = 3 }, true},
		"host":           {func(c *Client) { c.BaseURL = "https://other/v1" }, false},
		"model":          {func(c *Client) { c.Model = "n" }, false},
		"prefix":         {func(c *Client) { c.PassagePrefix = "p" }, false},
		"the other role": {func(c *Client) { c.QueryPrefix, c.PassagePrefix = "", "q" }, false},
	} {
		c := base()
		test.change(c)
		if got := version(c); (got == want) != test.same {
			t.Errorf("another %s: version %s, before %s", name, got, want)
		}
	}
}
