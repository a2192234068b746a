package jsonline_test

import (
	"strings"
	"testing"

	"bigtalk/knowledge/jsonline"
)

type row struct {
	Name string   `json:"name"`
	Tags []string `json:"tags"`
	Size int      `json:"size"`
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{`{"name":"a","tags":["x"],"size":2}`, ""},
		{` {"name":"a"} `, ""},
		{``, "not a JSON object"},
		{`nonsense`, "not a JSON object"},
		{`null`, "not a JSON object"},
		{`["a"]`, "not a JSON object"},
		{`{"name":"a"`, "the line ends too early"},
		{`{"name":"a"} {"name":"b"}`, "something stands behind"},
		{`{"name":"a"} x`, "something stands behind"},
		{`{"name":5}`, `"name" is a number and should be a text`},
		{`{"tags":"x"}`, `"tags" is a string and should be a list`},
		{`{"size":"x"}`, `"size" is a string and should be a number`},
		{`{"nam":"a"}`, `unknown field "nam"`},
	} {
		var r row
		err := jsonline.Decode([]byte(tt.line), &r)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("Decode(%s): %v", tt.line, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("Decode(%s) = %v, want %q", tt.line, err, tt.want)
		case err != nil && (strings.Contains(err.Error(), "row") || strings.Contains(err.Error(), "Go ")):
			t.Errorf("Decode(%s) = %v speaks of Go's types", tt.line, err)
		}
	}
	if got := strings.Join(jsonline.Keys(row{}), " "); got != "name tags size" {
		t.Errorf("Keys = %q", got)
	}
	var r row
	if err := jsonline.DecodeLoosely([]byte(`{"nam":"a"}`), &r); err != nil {
		t.Errorf("DecodeLoosely: %v", err)
	}
}
