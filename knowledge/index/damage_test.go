package index_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bigtalk/knowledge/index"
)

// A folder that is damaged in any way is refused without a panic, and built anew.
func TestDamagedFolder(t *testing.T) {
	truncate := func(part float64) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			info, err := os.Stat(file)
			if err == nil {
				err = os.Truncate(file, int64(float64(info.Size())*part))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	// overwrite puts random bytes over the file from one part of it to another.
	overwrite := func(from, to float64) func(*testing.T, string) {
		return func(t *testing.T, file string) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(1, 2))
			for i := int(from * float64(len(data))); i < int(to*float64(len(data))); i++ {
				data[i] = byte(random.Uint32())
			}
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	damages := map[string]func(*testing.T, string){
		"removed": func(t *testing.T, file string) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		},
		"empty":          truncate(0),
		"three quarters": truncate(0.75),
		"eighth":         truncate(0.125),
		"random":         overwrite(0, 1),
		"random middle":  overwrite(0.4, 0.6),
		"random end":     overwrite(0.95, 1),
		"lengthened": func(t *testing.T, file string) {
			data, err := os.ReadFile(file)
			if err == nil {
				err = os.WriteFile(file, append(data, bytes.Repeat([]byte{0}, 100)...), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		},
	}
	whole := filepath.Join(t.TempDir(), "k")
	docs := manyDocuments(500)
	x, err := index.BuildFolder(t.Context(), whole, "k", analyzer(), slices.Values(docs))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"store/*.zap", "store/root.bolt", "index.json"} {
		for name, damage := range damages {
			t.Run(pattern+" "+name, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "k")
				if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
					t.Fatal(err)
				}
				files, err := filepath.Glob(filepath.Join(dir, pattern))
				if err != nil || len(files) != 1 {
					t.Fatalf("files %v, %v; want one", files, err)
				}
				damage(t, files[0])
				if x, err := index.Open(dir, "k"); err == nil {
					// bolt does not use all of its pages; what it gives must be the whole.
					if !strings.HasSuffix(pattern, "bolt") {
						t.Error("the damaged folder was opened")
					}
					checkFinds(t, x)
				} else if !strings.HasSuffix(pattern, "json") && !strings.Contains(err.Error(), dir) {
					t.Errorf("error %q does not name the folder", err)
				}
				x, err := index.BuildFolder(t.Context(), dir, "k", analyzer(), slices.Values(docs))
				if err != nil {
					t.Fatal(err)
				}
				checkFinds(t, x)
			})
		}
	}
}

// checkFinds searches x, which has 500 documents, and closes it.
func checkFinds(t *testing.T, x *index.Index) {
	t.Helper()
	hits, err := x.Search(t.Context(), "text", []index.Weighted{{Key: "word250", Weight: 1}}, 3)
	if err != nil || len(hits) != 1 || hits[0].ID != "d000250" {
		t.Errorf("hits %v, %v; want d000250", hits, err)
	}
	if df, err := x.DocFreq(t.Context(), "text", "common"); err != nil || df != 500 {
		t.Errorf("DocFreq = %d, %v; want 500", df, err)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}
