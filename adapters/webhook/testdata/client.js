// Usage: client.js URL SECRET BODY CALLBACK_SECRET ID TIMESTAMP SIGNATURE CALLBACK
// Sends BODY, signed by the standardwebhooks library, and verifies the callback by it.
const { Webhook } = require('standardwebhooks')

const [url, secret, body, callbackSecret, id, timestamp, signature, callback] = process.argv.slice(2)
const now = new Date()
new Webhook(callbackSecret).verify(callback, { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature })
fetch(url, {
  method: 'POST',
  body,
  headers: {
    'content-type': 'application/json',
    'webhook-id': 'msg_js',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_js', now, body),
  },
}).then((r) => r.text()).then(console.log)
