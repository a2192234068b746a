package adapters

import (
	"fmt"
	"runtime/debug"
)

// Guard calls f and turns a panic into an error, with the stack: one message that the
// program cannot bear must not take the others with it.
func Guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return f()
}
