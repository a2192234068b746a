// Package cli is the terminal as a chat platform. A person at a terminal gets a
// prompt with line editing and history; a pipe is read line by line. Each line is
// one message, and each reply is written before the next line is read.
package cli
