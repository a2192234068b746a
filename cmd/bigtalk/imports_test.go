package main

import (
	"go/build"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "bigtalk"

// A rule says which of our packages a package may import.
type rule struct {
	imports []string // in its code
	tests   []string // in its tests besides
}

// anything stands for every package of ours.
const anything = "*"

// rules hold for each package of ours, paths without the module's. Dependencies
// point one way: cmd → adapters → bot → knowledge; config stands alone.
var rules = map[string]rule{
	"cmd/bigtalk": {imports: []string{anything}},

	"adapters":               {imports: []string{"adapters/render", "bot", "bot/journal", "config"}},
	"adapters/adaptertest":   {imports: []string{"adapters", "bot"}, tests: []string{"adapters/passive", "adapters/render", "bot/journal"}},
	"adapters/cli":           {imports: []string{"adapters", "adapters/render", "bot", "knowledge", "knowledge/archive", "knowledge/textline"}, tests: []string{"adapters/adaptertest", "knowledge/show"}},
	"adapters/passive":       {imports: []string{"adapters"}},
	"adapters/render":        {imports: []string{"bot", "knowledge", "knowledge/archive", "knowledge/markdown"}, tests: []string{"knowledge/show"}},
	"adapters/slack":         {imports: []string{"adapters", "adapters/render", "bot", "config"}, tests: []string{"adapters/adaptertest", "adapters/slack/standin", "bot/journal", "knowledge", "knowledge/archive", "knowledge/embedding", "knowledge/show"}},
	"adapters/slack/standin": {},
	"adapters/webhook":       {imports: []string{"adapters", "adapters/render", "bot", "config"}, tests: []string{"adapters/adaptertest", "bot/journal"}},

	"bot": {imports: []string{"knowledge", "knowledge/archive"}, tests: []string{"knowledge/embedding", "knowledge/show"}},

	"bot/journal": {imports: []string{"bot", "knowledge"}},

	"config": {},

	"knowledge": {
		imports: []string{
			"knowledge/analysis", "knowledge/archive", "knowledge/calibration", "knowledge/embedding", "knowledge/index",
			"knowledge/jsonline", "knowledge/textline", "knowledge/vectors",
		},
		tests: []string{"knowledge/show"},
	},
	"knowledge/analysis":         {},
	"knowledge/analysis/gendict": {},
	"knowledge/archive":          {imports: []string{"knowledge/markdown", "knowledge/textline"}, tests: []string{"knowledge/show"}},
	"knowledge/calibration":      {},
	"knowledge/embedding":        {},
	"knowledge/eval":             {imports: []string{"knowledge", "knowledge/archive", "knowledge/calibration", "knowledge/textline"}, tests: []string{"knowledge/embedding", "knowledge/show"}},
	"knowledge/eval/dialogue":    {imports: []string{"knowledge", "knowledge/eval", "knowledge/textline"}},
	"knowledge/eval/fit":         {imports: []string{"knowledge", "knowledge/calibration", "knowledge/embedding", "knowledge/eval", "knowledge/eval/dialogue"}, tests: []string{"knowledge/archive", "knowledge/show"}},
	"knowledge/index":            {tests: []string{"knowledge/analysis"}},
	"knowledge/markdown":         {},
	"knowledge/show":             {tests: []string{"knowledge", "knowledge/archive", "knowledge/embedding"}},
	"knowledge/show/genindex":    {imports: []string{"knowledge", "knowledge/embedding"}},
	"knowledge/jsonline":         {},
	"knowledge/textline":         {},
	"knowledge/vectors":          {imports: []string{"knowledge/embedding"}},
}

// fences say where a dependency stays, tests included; "(test)" behind a package means
// its tests alone. The longest prefix that fits an import decides; an import that none
// fits is free.
var fences = map[string][]string{
	"github.com/blevesearch":                         {"knowledge/index", "knowledge/analysis"},
	"github.com/blevesearch/bleve/v2/index/scorch":   {"knowledge/index"},
	"github.com/blevesearch/snowballstem":            {"knowledge/analysis"},
	"github.com/go-ego/gse":                          {"knowledge/analysis", "knowledge/analysis/gendict"},
	"github.com/gorilla/websocket":                   {"adapters/slack/standin"},
	"github.com/longbridgeapp/opencc":                {"knowledge/analysis/gendict"},
	"github.com/pb33f":                               {"adapters/webhook (test)"},
	"github.com/slack-go/slack":                      {"adapters/slack", "adapters/slack/standin"},
	"github.com/spf13/cobra":                         {"adapters", "adapters/slack", "adapters/webhook", "cmd/bigtalk"},
	"github.com/spf13/pflag":                         {"cmd/bigtalk"},
	"github.com/standard-webhooks/standard-webhooks": {"adapters/webhook"},
	"github.com/viterin/vek":                         {"knowledge/vectors"},
	"github.com/yuin/goldmark":                       {"knowledge/markdown", "knowledge/archive", "adapters/render"},
	"go.yaml.in/yaml/v3":                             {"adapters/slack", "adapters/webhook", "knowledge/archive", "config"},
	"golang.org/x/text/encoding":                     {"knowledge/archive"},
	"modernc.org/sqlite":                             {"bot/journal", "adapters/slack (test)"},
	"net/http":                                       {"adapters", "adapters/slack", "adapters/slack/standin", "adapters/webhook", "cmd/bigtalk", "knowledge/embedding"},
}

// topFolders are the only ones that hold Go code.
var topFolders = []string{"adapters", "bot", "cmd", "config", "knowledge"}

func TestImports(t *testing.T) {
	pkgs := packages(t)
	for _, dir := range slices.Sorted(maps.Keys(pkgs)) {
		r, known := rules[dir]
		if !known {
			t.Errorf("package %s has no rule: add one to rules in imports_test.go that names what of ours it may import", dir)
			continue
		}
		p := pkgs[dir]
		for _, to := range p.Imports {
			check(t, dir, to, r.imports)
		}
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			check(t, dir+" (test)", to, slices.Concat([]string{dir}, r.imports, r.tests))
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(rules)) {
		if pkgs[dir] == nil && !strings.HasPrefix(dir, "adapters/") { // a platform may be left out
			t.Errorf("rule for %s, which is no package: remove it from rules in imports_test.go", dir)
		}
	}
}

// check reports an import that neither the package's rule nor a fence allows.
func check(t *testing.T, from, to string, allowed []string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(to, module+"/"); ok {
		if !slices.Contains(allowed, ours) && !slices.Contains(allowed, anything) {
			t.Errorf("%s imports %s; of ours it may import %q", from, ours, allowed)
		}
		return
	}
	dir := strings.TrimSuffix(from, " (test)")
	for fence := to; fence != "."; fence = path.Dir(fence) {
		inside, ok := fences[fence]
		if !ok {
			continue
		}
		if !slices.Contains(inside, dir) && !slices.Contains(inside, from) {
			t.Errorf("%s imports %s, which stays in %q", from, to, inside)
		}
		return
	}
}

func TestTopFolders(t *testing.T) {
	for dir := range packages(t) {
		if top, _, _ := strings.Cut(dir, "/"); !slices.Contains(topFolders, top) {
			t.Errorf("Go code in %q; only %q hold any", dir, topFolders)
		}
	}
}

// packages reads every package of the module, by folder; the root is ".". It
// reads the files itself instead of asking go list, so that the test cache
// knows what the result depends on, and regardless of build constraints.
func packages(t *testing.T) map[string]*build.Package {
	t.Helper()
	const root = "../.."
	ctx := build.Default
	ctx.UseAllFiles = true
	pkgs := make(map[string]*build.Package)
	err := fs.WalkDir(os.DirFS(root), ".", func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name := d.Name(); dir != "." && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return fs.SkipDir
		}
		files, err := filepath.Glob(filepath.Join(root, dir, "*.go"))
		if err != nil || len(files) == 0 {
			return err
		}
		pkgs[dir], err = ctx.ImportDir(filepath.Join(root, dir), 0)
		return err
	})
	if err != nil {
		t.Fatalf("read the module's packages: %v", err)
	}
	return pkgs
}
