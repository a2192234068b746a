//go:build !race

package slack

// raceDetector is off.
const raceDetector = false
