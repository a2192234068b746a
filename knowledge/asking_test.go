package knowledge

import "testing"

func TestAsking(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"one line":              {"why 503?", "why 503?"},
		"plain lines":           {"we run 1.9\nand it fails\nany idea", "we run 1.9\nand it fails\nany idea"},
		"log below":             {"为什么连不上\n2021-07-01T08:12:44Z ERROR refused\n    at com.example.Main.run(Main.java:41)", "为什么连不上"},
		"log above":             {"[2021-07-01 08:12:44] GET / 503\n怎么办？", "怎么办？"},
		"fence":                 {"does this work\n```yaml\nhosts: [a]\nwhat a line\n```\nwith 1.9", "does this work\nwith 1.9"},
		"open fence":            {"does this work\n```\nhosts: [a]", "does this work"},
		"open fence, question":  {"```\nhosts: [a]\nwhy does that fail", "why does that fail"},
		"fence in a line":       {"请教大家\n```istioctl version```\nsidecar 占内存怎么办", "请教大家\nsidecar 占内存怎么办"},
		"an English label":      {"Hello team\nQuestion: how do I reduce the memory of sidecars", "Hello team\nQuestion: how do I reduce the memory of sidecars"},
		"a heading":             {"# memory of the sidecar grows\nkind: Pod", "# memory of the sidecar grows"},
		"a written bullet":      {"kind: Pod\n- why is it restarted again", "- why is it restarted again"},
		"manifest":              {"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: app\nis the port name required?", "is the port name required?"},
		"only a log":            {"E0701 08:12:44 refused\nE0701 08:12:45 refused", "E0701 08:12:44 refused\nE0701 08:12:45 refused"},
		"a question in the log": {"2021-07-01 08:12:44 is this normal?\n2021-07-01 08:12:45 refused", "2021-07-01 08:12:44 is this normal?"},
		"a written key":         {"问题: 网关怎么选\nversion: 1.9", "问题: 网关怎么选"},
		"numbers":               {"怎么看这个指标\n15021 0 0 128 4096 12 0.001 99%", "怎么看这个指标"},
		"json":                  {"what does this mean\n{\"code\": 14}\n}", "what does this mean"},
		"windows line ends":     {"why\r\nat a.b(C.java)\r\n", "why"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := asking(tt.text); got != tt.want {
				t.Errorf("asking(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"side\u200bcar 内\u2060存":  "sidecar 内存",
		"🔥🔥 内存 👍🏻":                " 内存 ",
		"\ufeffwhy 503 ✔️?":       "why 503 ?",
		"plain text, as it is: √": "plain text, as it is: √",
	} {
		if got := visible(text); got != want {
			t.Errorf("visible(%q) = %q, want %q", text, got, want)
		}
	}
}
