package standin

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// A failure is an error that Slack answers with: its code and what stands beside it.
type failure struct {
	code   string
	fields map[string]any
}

// fail makes a failure; pairs are names and values of further fields.
func fail(code string, pairs ...any) *failure {
	f := &failure{code: code, fields: make(map[string]any)}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.fields[pairs[i].(string)] = pairs[i+1]
	}
	return f
}

// badArguments is the failure that names what is wrong with the arguments.
func badArguments(messages ...string) *failure {
	return fail("invalid_arguments", "response_metadata", object{"messages": messages})
}

// object is a JSON object.
type object = map[string]any

// An answer is what a call is answered with: a page where there is one, else body.
type answer struct {
	status int
	header http.Header
	body   object
	page   string
}

func succeeded(body object) *answer {
	if body == nil {
		body = make(object)
	}
	body["ok"] = true
	return &answer{status: http.StatusOK, header: make(http.Header), body: body}
}

func failed(f *failure) *answer {
	body := object{"ok": false, "error": f.code}
	maps.Copy(body, f.fields)
	return &answer{status: http.StatusOK, header: make(http.Header), body: body}
}

func (a *answer) code() string {
	code, _ := a.body["error"].(string)
	if code == "" && a.status != http.StatusOK {
		return "http_" + strconv.Itoa(a.status)
	}
	return code
}

func (a *answer) write(rw http.ResponseWriter) {
	maps.Copy(rw.Header(), a.header)
	text := []byte(a.page)
	if a.page == "" {
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		text, _ = json.Marshal(a.body)
	}
	rw.WriteHeader(a.status)
	_, _ = rw.Write(text) // the app may be gone by now
}

// serveAPI takes one call of a method.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the app gave up while it sent
	}
	name := r.PathValue("method")
	m, known := methods[name]
	args, formToken, warning, bad := decodeArgs(r.URL.Query(), r.Header.Get("Content-Type"), body, m.formOnly)
	w.serveCall(rw, r, &Call{Method: name, Args: args}, func() *answer {
		var a *answer
		switch {
		case !known:
			a = failed(fail("unknown_method", "req_method", name))
		case bad != nil:
			a = failed(bad)
		default:
			a = w.carryOut(m, bearer(r, formToken), args)
		}
		if warning != "" {
			a.warn(warning)
		}
		return a
	})
}

// serveCall records, carries out and answers one call, unless a fault comes between.
// It calls do with mu held.
func (w *Workspace) serveCall(rw http.ResponseWriter, r *http.Request, call *Call, do func() *answer) {
	w.mu.Lock()
	f := w.faults.take(call.Method)
	if f != nil && f.answer != nil {
		do = f.answer
	}
	a := do()
	call.At, call.Status, call.Error = w.opts.Clock(), a.status, a.code()
	call.Dropped = f != nil && f.answer == nil
	w.calls = append(w.calls, call)
	w.notify()
	w.mu.Unlock()

	w.holdBack(r.Context(), call.Method)
	if call.Dropped {
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
	a.write(rw)
}

// carryOut does what a call asks for. The caller holds mu.
func (w *Workspace) carryOut(m method, tok string, args Args) *answer {
	t, f := w.authorize(m, tok, args)
	var body object
	if f == nil {
		body, f = m.do(w, args)
	}
	var a *answer
	if f != nil {
		a = failed(f)
	} else {
		a = succeeded(body)
	}
	if t != nil {
		a.header.Set("X-OAuth-Scopes", strings.Join(t.scopes, ","))
		a.header.Set("X-Accepted-OAuth-Scopes", strings.Join(m.scopes, ","))
	}
	return a
}

// warn adds a warning, as docs.slack.dev/apis/web-api#responses has it.
func (a *answer) warn(code string) {
	if a.body == nil {
		return
	}
	if old, _ := a.body["warning"].(string); old != "" {
		code = old + "," + code
	}
	a.body["warning"] = code
	meta, _ := a.body["response_metadata"].(object)
	if meta == nil {
		meta = make(object)
		a.body["response_metadata"] = meta
	}
	meta["warnings"] = strings.Split(code, ",")
}
