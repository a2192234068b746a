package adaptertest

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// endsWithin is how long a goroutine may outlive its adapter and the platform: it has
// nothing to wait for.
const endsWithin = 5 * time.Second

// leavesNothing has t fail if, after all of its cleanups that are registered later,
// there is a goroutine that is not there now. Nothing else may run in the process.
func leavesNothing(t *testing.T) {
	t.Helper()
	before := goroutines()
	t.Cleanup(func() {
		var left []string
		for deadline := time.Now().Add(endsWithin); ; time.Sleep(poll) {
			left = nil
			for id, stack := range goroutines() {
				if before[id] == "" {
					left = append(left, stack)
				}
			}
			if len(left) == 0 {
				return
			}
			if time.Now().After(deadline) {
				t.Errorf("%d goroutines are left:\n%s", len(left), strings.Join(left, "\n\n"))
				return
			}
		}
	})
}

// goroutines returns the stacks of all goroutines by their numbers, which are not used
// twice.
func goroutines() map[int]string {
	all := make([]byte, 1<<20)
	for {
		n := runtime.Stack(all, true)
		if n < len(all) {
			all = all[:n]
			break
		}
		all = make([]byte, 2*len(all))
	}
	out := make(map[int]string)
	for stack := range strings.SplitSeq(string(all), "\n\n") {
		var id int
		if _, err := fmt.Sscanf(stack, "goroutine %d ", &id); err == nil {
			out[id] = stack
		}
	}
	return out
}
