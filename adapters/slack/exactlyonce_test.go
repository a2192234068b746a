package slack

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bigtalk/adapters/slack/standin"
	"bigtalk/bot"
	"bigtalk/bot/journal"
)

// TestExactlyOnce delivers each of many events four times, over both transports, while
// connections are cut, Slack refuses posts or leaves them unanswered, and the program
// is started anew: each is replied to once.
func TestExactlyOnce(t *testing.T) {
	events, deliveries := 2000, 4
	if testing.Short() || raceDetector { // make exactly-once has them all
		events = 300
	}
	random := rand.New(rand.NewPCG(1, 2)) // the order is the same every time
	w := standin.New(t, standin.Options{
		AckTimeout:  time.Second,
		RetryDelays: []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond, time.Second, time.Second, time.Second, time.Second},
	})
	d := &door{t: t, w: w, path: filepath.Join(t.TempDir(), "journal.db")}
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	t.Cleanup(d.close)
	d.open()
	all := scatter(w, random, events)

	// Every eighth event comes four times at once, the rest whenever.
	var bursts [][]delivery
	for i := range all {
		var four []delivery
		for range deliveries {
			four = append(four, delivery{&all[i], ways[random.IntN(len(ways))]})
		}
		if i%8 == 0 {
			bursts = append(bursts, four)
			continue
		}
		for _, one := range four {
			bursts = append(bursts, []delivery{one})
		}
	}
	random.Shuffle(len(bursts), func(i, j int) { bursts[i], bursts[j] = bursts[j], bursts[i] })

	begin := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	var under sync.WaitGroup
	free := make(chan struct{}, 12) // deliveries under way
	faults := map[string]int{}
	for i, burst := range bursts {
		if every := 100 * len(bursts) / events; i%every == every-1 {
			faults["connections cut"]++
			d.cut()
		}
		if i%100 == 50 {
			d.keepUp(ctx, i*events/len(bursts)-300)
			switch (i / 100) % 3 {
			case 0:
				faults["429"]++
				w.RateLimit("chat.postMessage", 1, time.Second)
			case 1:
				faults["500"]++
				w.FailStatus("chat.postMessage", 1, http.StatusInternalServerError)
			default:
				faults["answer cut off"]++
				w.Drop("chat.postMessage", 1)
			}
		}
		if i == len(bursts)/2 {
			faults["started anew"]++
			d.restart()
		}
		for _, one := range burst {
			free <- struct{}{}
			under.Go(func() {
				defer func() { <-free }()
				d.deliver(ctx, server.URL, one)
			})
		}
	}
	under.Wait()
	sent := time.Since(begin)
	again := 0
	for i := range all { // such as a command while the program was away: its user sees an error and repeats it
		if all[i].acknowledged() == 0 {
			again++
			d.deliver(ctx, server.URL, delivery{&all[i], overPost})
		}
	}
	d.settle(ctx)
	t.Logf("%d events, %d deliveries in %v, %d repeated by hand; done after %v; %v, %d connections, %d posts, %d lookups",
		events, events*deliveries, sent.Round(time.Millisecond), again, time.Since(begin).Round(time.Millisecond), faults, w.Connected(),
		len(w.Calls("chat.postMessage")), len(w.Calls("conversations.replies"))+len(w.Calls("conversations.history")))
	once(t, w, all)
	if strange := w.Strange(); len(strange) > 0 {
		t.Errorf("frames that Slack would not hear: %q", strange)
	}
	if t.Failed() {
		t.Logf("the end of the log:\n%s", last(d.log.String(), 4000))
	}
}

// An occurrence is an event that is delivered several times.
type occurrence struct {
	standin.Event
	word string // which its text, and the reply's, holds
	key  string // of the reply's metadata; empty for a command

	mu   sync.Mutex
	acks int               // deliveries that were acknowledged
	sent *standin.Envelope // the first over Socket Mode
}

func (o *occurrence) acknowledged() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.acks
}

