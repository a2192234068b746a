//go:build !amd64

package embedding

// fastestTiles are the tiles of this processor.
func fastestTiles() tiles { return tiles{float: portableTile} }
