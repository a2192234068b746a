package fit

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"bigtalk/knowledge"
	"bigtalk/knowledge/eval/dialogue"
)

// foreignTurn asks of another technology what was shown in the thread: "and with
// Linkerd?". Which technology and which words is decided by the dialogue's id.
func foreignTurn(id, before string) string {
	sum := sha256.Sum256([]byte(id))
	name := peers()[int(sum[5])%len(peers())]
	asking := []string{"and with %s?", "what about %s?", "does that work with %s?", "how is that in %s"}
	if strings.ContainsFunc(before, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		asking = []string{"那 %s 呢", "%s 也行吗", "换成 %s 呢", "%s 里怎么弄"}
	}
	return fmt.Sprintf(asking[int(sum[6])%len(asking)], name)
}

// peers are technologies that those who ask about the show's subject have too.
func peers() []string {
	return slices.Concat(otherTechnologies(), []string{
		"Linkerd", "Consul", "Dapr", "Kuma", "Cilium", "Traefik", "APISIX", "Dubbo", "Spring Cloud", "Nacos", "Eureka",
		"Zookeeper", "etcd", "Nomad", "OpenResty",
	})
}

// askForeign asks it after the first entry that the dialogue shows; the question has
// no text where none is.
func askForeign(ctx context.Context, m *knowledge.Matcher, d dialogue.Dialogue) (leaned, error) {
	at := slices.IndexFunc(d.Turns, func(t dialogue.Turn) bool { return t.Kind == dialogue.KindAnswer })
	if at < 0 {
		return leaned{}, nil
	}
	turn := d.Turns[at]
	t := knowledge.Thread{}.Asked(turn.User, false).Showing(turn.Gold[0])
	text := foreignTurn(d.ID, turn.User)
	leanings, err := m.Leanings(ctx, text, t)
	if err != nil {
		return leaned{}, fmt.Errorf("fit: dialogue %s: %q: %w", d.ID, text, err)
	}
	return leaned{leanings, d.ID, text, nil, true}, nil
}

// foreign reports an entry that says nothing of a technology that the question names.
func foreign(x knowledge.Leaning) bool { return x.Signals.Foreign > 0 }
