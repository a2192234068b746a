package bot_test

import (
	"context"
	"strings"
	"testing"

	"bigtalk/bot"
	"bigtalk/knowledge"
	"bigtalk/knowledge/embedding"
	"bigtalk/knowledge/show"
)

// embeddedMatcher opens the embedded show as the program does.
func embeddedMatcher(t testing.TB) *knowledge.Matcher {
	t.Helper()
	ctx := context.Background()
	s, err := knowledge.LoadFS(ctx, show.FS())
	if err != nil {
		t.Fatal(err)
	}
	opts := knowledge.Options{Shipped: show.Index(), ShippedVectors: show.Vectors()}
	if model, err := embedding.Embedded(); err == nil {
		opts.Encoder = knowledge.Encoder{Embedder: model, Version: model.Version()}
	}
	m, err := knowledge.Open(ctx, s, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// embeddedBot answers from the embedded show, each message alone.
func embeddedBot(t testing.TB) *bot.Bot {
	t.Helper()
	m := embeddedMatcher(t)
	s := m.Store()
	return bot.New(m, bot.Options{Title: s.Title(), Episodes: s.Episodes(), Glossary: s.Glossary()})
}

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
  labels: {app: checkout, version: v2}
spec:
  replicas: 3
  selector: {matchLabels: {app: checkout}}
  template:
    metadata:
      labels: {app: checkout}
    spec:
      containers:
      - name: app
        image: registry.example.com/shop/checkout:2.3.1
        ports: [{containerPort: 8080}]
        resources: {limits: {cpu: "1", memory: 512Mi}}
        livenessProbe: {httpGet: {path: /healthz, port: 8080}}
`

const log = `2021-07-01T08:12:44.120Z INFO  checkout request id=8f2c status=200 took=18ms
2021-07-01T08:12:45.003Z WARN  checkout pool exhausted active=50 idle=0 waiting=12
2021-07-01T08:12:46.871Z ERROR checkout could not acquire connection within 3000ms
java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available
    at com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)
    at com.example.shop.OrderRepository.find(OrderRepository.java:41)
`

// What says nothing, or nothing that one entry answers, never gets a plain answer.
func TestNoAnswerToWhatAsksNothing(t *testing.T) {
	b := embeddedBot(t)
	for name, text := range map[string]string{
		"stop words":             "怎么 什么 的 了 吗",
		"English stop words":     "what is the how do I a of to it",
		"a stop word":            "怎么办",
		"numbers":                "12345 503 404 15001",
		"a number":               "503",
		"versions":               "1.9 1.10.2 v1.11",
		"lone name":              "istio",
		"lone Chinese word":      "网关",
		"lone English word":      "sidecar",
		"lone verb":              "配置",
		"lone product":           "Envoy",
		"lone word and mark":     "envoy?",
		"punctuation":            "？！……（）",
		"one letter":             "a",
		"3,000 letters":          strings.Repeat("lorem ipsum dolor sit amet ", 112),
		"3,000 Han characters":   strings.Repeat("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏", 125),
		"one word 3,000 times":   strings.Repeat("istio ", 3000),
		"a manifest":             manifest,
		"a log":                  log,
		"a manifest and a shrug": manifest + "\n???",
		"base64":                 strings.Repeat("aGVsbG8gd29ybGQgdGhpcyBpcyBub3QgYSBxdWVzdGlvbg", 20),
		"keyboard":               "asdf jkl; qwer uiop",
	} {
		t.Run(name, func(t *testing.T) {
			r, err := b.Handle(context.Background(), addressed(text))
			if err != nil {
				t.Fatal(err)
			}
			if r.Decision == bot.Answer {
				t.Errorf("answered by %s with %.2f", r.Matches[0].Entry.ID, r.Confidence)
			}
		})
	}
}

// An error text or a manifest around a question does not hide it.
func TestFindsTheQuestionInWhatIsPasted(t *testing.T) {
	b := embeddedBot(t)
	for name, tt := range map[string]struct{ text, want string }{
		"a question above a log": {"sidecar 没起来之前应用就启动了，流量没有被拦截，istio-init 会失败吗？\n" + log, "e03q09"},
		"a question below a log": {log + "\n推荐使用哪个版本的 Istio？", "e05q29"},
		"an error text": {"[2021-09-02T10:01:11.120Z] \"POST /v1/order HTTP/1.1\" 503 UC upstream_reset_before_response_started{connection_termination} - \"-\" 220 95 1 - " +
			"upstream connect error or disconnect/reset before headers. reset reason: connection termination", "e08q01"},
		"a question and manifest": {"Which version of Istio do you recommend?\n" + manifest, "e05q29"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := b.Handle(context.Background(), addressed(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			for i, m := range r.Matches {
				if m.Entry.ID == tt.want && i < bot.MaxChoices && r.Decision != bot.Refusal {
					return
				}
			}
			t.Errorf("%s, first %s (%.2f); want %s among the first", r.Decision, r.Matches[0].Entry.ID, r.Confidence, tt.want)
		})
	}
}
