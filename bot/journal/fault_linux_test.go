package journal_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk is TestFullFile on a disk that is full indeed.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("this user may not mount:", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, 0)) })
	filler := filepath.Join(dir, "filler")
	must(t, os.WriteFile(filler, make([]byte, 400_000), 0o600))
	db := open(t, filepath.Join(dir, "journal.db"), options())
	acceptUntilFull(t, db, func() { must(t, os.Remove(filler)) })
}

// TestReadOnly has a folder, a file and a disk that may not be written be told from
// other faults. Root may write everything, so another user tries.
func TestReadOnly(t *testing.T) {
	path := newPath(t)
	dir := filepath.Dir(path)
	must(t, open(t, path, options()).Close())
	// The other must get there.
	for up := dir; up != os.TempDir() && up != "/"; up = filepath.Dir(up) {
		must(t, os.Chmod(up, 0o755))
	}
	must(t, os.Chmod(path, 0o644))
	must(t, os.Chmod(dir, 0o555))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) }) // for its removal
	for name, where := range map[string]string{
		"a new file": filepath.Join(dir, "new.db"), "a new folder": filepath.Join(dir, "new", "journal.db"), "a file that is there": path,
	} {
		out, err := asNobody(t, "open", where)
		if err == nil || !strings.Contains(out, "the journal cannot be written") || !strings.Contains(out, dir) || !strings.Contains(out, "unwritable: true") {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
}

// asNobody runs a child as a user without rights, where this one has them all.
func asNobody(t *testing.T, role string, args ...string) (string, error) {
	t.Helper()
	cmd := newChild(t, role, args...)
	if os.Getuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		cmd.Path = publicCopy(t, cmd.Path)
		cmd.Dir = "/"
	}
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Skip("this user may not be another:", err)
	}
	return string(out), err
}

// publicCopy is a copy of a program that everybody may run.
func publicCopy(t *testing.T, program string) string {
	t.Helper()
	in, err := os.Open(program)
	must(t, err)
	defer in.Close()
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755), os.Chmod(dir, 0o755))
	out, err := os.OpenFile(filepath.Join(dir, "copy"), os.O_WRONLY|os.O_CREATE, 0o755)
	must(t, err)
	_, err = io.Copy(out, in)
	must(t, err, out.Close())
	return out.Name()
}
