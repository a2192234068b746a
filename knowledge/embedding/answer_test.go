package embedding

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestClientRefusesAnswers(t *testing.T) {
	vector := func(index int, parts string) string {
		return fmt.Sprintf(`{"index":%d,"embedding":[%s]}`, index, parts)
	}
	data := func(vectors ...string) string { return `{"data":[` + strings.Join(vectors, ",") + `]}` }
	for name, test := range map[string]struct{ answer, want string }{
		"no JSON":          {testText, "no JSON at byte 1"},
		"cut":              {`{"data":[{"index":0,"embedding":[1,2`, "no JSON at byte"},
		"nothing":          {"", "no JSON at byte 0"},
		"another protocol": {`{"data":"` + testText + `"}`, `field "data"`},
		"base64":           {`{"data":[{"index":0,"embedding":"` + testText + `"}]}`, `field "data.embedding"`},
		"error with 200":   {`{"error":{"message":"` + testText + `"}}`, "0 vectors for 2 texts"},
		"short":            {data(vector(0, "1,2")), "1 vectors for 2 texts"},
		"long":             {data(vector(0, "1,2"), vector(1, "1,2"), vector(2, "1,2")), "3 vectors for 2 texts"},
		"twice":            {data(vector(1, "1,2"), vector(1, "1,2")), "two vectors with index 1"},
		"index beyond":     {data(vector(0, "1,2"), vector(2, "1,2")), "index 2, want 0 to 1"},
		"index below":      {data(vector(-1, "1,2"), vector(0, "1,2")), "index -1"},
		"no index":         {data(`{"embedding":[1,2]}`, vector(1, "1,2")), "no index"},
		"dimensions":       {data(vector(0, "1,2"), vector(1, "1,2,3")), "has 3 components, the first has 2"},
		"empty":            {data(vector(0, ""), vector(1, "")), errNoDirection.Error()},
		"null":             {data(`{"index":0,"embedding":null}`, vector(1, "")), errNoDirection.Error()},
		"zero":             {data(vector(0, "0,0"), vector(1, "1,2")), errNoDirection.Error()},
		"NaN":              {data(vector(0, "NaN,1"), vector(1, "1,2")), "no JSON at byte"},
		"infinite":         {data(vector(0, "1e999,1"), vector(1, "1,2")), `field "data.embedding"`},
		"huge":             {data(vector(0, "1e300,1e300"), vector(1, "1,2")), errNoDirection.Error()},
		"oversized":        {strings.Repeat(" ", int(maxAnswer(2))+1) + data(vector(0, "1,2"), vector(1, "1,2")), "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := client(t, &endpoint{answer: func(int) string { return test.answer }})
			got, err := c.Embed(t.Context(), Query, []string{testText, "b"})
			if got != nil {
				t.Errorf("vectors %v", got)
			}
			checkError(t, err, test.want)
		})
	}
}

func FuzzParseAnswer(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":1,"embedding":[1,2]},{"index":0,"embedding":[3,4]}]}`), 2)
	f.Add([]byte(`{"data":[{"index":0,"embedding":[1e308,1e-320]}]}`), 1)
	f.Add([]byte(`{"data":[{"embedding":[1]}]}`), 1)
	f.Add([]byte(`{"data":null}`), 0)
	f.Fuzz(func(t *testing.T, answer []byte, texts int) {
		if texts < 0 || texts > 100 {
			return
		}
		out, err := parseAnswer(answer, texts)
		if err != nil {
			return
		}
		if len(out) != texts {
			t.Fatalf("%d vectors for %d texts", len(out), texts)
		}
		for _, v := range out {
			var squares float64
			for _, x := range v {
				squares += float64(x) * float64(x)
			}
			if len(v) != len(out[0]) || math.Abs(squares-1) > 1e-5 {
				t.Errorf("%d components, norm² %g", len(v), squares)
			}
		}
	})
}
