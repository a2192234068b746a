//go:build race

package slack

// raceDetector slows everything down several times.
const raceDetector = true
