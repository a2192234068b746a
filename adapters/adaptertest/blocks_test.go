package adaptertest

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// TestBlocks: there is a sample of every type of block, also of one that is added later.
func TestBlocks(t *testing.T) {
	source, err := os.ReadFile("../../bot/reply.go")
	if err != nil {
		t.Fatal(err)
	}
	types := regexp.MustCompile(`(?m)^func \((\w+)\) block\(\)`).FindAllSubmatch(source, -1)
	if len(types) == 0 {
		t.Fatal("no types of blocks")
	}
	sampled := make(map[string]bool)
	for _, list := range blocks() {
		for _, b := range list {
			sampled[fmt.Sprintf("%T", b)] = true
		}
	}
	for _, name := range types {
		if !sampled["bot."+string(name[1])] {
			t.Errorf("no sample of %s", name[1])
		}
	}
}
