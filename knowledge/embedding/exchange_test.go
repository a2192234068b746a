package embedding

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestClientTriesAgain(t *testing.T) {
	for name, test := range map[string]struct {
		statuses []int
		after    string
		pauses   []time.Duration
		want     string // of the error; empty for none
	}{
		"429 then right":          {[]int{429}, "", []time.Duration{firstPause}, ""},
		"429 with seconds":        {[]int{429}, "7", []time.Duration{7 * time.Second}, ""},
		"503 with a date of past": {[]int{503}, "Wed, 21 Oct 2015 07:28:00 GMT", []time.Duration{0}, ""},
		"500 twice":               {[]int{500, 502}, "", []time.Duration{firstPause, 2 * firstPause}, ""},
		"too often":               {[]int{503, 503, 503}, "", []time.Duration{firstPause, 2 * firstPause}, "try 3: status 503 Service Unavailable"},
		"too long":                {[]int{429}, "3600", nil, "try 1: status 429 Too Many Requests"},
		"refused":                 {[]int{401}, "", nil, "try 1: status 401 Unauthorized"},
		"not found":               {[]int{404}, "1", nil, "try 1: status 404 Not Found"},
		"no content":              {[]int{204}, "", nil, "try 1: status 204 No Content"},
		"without a name":          {[]int{420}, "", nil, "try 1: status 420"},
	} {
		t.Run(name, func(t *testing.T) {
			c, pauses := client(t, &endpoint{statuses: test.statuses, after: test.after})
			_, err := c.Embed(t.Context(), Query, []string{testText})
			if test.want == "" && err != nil {
				t.Fatal(err)
			}
			if test.want != "" {
				checkError(t, err, test.want)
			}
			if diff := cmp.Diff(test.pauses, *pauses, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("pauses (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClientFollowsNoRedirect(t *testing.T) {
	var reached atomic.Bool
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/"+testKey, status)
		}))
		t.Cleanup(server.Close)
		c, pauses := client(t, &endpoint{})
		c.BaseURL = server.URL + "/api"
		_, err := c.Embed(t.Context(), Query, []string{testText})
		checkError(t, err, fmt.Sprintf("try 1: status %d", status))
		checkError(t, err, "redirects to "+elsewhere.URL+" are not followed")
		checkError(t, err, "configure that address")
		if len(*pauses) > 0 || c.HTTP.CheckRedirect != nil {
			t.Errorf("status %d: pauses %v, or the injected client was changed", status, *pauses)
		}
	}
	if reached.Load() {
		t.Error("a redirect was followed")
	}
	c, _ := client(t, &endpoint{statuses: []int{304}})
	_, err := c.Embed(t.Context(), Query, []string{testText})
	checkError(t, err, "try 1: status 304 Not Modified")
}

func TestClientStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c, _ := client(t, &endpoint{statuses: []int{503}})
	c.pause = func(ctx context.Context, _ time.Duration) error {
		cancel()
		return ctx.Err()
	}
	_, err := c.Embed(ctx, Query, []string{testText})
	checkError(t, err, "status 503")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v is not that of the context", err)
	}
	_, err = c.Embed(ctx, Query, []string{testText})
	checkError(t, err, "context canceled")
}

func TestClientSleeps(t *testing.T) {
	var c Client
	if err := c.wait(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestClientOutOfReach(t *testing.T) {
	e := &endpoint{}
	c, _ := client(t, e)
	c.HTTP = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, errors.New("no route")
	})}
	c.BaseURL = strings.Replace(c.BaseURL, "http://", "http://user:"+testKey+"@", 1) + "?key=" + testKey
	_, err := c.Embed(t.Context(), Query, []string{testText})
	checkError(t, err, "no route")
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestRetryAfter(t *testing.T) {
	now := time.Date(2015, 10, 21, 7, 27, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                              -1,
		"soon":                          -1,
		"-5":                            -1,
		"99999999999999999999":          -1,
		"0":                             0,
		"120":                           2 * time.Minute,
		"Wed, 21 Oct 2015 07:28:00 GMT": time.Minute,
		"Wed, 21 Oct 2015 07:00:00 GMT": 0,
	} {
		if got := retryAfter(value, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}