// scatter has people write into threads, channels and direct conversations, and give
// commands.
func scatter(w *standin.Workspace, random *rand.Rand, n int) []occurrence {
	const people, channels = 60, 12
	user := func() string { return fmt.Sprintf("U0P%08d", random.IntN(people)) }
	for i := range people {
		w.AddUser(standin.User{ID: fmt.Sprintf("U0P%08d", i), Name: fmt.Sprint("person", i)})
	}
	channel := func() string { return fmt.Sprintf("C0C%08d", random.IntN(channels)) }
	for i := range channels {
		w.AddChannel(standin.Channel{ID: fmt.Sprintf("C0C%08d", i), Name: fmt.Sprint("channel", i)})
	}
	var threads []standin.Event
	for range n / 20 {
		threads = append(threads, w.ChannelMessage(standin.Said{Channel: channel(), User: user(), Text: "a thread"}))
	}
	all := make([]occurrence, n)
	for i := range all {
		word := fmt.Sprintf("word-%d-", i)
		o := occurrence{word: word}
		switch random.IntN(10) {
		case 0:
			o.Event = w.SlashCommand(user(), channel(), "/bigtalk", word)
		case 1, 2:
			o.Event = w.DirectMessage(standin.Said{User: user(), Text: word})
		case 3, 4, 5:
			in := threads[random.IntN(len(threads))]
			o.Event = w.Mention(standin.Said{Channel: in.Channel, Thread: in.TS, User: user(), Text: word})
		default:
			o.Event = w.Mention(standin.Said{Channel: channel(), User: user(), Text: word})
		}
		if o.TS != "" {
			o.key = "m:" + standin.TeamID + ":" + o.Channel + ":" + o.TS
		}
		all[i].Event, all[i].word, all[i].key = o.Event, o.word, o.key
	}
	return all
}

// A way is how an event is delivered.
type way int

const (
	overSocketMode way = iota
	resent             // the same envelope again
	overPost
	unanswered // over HTTP, the answer lost: an event comes again, as a retry
)

var ways = []way{overSocketMode, resent, overPost, unanswered}

type delivery struct {
	*occurrence
	way
}

// A door is where events come in: an adapter that can be started anew.
type door struct {
	t    *testing.T
	w    *standin.Workspace
	path string
	log  lockedBuffer

	socket sync.Mutex // holds back what needs a connection while that is cut

	mu    sync.RWMutex // read while a request is served
	mux   *http.ServeMux
	db    *journal.DB
	stop  context.CancelFunc
	ended chan error
}

// parrot says what it is told.
var parrot = bot.HandlerFunc(func(_ context.Context, m bot.Message) (bot.Reply, error) {
	return bot.Reply{ID: "abcdefghij", Decision: bot.Smalltalk, Language: bot.English, Blocks: []bot.Block{bot.TextBlock{Text: m.Text}}}, nil
})

func (d *door) open() {
	db, err := journal.Open(d.t.Context(), d.path, journal.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	a, err := New(Options{
		BotToken: standin.BotToken, AppToken: standin.AppToken, SigningSecret: secret,
		APIURL: d.w.APIURL(), Inbox: db, Past: db, Logger: logTo(&d.log),
	})
	if err != nil {
		d.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(d.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, parrot) }()
	mux := http.NewServeMux()
	for pattern, h := range a.Routes() {
		mux.Handle(pattern, h)
	}
	if err := d.w.WaitConnections(soon(d.t), 1); err != nil {
		d.t.Fatalf("%v; the log:\n%s", err, d.log.String())
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.db, d.mux, d.stop, d.ended = db, mux, stop, ended
}

// close ends the adapter, as the program does.
func (d *door) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop == nil {
		return
	}
	d.stop()
	if err := <-d.ended; err != nil {
		d.t.Error(err)
	}
	if err := d.db.Close(); err != nil {
		d.t.Error(err)
	}
	d.stop, d.mux = nil, nil
}

func (d *door) restart() {
	d.socket.Lock()
	defer d.socket.Unlock()
	d.close()
	if err := d.w.WaitConnections(soon(d.t), 0); err != nil {
		d.t.Fatal(err)
	}
	d.open()
}

func (d *door) cut() {
	d.socket.Lock()
	defer d.socket.Unlock()
	d.w.DropConnections()
}

const lost = "/lost" // begins the path of requests whose first answer is lost

// ServeHTTP passes requests on to the adapter that is open. Without one it is a proxy
// that reaches nobody.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, lose := strings.CutPrefix(r.URL.Path, lost)
	r.URL.Path = path
	d.mu.RLock()
	if d.mux == nil {
		d.mu.RUnlock()
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	kept := httptest.NewRecorder()
	d.mux.ServeHTTP(kept, r)
	d.mu.RUnlock()
	if lose && r.Header.Get("X-Slack-Retry-Num") == "" {
		panic(http.ErrAbortHandler) // cuts the connection
	}
	w.WriteHeader(kept.Code)
}

// deliver delivers an event once, which Slack may do in several attempts.
func (d *door) deliver(ctx context.Context, server string, o delivery) {
	var err error
	switch o.way {
	case overSocketMode, resent:
		err = d.overSocket(o).Wait(ctx)
	case overPost:
		_, err = d.w.Post(ctx, server+pathOf(o.Event), secret, o.Event)
	case unanswered:
		_, err = d.w.Post(ctx, server+lost+pathOf(o.Event), secret, o.Event)
	}
	if ctx.Err() != nil {
		d.t.Errorf("%s: %v", o.word, err)
	}
	if err == nil {
		o.mu.Lock()
		o.acks++
		o.mu.Unlock()
	}
}

// overSocket sends an event over Socket Mode, or its envelope again.
func (d *door) overSocket(o delivery) *standin.Envelope {
	d.socket.Lock()
	defer d.socket.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.way == resent && o.sent != nil && len(o.sent.Sendings()) > 0 && d.w.Connections() > 0 {
		o.sent.Resend()
		return o.sent
	}
	e := d.w.Send(o.Event)
	if o.sent == nil {
		o.sent = e
	}
	if o.way == resent && len(e.Sendings()) > 0 && d.w.Connections() > 0 {
		e.Resend()
	}
	return e
}

// pathOf is where the app takes an event over HTTP.
func pathOf(ev standin.Event) string {
	switch ev.Kind {
	case "slash_commands":
		return "/slack/commands"
	case "interactive":
		return "/slack/interactions"
	default:
		return "/slack/events"
	}
}

// keepUp waits until n events have been replied to, so that what goes wrong does not
// all fall on the first.
func (d *door) keepUp(ctx context.Context, n int) {
	for len(d.w.Calls("chat.postMessage"))+len(d.w.Calls(standin.ResponseURL)) < n && ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
	}
}

