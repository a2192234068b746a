package calibration

// minGain is what a split must gain in loss at least: less is rounding.
const minGain = 1e-6

// derivatives are the first and second of the loss by log-odds, of an example or
// summed over several.
type derivatives struct{ gradient, hessian float64 }

func (a *derivatives) add(b derivatives) {
	a.gradient += b.gradient
	a.hessian += b.hessian
}

func (a derivatives) minus(b derivatives) derivatives {
	return derivatives{a.gradient - b.gradient, a.hessian - b.hessian}
}

// A grower grows one tree after another on the same examples.
type grower struct {
	options TreeOptions
	bins    bins
	signals int

	// Of the round, by example.
	loss  []derivatives
	drawn []bool  // takes part in the round
	node  []int32 // that it has come to

	// sums holds, for each node of the level, signal and place, what the drawn
	// examples there add up to.
	sums []derivatives
}

// An open node may still be split.
type open struct {
	node int32
	sum  derivatives // of its drawn examples
}

// A split is one way to divide a node.
type split struct {
	gain        float64
	signal, cut int
	left, right open
}

const places = maxCuts + 1 // of a signal

func newGrower(examples []Example, o TreeOptions) *grower {
	n, d := len(examples), len(examples[0].X)
	return &grower{
		options: o, bins: newBins(examples), signals: d,
		loss: make([]derivatives, n), drawn: make([]bool, n), node: make([]int32, n),
		sums: make([]derivatives, (1<<(o.Depth-1))*d*places),
	}
}

// grow returns the round's tree, level by level, and leaves in node the leaf of
// each example. A tree of one node found no split.
func (g *grower) grow() Tree {
	tree := Tree{{}}
	clear(g.node)
	root := open{}
	for i, l := range g.loss {
		if g.drawn[i] {
			root.sum.add(l)
		}
	}
	level := []open{root}
	for depth := 0; len(level) > 0; depth++ {
		if depth < g.options.Depth {
			g.sum(level[0].node, len(level))
		}
		var below []open
		splits := make([]split, len(level)) // gain 0: a leaf
		for i, n := range level {
			if depth < g.options.Depth {
				splits[i] = g.best(n, g.sums[i*g.signals*places:][:g.signals*places])
			}
			s := &splits[i]
			if s.gain == 0 {
				tree[n.node].Value = g.options.Rate * g.value(n.sum)
				continue
			}
			s.left.node = int32(len(tree))
			s.right.node = s.left.node + 1
			tree[n.node] = Node{Signal: int32(s.signal), Left: s.left.node, Value: g.bins.cuts[s.signal][s.cut]}
			tree = append(tree, Node{}, Node{})
			below = append(below, s.left, s.right)
		}
		g.descend(level[0].node, splits)
		level = below
	}
	return tree
}

// sum fills sums for a level of n nodes from first on.
func (g *grower) sum(first int32, n int) {
	clear(g.sums[:n*g.signals*places])
	for i, l := range g.loss {
		at := int(g.node[i] - first)
		if !g.drawn[i] || at < 0 { // before first: in a leaf already
			continue
		}
		sums := g.sums[at*g.signals*places:]
		for j, place := range g.bins.place[i*g.signals:][:g.signals] {
			sums[j*places+int(place)].add(l)
		}
	}
}

// descend moves the examples of a level that starts at first to the children.
func (g *grower) descend(first int32, splits []split) {
	for i, n := range g.node {
		if n < first {
			continue
		}
		s := &splits[n-first]
		switch {
		case s.gain == 0:
		case int(g.bins.place[i*g.signals+s.signal]) > s.cut:
			g.node[i] = s.right.node
		default:
			g.node[i] = s.left.node
		}
	}
}

// best returns the split of n that gains most, gain 0 when none does enough.
func (g *grower) best(n open, sums []derivatives) split {
	whole := g.cost(n.sum, g.value(n.sum))
	best := split{}
	for j, cuts := range g.bins.cuts {
		left := derivatives{}
		for cut := range cuts {
			left.add(sums[j*places+cut])
			right := n.sum.minus(left)
			if min(left.hessian, right.hessian) < g.options.MinHessian {
				continue
			}
			gain := whole - g.cost(left, g.value(left)) - g.cost(right, g.value(right))
			if gain > max(best.gain, minGain) {
				best = split{gain: gain, signal: j, cut: cut, left: open{sum: left}, right: open{sum: right}}
			}
		}
	}
	return best
}

// value is the log-odds with the least cost: a Newton step.
func (g *grower) value(sum derivatives) float64 {
	return -sum.gradient / (sum.hessian + g.options.L2)
}

// cost is the loss with a leaf of a value, to the second order, less that of a leaf of 0.
func (g *grower) cost(sum derivatives, value float64) float64 {
	return value * (sum.gradient + (sum.hessian+g.options.L2)*value/2)
}
