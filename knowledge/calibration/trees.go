package calibration

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Trees are a sum of regression trees on log-odds.
type Trees struct {
	Base  float64 `json:"base"` // log-odds before any tree
	Trees []Tree  `json:"trees"`
}

// A Tree has its root first and each node before its children.
type Tree []Node

// A Node is a split or a leaf. In JSON a split is [signal, cut, left], a leaf
// [log-odds].
type Node struct {
	Signal int32   // of a split
	Left   int32   // of a split, the child for values up to the cut; the other child follows it. 0: a leaf
	Value  float64 // a split's cut, a leaf's log-odds
}

// LogOdds returns the sum at x, which has a value for each signal of the fit; it
// panics when x is shorter.
func (t Trees) LogOdds(x []float64) float64 {
	z := t.Base
	for _, tree := range t.Trees {
		node := &tree[0]
		for node.Left != 0 {
			// The choice is a number rather than a branch: a processor
			// guesses every other branch wrong here.
			after := int32(0)
			if x[node.Signal] > node.Value {
				after = 1
			}
			node = &tree[node.Left+after]
		}
		z += node.Value
	}
	return z
}

// MarshalJSON writes the node as an array.
func (n Node) MarshalJSON() ([]byte, error) {
	value, err := json.Marshal(n.Value)
	if err != nil {
		return nil, err
	}
	if n.Left == 0 {
		return fmt.Appendf(nil, "[%s]", value), nil
	}
	return fmt.Appendf(nil, "[%d,%s,%d]", n.Signal, value, n.Left), nil
}

// UnmarshalJSON reads what MarshalJSON writes. Anything else becomes a node whose
// Left is −1, which [Read] refuses with its place.
func (n *Node) UnmarshalJSON(data []byte) error {
	*n = Node{Left: noNode}
	fields := strings.Split(strings.Trim(string(data), "[]"), ",")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	switch len(fields) {
	case 1:
		if value, err := strconv.ParseFloat(fields[0], 64); err == nil {
			*n = Node{Value: value}
		}
	case 3:
		signal, err1 := strconv.ParseInt(fields[0], 10, 32)
		value, err2 := strconv.ParseFloat(fields[1], 64)
		left, err3 := strconv.ParseInt(fields[2], 10, 32)
		if cmp.Or(err1, err2, err3) == nil && left > 0 {
			*n = Node{Signal: int32(signal), Value: value, Left: int32(left)}
		}
	}
	return nil
}

const noNode = -1

// check returns an error for a tree that is not one over a number of signals.
func (t Tree) check(signals int) error {
	if len(t) == 0 {
		return errors.New("no nodes")
	}
	parents := make([]int, len(t))
	for i, n := range t {
		switch {
		case !finite(n.Value):
			return fmt.Errorf("node %d has the value %v", i, n.Value)
		case n.Left == 0:
			continue
		case n.Left < 0:
			return fmt.Errorf("node %d is neither [signal, cut, left] nor [log-odds]", i)
		case int(n.Left) <= i:
			return fmt.Errorf("node %d points back to %d", i, n.Left)
		case int(n.Left) >= len(t)-1:
			return fmt.Errorf("node %d points to %d and the next, of %d nodes", i, n.Left, len(t))
		case n.Signal < 0 || int(n.Signal) >= signals:
			return fmt.Errorf("node %d asks for signal %d of %d", i, n.Signal, signals)
		}
		parents[n.Left]++
		parents[n.Left+1]++
	}
	for i, p := range parents[1:] {
		if p != 1 {
			return fmt.Errorf("node %d has %d parents", i+1, p)
		}
	}
	return nil
}
