package standin

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/url"
	"strconv"
)

// Args are the arguments of a call by name. A value that a JSON body carries as a
// number, truth value, list or object stands as its JSON text, the way a form has it.
// The token is not among them.
type Args map[string]string

// flag is the truth value of an argument; absent is false.
func (a Args) flag(name string) bool {
	on, _ := strconv.ParseBool(a[name])
	return on
}

// number is a whole argument, or def where it is absent or none.
func (a Args) number(name string, def int) int {
	if n, err := strconv.Atoi(a[name]); err == nil {
		return n
	}
	return def
}

// maxForm is how much of a multipart body is kept in memory, all of it in a test.
const maxForm = 1 << 20

// decodeArgs reads the arguments of a query and a body. A method that takes forms
// only does not see the arguments of a JSON body. formToken is the token argument of
// a form. The failure names what Slack says of a body that it cannot read.
func decodeArgs(query url.Values, contentType string, body []byte, formOnly bool) (args Args, formToken string, warning string, f *failure) {
	args = make(Args)
	fill := func(values url.Values) {
		for name := range values {
			args[name] = values.Get(name)
		}
	}
	fill(query)
	delete(args, "token")
	if len(body) == 0 {
		return args, "", "", nil
	}
	if contentType == "" {
		return args, "", "", fail("missing_post_type")
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return args, "", "", fail("invalid_post_type")
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return args, "", "", fail("invalid_form_data")
		}
		fill(values)
	case "multipart/form-data":
		form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(maxForm)
		if err != nil {
			return args, "", "", fail("invalid_form_data")
		}
		fill(form.Value)
	case "application/json":
		if params["charset"] == "" {
			warning = "missing_charset"
		}
		given, f := decodeObject(body)
		if f != nil || formOnly {
			return args, "", warning, f
		}
		delete(given, "token")
		maps.Copy(args, given)
	default:
		return args, "", "", fail("invalid_post_type")
	}
	formToken = args["token"]
	delete(args, "token")
	return args, formToken, warning, nil
}

func decodeObject(body []byte) (Args, *failure) {
	dec := json.NewDecoder(bytes.NewReader(body))
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return nil, fail("invalid_json")
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fail("invalid_json")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return nil, fail("json_not_object")
	}
	args := make(Args)
	for name, v := range fields {
		var text string
		switch {
		case string(v) == "null":
		case json.Unmarshal(v, &text) == nil:
			args[name] = text
		default:
			args[name] = string(v)
		}
	}
	return args, nil
}
