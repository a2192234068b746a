package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlatformsAreApart takes each platform and its line of platforms.go away, and has
// everything else build with its tests.
func TestPlatformsAreApart(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the module")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("platforms.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range platforms() {
		t.Run(p.Name, func(t *testing.T) {
			var kept []string
			for line := range strings.Lines(string(source)) {
				if !strings.Contains(line, p.Name) {
					kept = append(kept, line)
				}
			}
			if gone := strings.Count(string(source), "\n") - len(kept); gone != 2 {
				t.Fatalf("platforms.go has %d lines for %s; want its import and its entry", gone, p.Name)
			}
			dir := t.TempDir()
			copyModule(t, root, dir, filepath.Join("adapters", p.Name))
			if err := os.WriteFile(filepath.Join(dir, "cmd", "bigtalk", "platforms.go"), []byte(strings.Join(kept, "")), 0o600); err != nil {
				t.Fatal(err)
			}
			vet := exec.CommandContext(t.Context(), "go", "vet", "-mod=mod", "./...")
			vet.Dir = dir
			if out, err := vet.CombinedOutput(); err != nil {
				t.Errorf("without adapters/%s: %v\n%s", p.Name, err, out)
			}
		})
	}
}

// copyModule copies what the module is built from without a folder.
func copyModule(t *testing.T, from, to, without string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			name := d.Name()
			if rel == without || rel != "." && strings.HasPrefix(name, ".") || rel == "bin" {
				return filepath.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		if !d.Type().IsRegular() || rel == filepath.Join("cmd", "bigtalk", "platforms.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}
