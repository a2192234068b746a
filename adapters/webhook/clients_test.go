package webhook

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestClients lets the specification's libraries for Python and JavaScript send a
// message and take a callback, where they are installed. The one for Go does the same in
// other tests.
func TestClients(t *testing.T) {
	for _, tt := range []struct{ language, program, script, probe, probed, install string }{
		{"Python", "python3", "client.py", "-c", "import standardwebhooks", "pip install standardwebhooks"},
		{"JavaScript", "node", "client.js", "-e", "require('standardwebhooks')", "npm install standardwebhooks, and NODE_PATH"},
	} {
		t.Run(tt.language, func(t *testing.T) {
			path, err := exec.LookPath(tt.program)
			if err != nil {
				t.Skipf("no %s in PATH; Go's library has tested the same", tt.program)
			}
			if err := exec.CommandContext(t.Context(), path, tt.probe, tt.probed).Run(); err != nil {
				t.Skipf("%s has no standardwebhooks (%s); Go's library has tested the same", tt.program, tt.install)
			}
			d := open(t, new(answerer), nil)
			k, err := newKey(callbackSecret)
			if err != nil {
				t.Fatal(err)
			}
			const callback = `{"type":"message.reply","data":{"text":"你好"}}`
			h, err := k.sign("reply_1", time.Now(), []byte(callback))
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), path, filepath.Join("testdata", tt.script), d.URL+"/v1/webhooks/bridge", secret1, bodyOf("你好，你好", nil),
				callbackSecret, h.Get(headerID), h.Get(headerTimestamp), h.Get(headerSignature), callback).CombinedOutput()
			if err != nil || !strings.Contains(string(out), "1 said: 你好，你好") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// bridgeScript is the example of a document.
func bridgeScript(t *testing.T, document string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../docs", document))
	if err != nil {
		t.Fatal(err)
	}
	_, script, _ := strings.Cut(string(data), "```python\n")
	script, _, found := strings.Cut(script, "```\n")
	if !found {
		t.Fatalf("%s has no script", document)
	}
	return script
}

// freeAddress is one on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestBridge runs the example of the documents as it stands there, between the form
// that wechatbot-webhook posts and the adapter.
func TestBridge(t *testing.T) {
	script := bridgeScript(t, "webhook.md")
	if script != bridgeScript(t, "webhook.zh.md") {
		t.Error("the documents have different scripts")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 in PATH")
	}
	h := new(answerer)
	d := open(t, h, nil)
	path := filepath.Join(t.TempDir(), "bridge.py")
	if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	var out lockedBuffer
	cmd := exec.CommandContext(t.Context(), python, path)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), "BIGTALK_URL="+d.URL+"/v1/webhooks/bridge", "BIGTALK_SECRET="+secret1, "BOT_NAME=大咖说助手", "PORT="+port)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	eventually(t, "the bridge listens", func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	const room, nobody = `{"id":"@@r1","topic":"Istio"}`, `""`
	for name, tt := range map[string]struct {
		room string
		form map[string]string
		want string // part of what is posted in the chat; nothing is when empty
	}{
		"direct":                {nobody, map[string]string{"content": "你好"}, "said: 你好"},
		"mentioned":             {room, map[string]string{"content": "你好", "isMentioned": "1"}, "said: 你好"},
		"mentioned in the text": {room, map[string]string{"content": "@大咖说助手\u2005你好"}, "你好"},
		"talk":                  {room, map[string]string{"content": "你好"}, ""},
		"of the account":        {nobody, map[string]string{"content": "你好", "isMsgFromSelf": "1"}, ""},
		"a file":                {nobody, map[string]string{"content": "\x89PNG\xff", "type": "file"}, ""},
		"a login":               {nobody, map[string]string{"content": `{"event":"login"}`, "isSystemEvent": "1"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			form := map[string]string{
				"type": "text", "isMentioned": "0", "isSystemEvent": "0", "source": `{"room":` + tt.room + `,"to":"","from":{"id":"@a","payload":{"name":"Ann"}}}`,
			}
			maps.Copy(form, tt.form)
			var body bytes.Buffer
			w := multipart.NewWriter(&body)
			for k, v := range form {
				if err := w.WriteField(k, v); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			res, err := http.Post("http://"+address+"/", w.FormDataContentType(), &body)
			if err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			defer res.Body.Close()
			text, _ := io.ReadAll(res.Body)
			var answer struct {
				Success bool
				Data    struct{ Type, Content string }
			}
			if err := json.Unmarshal(text, &answer); err != nil {
				t.Fatalf("%s: %v\n%s", text, err, out.String())
			}
			if answer.Success != (tt.want != "") || !strings.Contains(answer.Data.Content, tt.want) || tt.want != "" && answer.Data.Type != "text" {
				t.Errorf("the bridge answers %s, want %q\n%s", text, tt.want, out.String())
			}
		})
	}
	if n := h.times(); n != 3 {
		t.Errorf("the bot was asked %d times", n)
	}
}
