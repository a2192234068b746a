// Package passive answers platforms that take a reply in the response to the message
// itself: within a deadline, or else they hang up and bring the message again, a few
// times. WeChat's official accounts and WeCom's apps do: 5 s, three tries.
//
// Each message gets one reply, whatever number of tries or copies there is: on the
// first try that is still there when it is ready. While it is not, tries but the last
// are left to lapse. The last says that the reply will come later; then, and where
// the platform has given up, the reply is pushed if the platform allows that, or kept
// and given before the reply to the person's next message.
package passive