// settle waits until nothing is left to be done, and ends the adapter.
func (d *door) settle(ctx context.Context) {
	d.t.Helper()
	for pending(d.t, d.path) > 0 {
		select {
		case <-ctx.Done():
			d.t.Errorf("%d events are not done; the end of the log:\n%s", pending(d.t, d.path), last(d.log.String(), 4000))
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
	d.close()
}

// pending counts the events of a journal that are not done, be they due or put off.
func pending(t *testing.T, path string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM events WHERE done_at IS NULL`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// once checks that each event has one reply, in its place.
func once(t *testing.T, w *standin.Workspace, all []occurrence) {
	t.Helper()
	words := regexp.MustCompile(`word-\d+-`)
	replies := map[string][]standin.Message{} // by word
	seen := map[string]bool{}                 // channels
	for i := range all {
		if seen[all[i].Channel] {
			continue
		}
		seen[all[i].Channel] = true
		for _, m := range slices.Concat(w.Messages(all[i].Channel), w.Ephemerals(all[i].Channel)) {
			if m.User == standin.BotUserID {
				word := words.FindString(m.Text)
				replies[word] = append(replies[word], m)
			}
		}
	}
	missing, repeated := 0, 0
	for i := range all {
		o := &all[i]
		got := replies[o.word]
		delete(replies, o.word)
		switch {
		case len(got) == 0:
			missing++
			continue
		case len(got) > 1:
			repeated++
			continue
		}
		m, direct := got[0], strings.HasPrefix(o.Channel, "D")
		switch {
		case m.Channel != o.Channel,
			o.key != "" && !strings.Contains(string(m.Metadata), `"`+o.key+`"`),
			o.key == "" && m.EphemeralTo != o.User,
			o.key != "" && !direct && m.ThreadTS != o.ThreadTS && m.ThreadTS != o.TS,
			o.ThreadTS != "" && m.ThreadTS != o.ThreadTS,
			direct && m.ThreadTS != "":
			t.Errorf("%s of %s in %s (thread %q, ts %s) is replied to by %+v", o.word, o.User, o.Channel, o.ThreadTS, o.TS, m)
		}
	}
	if missing > 0 || repeated > 0 || len(replies) > 0 {
		t.Errorf("of %d events %d are lost and %d replied to more than once; %d replies are to nobody", len(all), missing, repeated, len(replies))
	}
}

// last is the end of a text.
func last(s string, n int) string { return s[max(0, len(s)-n):] }

// logTo is a logger whose lines can be read while it is written to.
func logTo(b *lockedBuffer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(b, &slog.HandlerOptions{Level: slog.LevelInfo}))
}
