// Package adaptertest is what every adapter of a chat platform must bear, for each
// adapter's own test to run: replies that reach the right person once, messages that
// come twice, a handler that fails, panics or is slow, an end in the middle, secrets,
// and input that is too large or broken.
//
// An adapter's test brings a [Peer], which is the platform with its people, and calls
// [Run]. Nothing here asks for threads, buttons or replies that come later: a peer
// whose platform takes the reply in the response has it when Say returns.
package adaptertest
